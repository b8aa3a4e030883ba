"""Making the picture of a drawn sketch. The strokes stay; the picture goes the way of an upload."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, null, or_, select, update

from idealab.ideas.models import Idea
from idealab.ideas.writing import touch_idea
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.sketches.covering import choose_cover
from idealab.sketches.models import Sketch
from idealab.sketches.pixels import png_of

WIDTH = 1600
MOST_AT_ONCE = 200
MOST_ATTEMPTS = 3
CLAIM = timedelta(seconds=75)  # outlives the longest painting; then its worker counts as killed
QUIET = {"synchronize_session": False}


class Work(NamedTuple):
    """A drawing that one worker has claimed."""

    sketch_id: int
    document: dict[str, Any]
    is_last: bool  # of the tries that it has


def claim(sketch_id: int, *, now: datetime) -> Work | None:
    """Take the drawing for this worker; None if it has its picture, is gone, or is in somebody's
    hands. One that was given up is tried once more by whoever asks for just that."""
    tries_left = or_(Sketch.attempts < MOST_ATTEMPTS, Sketch.failed_at.is_not(None))
    free = (Sketch.id == sketch_id, _is_unpainted(), _is_unclaimed(now), tries_left)
    claimed = update(Sketch).where(*free).values(claimed_at=now, attempts=Sketch.attempts + 1)
    taken = db.session.execute(claimed.returning(Sketch.attempts), execution_options=QUIET).first()
    if taken is None:
        return None
    document = db.session.scalar(select(Sketch.strokes).where(Sketch.id == sketch_id))
    return Work(sketch_id, document or {}, taken.attempts >= MOST_ATTEMPTS)


def unpainted_ids(*, now: datetime) -> Sequence[int]:
    """Drawn sketches that wait for a picture and are in nobody's hands, the oldest first."""
    waiting = select(Sketch.id).where(*_is_waiting(now), Sketch.attempts < MOST_ATTEMPTS)
    return db.session.scalars(waiting.order_by(Sketch.id).limit(MOST_AT_ONCE)).all()


def paint(document: dict[str, Any]) -> BytesIO:
    """Takes a while: let no transaction be open meanwhile. Raises UnreadableDrawing."""
    return BytesIO(png_of(document, WIDTH))


def give_picture(sketch_id: int, picture: BytesIO, *, now: datetime) -> bool:
    """Keep the picture as the file of the sketch. False, and nothing should be committed, if the
    sketch is gone or somebody was quicker."""
    file = keep_upload(picture, name=f"sketch-{sketch_id}.png", now=now)
    given = (
        update(Sketch)
        .where(Sketch.id == sketch_id, Sketch.file_id.is_(None))
        .values(file_id=file.id, failed_at=None)
        .returning(Sketch.idea_id)
    )
    painted = db.session.execute(given, execution_options=QUIET).first()
    if painted is None:
        return False
    if painted.idea_id is not None:  # else it was taken off meanwhile
        choose_cover(db.session.get_one(Idea, painted.idea_id))
    return True


def release(work: Work, *, counted: bool, now: datetime) -> None:
    """Nothing came of it. Not counted: it was not the fault of the drawing."""
    own = update(Sketch).where(Sketch.id == work.sketch_id, _is_unpainted())
    attempts = Sketch.attempts if counted else Sketch.attempts - 1
    db.session.execute(own.values(claimed_at=None, attempts=attempts), execution_options=QUIET)
    if counted and work.is_last:
        _fail([Sketch.id == work.sketch_id, _is_unpainted()], now=now)


def give_up(*, now: datetime) -> None:
    """Close what was tried too often, by workers that were killed over it."""
    _fail([*_is_waiting(now), Sketch.attempts >= MOST_ATTEMPTS], now=now)


def begin_anew(sketch: Sketch) -> None:
    """Somebody wants a drawing that was given up to be tried once more."""
    sketch.attempts, sketch.claimed_at, sketch.failed_at = 0, None, None
    db.session.flush()


def failed_count() -> int:
    failed = select(func.count()).select_from(Sketch).where(Sketch.failed_at.is_not(None))
    return db.session.scalar(failed) or 0


def _fail(which: list[ColumnElement[bool]], *, now: datetime) -> None:
    closed = update(Sketch).where(*which).values(failed_at=now).returning(Sketch.idea_id)
    ids = [row.idea_id for row in db.session.execute(closed, execution_options=QUIET)]
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(ids))):
        touch_idea(idea)  # its page says so
    db.session.flush()


def _is_waiting(now: datetime) -> list[ColumnElement[bool]]:
    return [_is_unpainted(), _is_unclaimed(now), Sketch.failed_at.is_(None)]


def _is_unpainted() -> ColumnElement[bool]:
    return Sketch.file_id.is_(None) & Sketch.strokes.is_not(null())


def _is_unclaimed(now: datetime) -> ColumnElement[bool]:
    return or_(Sketch.claimed_at.is_(None), Sketch.claimed_at < now - CLAIM)
