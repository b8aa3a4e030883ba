"""What two packages, or two databases, have in common."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from idealab.interchange.canonical import canonical_hash
from idealab.interchange.jobs import Outcome, export_package, import_package
from idealab.interchange.package import open_package
from idealab.lib.db import Model, db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def taken_in(path: Path, **options: Any) -> Outcome:
    return import_package(path, now=NOW, **options)


def sent_out(name: str, path: Path, **options: Any) -> Path:
    export_package(name, path, now=NOW, **options)
    return path


def hashes(path: Path) -> dict[str, str]:
    """The canonical hash of every kind of record in a package."""
    with open_package(path) as package:
        return {
            kind: canonical_hash(
                kind,
                (record for _line, record in package.records(kind)),
                without_files=kind == "attachments",
            )
            for kind in package.kinds
        }


def rows(*, but: tuple[str, ...] = ()) -> dict[str, int]:
    """How many rows every table holds."""
    counts = {}
    for table in Model.metadata.sorted_tables:
        if table.name not in but:
            counts[table.name] = len(db.session.execute(select(*table.primary_key.columns)).all())
    db.session.rollback()
    return counts


def state(*, but: tuple[str, ...] = ("import_runs", "files")) -> dict[str, str]:
    """A fingerprint of every table, without times of the import itself and random names."""
    marks = {}
    for table in Model.metadata.sorted_tables:
        if table.name in but or table.name == "alembic_version":
            continue
        columns = [column for column in table.columns if column.name != "version"]
        found = sorted(str(tuple(row)) for row in db.session.execute(select(*columns)))
        marks[table.name] = sha256("\n".join(found).encode()).hexdigest()
    db.session.rollback()
    return marks
