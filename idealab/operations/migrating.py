"""Brings the tables of the database to what this version of the code expects."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import current_app
from sqlalchemy import Connection

from idealab.lib.db import db

PACKAGE = Path(__file__).parent.parent
LOCK = 7_303_014_471  # any number; the same for all processes that may migrate one database


def upgrade(revision: str = "head") -> None:
    """Bring the tables up to `revision`. Of several processes that start together one does it,
    the others wait."""
    with _connection() as connection:
        command.upgrade(_settings(connection), revision)


def downgrade(revision: str) -> None:
    with _connection() as connection:
        command.downgrade(_settings(connection), revision)


def _settings(connection: Connection) -> Config:
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(PACKAGE / "migrations").replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


@contextmanager
def _connection() -> Iterator[Connection]:
    """One transaction, in which nobody else migrates."""
    with _alone(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            yield connection
            connection.commit()
            return
        # SQLite changes a table by making it anew, which the foreign keys of others would stop;
        # that can be switched off outside a transaction only.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


@contextmanager
def _alone() -> Iterator[None]:
    instance: Path = current_app.config["INSTANCE"]
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
