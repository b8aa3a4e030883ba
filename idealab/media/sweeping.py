"""What got lost on the way is found from the rows; what nobody owns goes."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Select, delete, exists, func, select, update

from idealab.lib import queue, storage
from idealab.lib.db import db
from idealab.lib.images import Reason
from idealab.media.keys import raw_key
from idealab.media.models import File, FileState, Rendition
from idealab.media.raw import drop_raw
from idealab.media.rendering import (
    MOST_ATTEMPTS,
    delete_renditions,
    is_free,
    tell_settled,
)

OWNERLESS = timedelta(hours=48)
BATCH = 50

OwnedIds = Callable[[], Select[tuple[int | None]]]
_owned: list[OwnedIds] = []


def when_owned(query: OwnedIds) -> None:
    """Hand over a select of the ids of files that a feature owns. As long as nobody has, no file
    counts as ownerless."""
    if query not in _owned:
        _owned.append(query)


def sweep(*, now: datetime) -> list[int]:
    """Close what was tried too often and drop raw uploads that nothing waits for. Returns the
    files whose job the queue seems to have lost. Raises RedisError when the queue is away."""
    _drop_left_raw(now)
    _give_up(now)
    return _lost(now)


def tidy(*, now: datetime) -> int:
    """Delete a batch of files that nobody has owned for 48 hours, and of blobs that no row knows.
    Returns how many; zero means all is tidy."""
    before = now - OWNERLESS
    return _delete_ownerless(before, now=now) + _delete_stray_blobs(before)


def _drop_left_raw(now: datetime) -> None:
    left = select(File.sha256).where(File.raw_deleted_at.is_(None), File.state != FileState.PENDING)
    for sha256 in db.session.scalars(left.distinct().limit(BATCH)).all():
        drop_raw(sha256, now=now)


def _give_up(now: datetime) -> None:
    tried = update(File).where(is_free(now), File.attempts >= MOST_ATTEMPTS)
    closed = db.session.execute(
        tried.values(state=FileState.FAILED, reason=Reason.GIVEN_UP.value).returning(File.id),
        execution_options={"synchronize_session": False},
    )
    for file_id in closed.scalars().all():
        tell_settled(file_id)


def _lost(now: datetime) -> list[int]:
    """As many of the oldest free files as there are more of them than jobs in the queue. So a
    long queue is never filled up with jobs for files that are in it."""
    free = db.session.scalar(select(func.count()).select_from(File).where(is_free(now))) or 0
    missing = free - queue.depth("media")
    if missing <= 0:
        return []
    oldest = select(File.id).where(is_free(now)).order_by(File.id).limit(missing)
    return list(db.session.scalars(oldest))


def _delete_ownerless(before: datetime, *, now: datetime) -> int:
    if not _owned:
        return 0
    ownerless = (File.created_at < before, *(_not_in(query()) for query in _owned))
    found = select(File.id, File.key, File.sha256).where(*ownerless).limit(BATCH)
    count = 0
    for file_id, key, sha256 in db.session.execute(found).all():
        db.session.execute(delete(Rendition).where(Rendition.file_id == file_id))
        gone = db.session.execute(delete(File).where(File.id == file_id, *ownerless))
        # The row is locked by its deletion, so nobody can come to own what is deleted here.
        if gone.rowcount:  # type: ignore[attr-defined]
            delete_renditions(key)
            drop_raw(sha256, now=now)
            count += 1
    return count


def _not_in(owned: Select[tuple[int | None]]):
    ids = owned.subquery()
    return ~exists().where(ids.c[0] == File.id)


def _delete_stray_blobs(before: datetime) -> int:
    stray = (key for key in _stale_blobs(before) if not _is_known(key))
    return _delete_all(islice(stray, BATCH))


def _stale_blobs(before: datetime) -> Iterable[str]:
    yield from storage.stale("raw", before=before)
    yield from storage.stale("incoming", before=before)


def _is_known(key: str) -> bool:
    sha256 = key.rsplit("/", 1)[-1]
    if key != raw_key(sha256):
        return False
    waiting = select(File.id).filter_by(sha256=sha256, state=FileState.PENDING).limit(1)
    return db.session.scalar(waiting) is not None


def _delete_all(keys: Iterable[str]) -> int:
    count = 0
    for key in keys:
        storage.delete(key)
        count += 1
    return count
