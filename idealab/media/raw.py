"""The raw uploads: one blob for equal bytes, gone as soon as no file waits for it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Function, func, select, update

from idealab.lib import storage
from idealab.lib.db import db
from idealab.media.keys import raw_key
from idealab.media.models import File, FileState


def holding_raw(sha256: str) -> None:
    """Keep the blob from being dropped until this transaction ends."""
    _lock(func.pg_advisory_xact_lock_shared, sha256)


def drop_raw(sha256: str, *, now: datetime) -> None:
    """Delete the blob, unless a file still waits for its sizes."""
    _lock(func.pg_advisory_xact_lock, sha256)
    waiting = select(File.id).filter_by(sha256=sha256, state=FileState.PENDING).limit(1)
    if db.session.scalar(waiting) is None:
        storage.delete(raw_key(sha256))
        same = update(File).where(File.sha256 == sha256, File.raw_deleted_at.is_(None))
        db.session.execute(same.values(raw_deleted_at=now))


def _lock(kind: Callable[[int], Function[None]], sha256: str) -> None:
    # On SQLite the writer is alone already.
    if db.session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(sha256)[:8], "big", signed=True)
        db.session.execute(select(kind(number)))
