"""The runs of an import: which one goes on, which one has been done already."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update

from idealab.interchange.manifests import Manifest
from idealab.interchange.models import ImportRun, SourceKey
from idealab.interchange.shapes.shape import table_of
from idealab.lib.db import db

PLAN = ("new", "changed", "same", "skipped")


@dataclass
class Run:
    """A run as plain values, so that it outlives the transactions of its batches."""

    package: str
    fingerprint: str
    created_at: datetime
    id: int = 0
    is_fresh: bool = False
    cursor_file: str = ""
    cursor_line: int = 0
    finished_at: datetime | None = None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def count(self, kind: str, what: str, number: int = 1) -> None:
        of_kind = self.counts.setdefault(kind, dict.fromkeys(PLAN, 0))
        of_kind[what] += number

    def total(self, what: str) -> int:
        return sum(of_kind[what] for of_kind in self.counts.values())


def run_of(manifest: Manifest, *, now: datetime) -> Run:
    """The last run of exactly this package, else a new one that is not written yet."""
    fingerprint = _fingerprint(manifest)
    latest = select(ImportRun).filter_by(package=manifest.id).order_by(ImportRun.id.desc())
    last = db.session.scalars(latest.limit(1)).first()
    if last is not None and last.fingerprint == fingerprint:
        return Run(
            package=last.package,
            fingerprint=fingerprint,
            created_at=last.created_at,
            id=last.id,
            is_fresh=last.is_fresh,
            cursor_file=last.cursor_file or "",
            cursor_line=last.cursor_line,
            finished_at=last.finished_at,
            counts=last.counts,
        )
    known = select(SourceKey.id).filter_by(package=manifest.id).limit(1)
    return Run(manifest.id, fingerprint, now, is_fresh=db.session.scalar(known) is None)


def keep_run(run: Run, manifest: Manifest) -> None:
    """Write a new run down."""
    about = {name: value for name, value in manifest.content.items() if name != "files"}
    row = {
        "created_at": run.created_at,
        "package": run.package,
        "fingerprint": run.fingerprint,
        "is_fresh": run.is_fresh,
        "cursor_line": 0,
        "counts": run.counts,
        "manifest": about,
    }
    table = table_of(ImportRun)
    run.id = db.session.execute(insert(table).returning(table.c.id), row).scalar_one()


def move_cursor(run: Run, kind: str, line: int) -> None:
    """How far the run has come; committed with the rows that it has made."""
    run.cursor_file, run.cursor_line = kind, line
    values: dict[str, Any] = {"cursor_file": kind, "cursor_line": line, "counts": run.counts}
    _write(run, **values)


def end_run(run: Run, *, now: datetime) -> None:
    run.finished_at = now
    _write(run, finished_at=now, counts=run.counts)


def _write(run: Run, **values: Any) -> None:
    own = update(ImportRun).where(ImportRun.id == run.id).values(**values)
    db.session.execute(own, execution_options={"synchronize_session": False})


def _fingerprint(manifest: Manifest) -> str:
    return sha256(json.dumps(manifest.content, sort_keys=True).encode()).hexdigest()
