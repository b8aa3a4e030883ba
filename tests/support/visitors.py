"""Browsers of tests that need no real one."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from idealab.accounts.models import User
from idealab.accounts.signing import open_session
from idealab.lib.clock import now
from idealab.lib.db import db


class Visitor(FlaskClient):
    """A browser shares no transaction and no database session with the test that drives it."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        kwargs.setdefault("buffered", True)
        with self.application.app_context():
            return super().open(*args, **kwargs)


def signed_in_client(app: Flask, user: User) -> FlaskClient:
    token = open_session(user, now=now())
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client
