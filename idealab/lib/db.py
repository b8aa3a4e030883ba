"""The database: one declarative base, times in UTC, and how SQLite begins a transaction."""

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

from flask import Flask, current_app, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from psycopg import Connection as PostgresConnection
from sqlalchemy import BigInteger, DateTime, Engine, Enum, Integer, MetaData, TypeDecorator, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.pool import Pool

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
ENGINE_OF_PAGES = "engine of pages"
LOCK_WAIT_MS = 10_000
SILENCE_MS = 15_000  # after which a server that does not answer counts as away


class UTCDateTime(TypeDecorator[datetime]):
    """Aware in, aware out, on SQLite as on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
PrimaryKey = Annotated[int, mapped_column(BigId, primary_key=True)]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]
CreatedAt = Annotated[datetime, mapped_column(UTCDateTime, default=lambda: datetime.now(UTC))]


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


TYPES: dict[Any, Any] = {
    int: BigId,
    # As text and without a type of the database's own: a new member needs no migration.
    StrEnum: Enum(StrEnum, native_enum=False, values_callable=_values, length=24),
}


class Model(DeclarativeBase):
    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


class _Session(Session):
    """On PostgreSQL a page is read without a transaction: each statement sees what was committed
    before it, as within one at READ COMMITTED, and the way to BEGIN and ROLLBACK is spared."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        bind = super().get_bind(*args, **kwargs)
        if bind.dialect.name == "sqlite" or not isinstance(bind, Engine) or not _in_page():
            return bind
        parts = current_app.extensions
        if ENGINE_OF_PAGES not in parts:  # the same pool of connections, otherwise set
            parts[ENGINE_OF_PAGES] = bind.execution_options(isolation_level="AUTOCOMMIT")
        return parts[ENGINE_OF_PAGES]


Row = TypeVar("Row", bound=Model)
db = SQLAlchemy(model_class=Model, session_options={"class_": _Session})
_only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)
_synchronous = "FULL"


def init_app(app: Flask) -> None:
    global _synchronous
    _synchronous = app.config["SQLITE_SYNCHRONOUS"]
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"pool_size": 16, "max_overflow": 32}
    else:
        options = {"pool_size": 8, "max_overflow": 24}
        options["connect_args"] = {"connect_timeout": 5, "tcp_user_timeout": SILENCE_MS}
    options["hide_parameters"] = True  # what people wrote does not belong into a log
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)


def row_of(kind: type[Row], number: int | None) -> Row | None:
    """The row of the number that a form has sent, if there is one; no database is asked for a
    number that no row can have."""
    return db.session.get(kind, number) if number and 0 < number < 2**63 else None


@contextmanager
def reading() -> Iterator[None]:
    """Begin transactions in here without the write lock (long reads of jobs and commands)."""
    token = _only_reading.set(True)
    try:
        yield
    finally:
        _only_reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Within `reading`: begin with the write lock all the same. The transaction before must have
    ended, as SQLite refuses at once what reads first and then writes."""
    token = _only_reading.set(False)
    try:
        yield
    finally:
        _only_reading.reset(token)


# Python's sqlite3 opens transactions late, which makes the first savepoint end in a commit.
# So it is told to open none, and each transaction is begun by hand: one that may write takes
# the write lock at once, for SQLite does not let a reader wait to become a writer.
@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {LOCK_WAIT_MS}",
            "foreign_keys = ON",
            "journal_mode = WAL",
            f"synchronous = {_synchronous}",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        reads = _in_page() or _only_reading.get()
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _in_page() -> bool:
    """Is a page being read, which changes nothing?"""
    return has_request_context() and request.method in ("GET", "HEAD")


# Asking each connection whether it lives costs as much as a page. One that waits has nothing to
# say: where there is something to hear, the server has hung up, and a new one takes its place.
@event.listens_for(Pool, "checkout")
def _replace_dead(connection: Any, _record: Any, _proxy: Any) -> None:
    if isinstance(connection, PostgresConnection) and _has_news(connection):
        raise DisconnectionError


def _has_news(connection: PostgresConnection[Any]) -> bool:
    if connection.closed:
        return True
    ears = select.poll()
    ears.register(connection.fileno(), select.POLLIN)
    return bool(ears.poll(0))
