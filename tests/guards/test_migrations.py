"""Migrations lead up, down and up again, over full tables, and end where the models are."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from idealab import create_app
from idealab.lib.db import Model, UTCDateTime, db
from idealab.operations import migrating
from tests.guards.modules import product
from tests.support import postgres as servers

for module in product():
    if module.role == "models":
        importlib.import_module(module.name)

VALUES: tuple[tuple[type, Any], ...] = (
    (sa.Boolean, True),
    (sa.Integer, 1),
    (sa.Float, 1.5),
    (UTCDateTime, datetime(2026, 11, 23, tzinfo=UTC)),
    (sa.String, "Ana"),
    (sa.JSON, {"what": "ever"}),
    (sa.LargeBinary, b"x"),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/migrated.db"
    server = request.getfixturevalue("postgres")
    return servers.create(server, f"migrated_{worker_id}")


@pytest.fixture
def house(url, settings, tmp_path) -> Iterator[Flask]:
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": url, "INSTANCE": tmp_path})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_newest_migration_ends_where_the_models_are(house):
    migrating.upgrade()

    with reading() as connection:
        found = compare_metadata(
            MigrationContext.configure(
                connection, opts={"compare_type": True, "include_name": _is_ours}
            ),
            Model.metadata,
        )

    assert found == []


def test_the_way_down_and_up_again_leads_through_full_tables(house):
    migrating.upgrade()
    fill_every_table()

    migrating.downgrade("-1")
    migrating.upgrade()

    assert tables_there() >= set(Model.metadata.tables)


def test_the_way_down_ends_with_nothing(house):
    migrating.upgrade()
    fill_every_table()

    migrating.downgrade("base")

    assert tables_there() & set(Model.metadata.tables) == set()


def test_migrating_twice_does_no_harm(house):
    migrating.upgrade()
    fill_every_table()

    migrating.upgrade()

    with reading() as connection:
        for table in Model.metadata.sorted_tables:
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def fill_every_table() -> None:
    """One row in each table, each with the number 1, so that all foreign keys hold."""
    with db.engine.begin() as connection:
        for table in Model.metadata.sorted_tables:
            row = {column.name: _value_for(column) for column in table.columns}
            connection.execute(table.insert().values(row))


def _value_for(column: sa.Column) -> Any:
    kind = column.type
    if column.foreign_keys or (column.primary_key and isinstance(kind, sa.Integer)):
        return 1
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class or kind.enums))
    for known, value in VALUES:
        if isinstance(kind, known):
            return value
    raise LookupError(f"{column} is {kind!r}, for which VALUES has nothing")


def tables_there() -> set[str]:
    with reading() as connection:
        return set(sa.inspect(connection).get_table_names())


@contextmanager
def reading() -> Iterator[sa.Connection]:
    with db.engine.connect() as connection:
        yield connection


def _is_ours(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
    """What the search stands on is no model: the migration makes it by SQL."""
    if kind == "column":
        return name != "search_vector"
    return kind not in ("table", "index") or "_search" not in (name or "")
