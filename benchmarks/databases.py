"""Databases with a made-up campaign, made once and kept; a run works on a copy."""

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import update

from benchmarks.comparing import numbers_of, table_of
from benchmarks.generating import generate
from benchmarks.shapes import Scale
from idealab import HOME, create_app
from idealab.campaigns.models import Phase
from idealab.config import database_url
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.operations.migrating import upgrade
from tests.support.postgres import SETTINGS, address, create, start_server, stop_server

SEED = 7
KEPT = Path(tempfile.gettempdir()) / f"idealab-benchmarks-{os.getuid()}"
DURABLE = {  # as a server is run, and not as tests run it
    **SETTINGS,
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "autovacuum": "off",  # it would work for one measurement and not for the next
}


def template(ideas: int) -> Path:
    """The SQLite database with that many ideas; made if it is not there. Its duplicates are
    listed beside it."""
    path = KEPT / f"{_recipe()}-{ideas}.db"
    if not path.exists():
        KEPT.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            app = create_app({"INSTANCE": Path(folder), "SQLITE_SYNCHRONOUS": "NORMAL"})
            _fill(app, ideas, path.with_suffix(".duplicates.json"))
            os.rename(Path(folder) / "idealab.db", path)
    return path


def sqlite(folder: Path, ideas: int) -> str:
    """A copy of the template in `folder`, with the campaign open now; returns its address."""
    shutil.copyfile(template(ideas), folder / "idealab.db")
    return opened(f"sqlite:///{folder}/idealab.db", folder)


def postgresql(server: str, folder: Path, ideas: int) -> str:
    """The same rows in a new database of a PostgreSQL server; returns its address."""
    url = create(server, f"ideas_{ideas}_{os.getpid()}")
    with _app(url, folder).app_context():
        upgrade()
        tables = [table.name for table in db.metadata.sorted_tables]
        db.engine.dispose()
    with closing(sqlite3.connect(template(ideas))) as source, psycopg.connect(url) as target:
        for table in tables:
            _copy(table, source, target)
        target.commit()
        target.autocommit = True
        target.execute("VACUUM ANALYZE")
    return opened(url, folder)


def duplicates(ideas: int) -> list[tuple[str, int, int]]:
    """Those of the campaign: their kind, an idea, and the one that it repeats."""
    listed = template(ideas).with_suffix(".duplicates.json")
    return [tuple(each) for each in json.loads(listed.read_text())]


@contextmanager
def postgresql_server() -> Iterator[str]:
    folder = start_server(DURABLE)
    try:
        yield address(folder, "postgres")
    finally:
        stop_server(folder)


def server_process(server: str) -> int:
    """The number of the process that all others of the server descend from."""
    with psycopg.connect(server) as connection:
        row: Any = connection.execute("SHOW data_directory").fetchone()
    return int((Path(row[0]) / "postmaster.pid").read_text().split()[0])


def opened(url: str, folder: Path) -> str:
    """Put the second phase of the default, in which people submit and vote, around today."""
    with _app(url, folder).app_context():
        for place, (begin, end) in enumerate(((-45, -30), (-30, 30), (30, 44), (44, 72), (72, 86))):
            times = {
                "starts_at": now() + timedelta(days=begin),
                "ends_at": now() + timedelta(days=end),
            }
            db.session.execute(update(Phase).filter_by(position=place).values(times))
        db.session.commit()
        db.engine.dispose()
    return url


def _fill(app: Flask, ideas: int, truth: Path) -> None:
    print(f"Making a campaign of {ideas:,} ideas …", flush=True)
    with app.app_context():
        upgrade()
        scene, drawn = generate(Scale.of(ideas), seed=SEED, ends_at=datetime.now(UTC))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    truth.write_text(json.dumps(scene.truth))
    print(table_of(numbers_of(drawn)), flush=True)


def _app(url: str, folder: Path) -> Flask:
    settings = {"SQLALCHEMY_DATABASE_URI": database_url(url), "INSTANCE": folder}
    return create_app(settings)


def _recipe() -> str:
    """Changes with the tables and with what fills them."""
    digest = sha256(str(SEED).encode())
    names = ("shapes", "words", "inventing", "generating", "rows")
    sources = [Path(__file__).parent / f"{name}.py" for name in names]
    for path in [*sources, *sorted((HOME / "idealab/migrations/versions").glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _copy(table: str, source: sqlite3.Connection, target: psycopg.Connection) -> None:
    rows = source.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in rows.description]
    target.execute("SET session_replication_role = replica")  # parents may come after children
    with target.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as pipe:
        for row in rows:
            pipe.write_row(row)
    if "id" in names:
        target.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
            f"(SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
        )
