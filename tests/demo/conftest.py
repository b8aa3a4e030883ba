from collections.abc import Iterator
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from fakeredis import FakeStrictRedis
from flask import Flask

from idealab import create_app
from idealab.demo.cli import demo_command
from idealab.lib.db import db
from idealab.operations.migrating import upgrade
from tests.support.postgres import create
from tests.support.rows import forget_kept_pieces
from tests.support.visitors import Visitor


class House(NamedTuple):
    app: Flask
    said: str  # by `idealab demo`


@pytest.fixture(scope="package")
def house(request, settings, tmp_path_factory, worker_id) -> Iterator[House]:
    """An installation of its own with the demo in it. Loaded once: leave it as it is."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder}/demo.db"
    if request.config.getoption("--database") == "postgresql":
        url = create(request.getfixturevalue("postgres"), f"idealab_demo_{worker_id}")
    own = {"INSTANCE": folder, "STORAGE_URL": str(folder / "up"), "REDIS": FakeStrictRedis()}
    app = create_app({**settings, **own, "SQLALCHEMY_DATABASE_URI": url})
    app.test_client_class = Visitor
    with app.app_context():
        upgrade()
        loaded = CliRunner().invoke(demo_command, [], obj=app)
        assert loaded.exit_code == 0, loaded.output
    yield House(app, loaded.output)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def demo_app(context, house: House) -> Iterator[Flask]:
    """The test stands in the installation with the demo."""
    with house.app.app_context():
        yield house.app
        db.session.remove()
    forget_kept_pieces()
