"""Which pages there are, and what the lower features are told about the higher ones."""

from flask import Flask

from idealab.accounts import roles, signing
from idealab.campaigns.addressing import campaign_of_address
from idealab.lib import access
from idealab.lib.clock import now

BLUEPRINTS = ()


def connect(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.login_manager.user_loader(lambda token: signing.person_of_session(token, now=now()))
    access.when_asked(campaign_of_address=campaign_of_address, holds=roles.holds)
