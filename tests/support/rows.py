"""Leaves the database empty after a test, at the price of the tables that were written to."""

import gc
import re
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from idealab.lib.db import Model, db
from idealab.lib.kept import Kept

WRITES = re.compile(r'\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|COPY)\s+"?(\w+)', re.IGNORECASE)

_touched: set[str] = set()


@event.listens_for(Engine, "before_cursor_execute")
def _note_writes(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    _touched.update(WRITES.findall(statement))


@cache
def _kept_pieces() -> list[Kept]:
    return [thing for thing in gc.get_objects() if isinstance(thing, Kept)]


def forget_kept_pieces() -> None:
    """Numbers of rows begin anew, so old pieces would fit again."""
    for pieces in _kept_pieces():
        pieces.clear()


def empty_what_was_touched() -> None:
    """Delete the rows that the test left, in the tables it wrote to."""
    tables = [table.name for table in Model.metadata.tables.values() if table.name in _touched]
    _touched.clear()
    if not tables:
        return
    forget_kept_pieces()
    if db.engine.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in tables)
        _run(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    else:
        deletes = [f'DELETE FROM "{name}"' for name in tables]
        begin, end = "PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"
        _run(begin, "BEGIN IMMEDIATE", *deletes, "COMMIT", end)  # all on one connection


def _run(*statements: str) -> None:
    connection = db.engine.raw_connection()
    try:
        for statement in statements:
            connection.cursor().execute(statement)
        connection.commit()
    finally:
        connection.close()
