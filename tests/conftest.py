from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakeredis import FakeStrictRedis
from flask import Flask
from flask.testing import FlaskClient

from idealab import create_app
from idealab.lib.db import db
from idealab.operations.migrating import upgrade
from idealab.operations.preparing import compile_translations
from idealab.operations.working import work_off
from tests import people
from tests.support.meaning import FewWords
from tests.support.rows import empty_what_was_touched
from tests.support.visitors import Visitor, signed_in_client

pytest_plugins = ["tests.support.databases", "tests.support.sites", "tests.support.browsers"]


@pytest.fixture(scope="session")
def settings(tmp_path_factory, database_url: str) -> dict[str, Any]:
    """The settings of the app under test; a test that needs others makes an app of its own."""
    instance: Path = tmp_path_factory.mktemp("instance")
    return {
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATE_LIMITS": False,
        "SQLALCHEMY_DATABASE_URI": database_url,
        "SQLITE_SYNCHRONOUS": "NORMAL",
        "INSTANCE": instance,
        "STORAGE_URL": str(instance / "uploads"),
        "SECRET_KEY": "only for tests, and long enough",
        "REDIS": FakeStrictRedis(),
        "HOST": "127.0.0.1",
        "PUBLIC_URL": "",
        "SMTP_URL": "",
    }


@pytest.fixture(scope="session")
def app(settings: dict[str, Any]) -> Iterator[Flask]:
    compile_translations()
    app = create_app(settings)
    app.test_client_class = Visitor
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def context(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test stands in an app context and leaves an empty database behind."""
    if "tests/guards" in str(request.path) and "app" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("app")
    with app.app_context():
        yield
        db.session.remove()
        empty_what_was_touched()
        app.extensions["redis"].flushall()
        app.extensions["queue_asked_again_at"] = 0.0


@pytest.fixture
def ana(context: None):
    return people.participant("Ana")


@pytest.fixture
def bruno(context: None):
    return people.participant("Bruno")


@pytest.fixture
def marta(context: None):
    return people.moderator("Marta")


@pytest.fixture
def paulo(context: None):
    return people.product_person("Paulo")


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser of somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def client_for(app: Flask) -> Callable[[Any], FlaskClient]:
    """`client_for(ana).get("/")`: a browser in which the person has signed in."""
    return lambda user: signed_in_client(app, user)


@pytest.fixture
def few_words(app: Flask) -> Iterator[FewWords]:
    """Similar ideas by meaning are on, with a model of a few words."""
    model = FewWords()
    app.extensions["meaning"] = lambda: model
    yield model
    app.extensions["meaning"] = None


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], None]:
    """Do the work that is queued, as the worker process does, then look with fresh eyes."""

    def run() -> None:
        db.session.rollback()
        work_off(app)
        db.session.expire_all()

    return run
