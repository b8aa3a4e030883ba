"""The version of a campaign: pages that are kept ready hang on it."""

from sqlalchemy import update

from idealab.campaigns.models import Campaign
from idealab.lib.db import db


def touch(campaign: Campaign) -> None:
    """Say that what pages show of the campaign has changed; two at once both count."""
    db.session.flush()
    newer = update(Campaign).filter_by(id=campaign.id).values(version=Campaign.version + 1)
    db.session.execute(newer, execution_options={"synchronize_session": False})
    db.session.expire(campaign, ["version"])
