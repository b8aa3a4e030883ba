"""Making the sizes of a file: claimed first, so that of two workers one does the work."""

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select, update

from idealab.lib import images, storage
from idealab.lib.db import db
from idealab.lib.images import PictureRefused, Reason, Rendered
from idealab.media.keys import raw_key, rendition_key
from idealab.media.models import File, FileState, Rendition

# A claim outlives the longest decoding. With a sweep each 20 seconds a file whose worker was
# killed is taken up again, and done, within the promised two minutes.
CLAIM = timedelta(seconds=75)
MOST_ATTEMPTS = 3

log = logging.getLogger(__name__)

_listeners: list[Callable[[int], None]] = []


def when_settled(listener: Callable[[int], None]) -> None:
    """Have `listener(file_id)` called, in the same transaction, when a file has become ready or
    has failed."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_settled(file_id: int) -> None:
    for listener in _listeners:
        listener(file_id)


class Work(NamedTuple):
    """What one worker has claimed, as plain values: no transaction stays open while it decodes."""

    file_id: int
    key: str
    sha256: str
    attempts: int
    square: bool
    edits: dict[str, Any] | None
    claimed_at: datetime


def claim(file_id: int, *, now: datetime) -> Work | None:
    """Take the file for this worker, or return None: done, gone, or somebody else's."""
    free = update(File).where(File.id == file_id, is_free(now))
    taken = db.session.execute(
        free.values(claimed_at=now, attempts=File.attempts + 1),
        execution_options={"synchronize_session": False},
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    row = db.session.execute(
        select(File.key, File.sha256, File.attempts, File.square, File.edits).where(
            File.id == file_id
        )
    ).one()
    return Work(file_id, row.key, row.sha256, row.attempts, row.square, row.edits, now)


def is_free(now: datetime) -> ColumnElement[bool]:
    unclaimed = or_(File.claimed_at.is_(None), File.claimed_at < now - CLAIM)
    return (File.state == FileState.PENDING) & unclaimed


def make_sizes(work: Work) -> Rendered | Reason | None:
    """Decode and keep all sizes; no database. Returns the reason of a failure, or None when the
    system ended the decoding and it may be tried again. Raises storage.StorageAway."""
    try:
        with (
            storage.local(raw_key(work.sha256)) as source,
            tempfile.TemporaryDirectory(prefix="idealab-") as folder,
        ):
            rendered = images.render(source, Path(folder), square=work.square, edits=work.edits)
            for size in rendered.sizes:
                storage.put(rendition_key(work.key, size.name), Path(folder) / size.name)
    except PictureRefused as refused:
        return refused.reason
    except storage.Missing:
        return Reason.LOST
    except images.Killed as killed:
        log.warning("decoding of file %s was ended: %s", work.file_id, killed)
        return None if work.attempts < MOST_ATTEMPTS else Reason.GIVEN_UP
    return rendered


def finish(work: Work, outcome: Rendered | Reason, *, now: datetime) -> None:
    """Say on the row what came of it. A row that has gone meanwhile leaves no files behind."""
    if isinstance(outcome, Reason):
        _close(work, state=FileState.FAILED, reason=outcome.value)
        tell_settled(work.file_id)
        return
    ready = _close(
        work,
        state=FileState.READY,
        width=outcome.width,
        height=outcome.height,
        colour=outcome.colour,
        ready_at=now,
    )
    if ready:
        sizes = (size._asdict() for size in outcome.sizes)
        db.session.add_all(Rendition(file_id=work.file_id, **size) for size in sizes)
        db.session.flush()
        tell_settled(work.file_id)
    elif db.session.scalar(select(File.id).filter_by(id=work.file_id)) is None:
        delete_renditions(work.key)


def release(work: Work, *, counted: bool) -> None:
    """Give the file back to the queue. Not counted: it was not the file's fault."""
    attempts = work.attempts if counted else work.attempts - 1
    _close(work, claimed_at=None, attempts=attempts)


def delete_renditions(key: str) -> None:
    for name in images.NAMES:
        storage.delete(rendition_key(key, name))


def _close(work: Work, **values: Any) -> bool:
    """Change the row if the claim still holds."""
    own = update(File).where(
        File.id == work.file_id,
        File.state == FileState.PENDING,
        File.claimed_at == work.claimed_at,
    )
    changed = db.session.execute(
        own.values(**values), execution_options={"synchronize_session": False}
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]
