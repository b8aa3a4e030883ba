"""A site with nothing but its rim, so that the rim can be tested by itself."""

from pathlib import Path
from typing import Any

from flask import Flask, abort, request
from flask_wtf.csrf import generate_csrf
from jinja2 import DictLoader

from idealab import config
from idealab.lib import access, errors, failures, languages, limits, logs, queue, security

PAGES = {
    "errors/refused.html": "{{ message }}",
    "errors/error.html": "page for {{ code }}",
    "errors/failure.html": "{{ message }} {{ number }}",
}


def site(folder: Path, **settings: Any) -> Flask:
    app = Flask("idealab", static_folder=None)
    app.jinja_loader = DictLoader(PAGES)
    given = {"INSTANCE": folder, "SECRET_KEY": "only for tests, and long enough"} | settings
    app.config.from_mapping(config.load(given, folder, {}))
    for part in (security, queue, languages, access, errors, failures, logs):
        part.init_app(app)
    app.login_manager.user_loader(lambda token: None)
    _add_views(app)
    limits.init_app(app)
    return app


def _add_views(app: Flask) -> None:
    app.add_url_rule("/", view_func=lambda: "welcome", endpoint="home")
    app.add_url_rule("/ideas/<int:idea_id>", view_func=_idea, endpoint="idea")
    app.add_url_rule("/words/<word>", view_func=lambda word: word, endpoint="word")
    app.add_url_rule("/breaks", view_func=_breaks, endpoint="breaks")
    app.add_url_rule("/address", view_func=_address, endpoint="address")
    app.add_url_rule("/framed", view_func=_framed, endpoint="framed")
    app.add_url_rule("/token", view_func=lambda: _token(), endpoint="token")
    app.add_url_rule("/ideas", view_func=_save, endpoint="save", methods=["GET", "POST"])
    app.add_url_rule("/votes", view_func=_vote, endpoint="vote", methods=["POST"])
    app.add_url_rule("/mails", view_func=_mail, endpoint="mail", methods=["POST"])


def _idea(idea_id: int) -> str:
    return str(idea_id)


def _breaks() -> str:
    raise RuntimeError("the secret of the house")


def _address() -> str:
    return f"{request.url_root} {request.remote_addr}"


def _framed() -> tuple[str, dict[str, str]]:
    return "framed", {"Content-Security-Policy": "frame-ancestors *"}


def _token() -> str:
    return generate_csrf()


def _save() -> str:
    if request.form.get("title") == "gone":
        abort(410)
    return request.form.get("title", "nothing")


@limits.limited("vote")
def _vote() -> str:
    return "counted"


@limits.limited("mail")
def _mail() -> str:
    return "on its way"
