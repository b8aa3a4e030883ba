"""Making the picture of a drawn sketch. The strokes stay; the picture goes the way of an upload."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import null, select, update

from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.sketches.covering import choose_cover
from idealab.sketches.models import Sketch
from idealab.sketches.pixels import png_of

WIDTH = 1600
MOST_AT_ONCE = 200


def unpainted_document(sketch_id: int) -> dict[str, Any] | None:
    """The strokes of a sketch that has no picture yet; None if it has, or is gone."""
    waiting = select(Sketch.strokes).where(Sketch.id == sketch_id, Sketch.file_id.is_(None))
    return db.session.scalar(waiting)


def unpainted_ids() -> Sequence[int]:
    """Drawn sketches without a picture, the oldest first."""
    waiting = select(Sketch.id).where(Sketch.file_id.is_(None), Sketch.strokes.is_not(null()))
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
        .values(file_id=file.id)
        .returning(Sketch.idea_id)
    )
    quiet = {"synchronize_session": False}
    painted = db.session.execute(given, execution_options=quiet).first()
    if painted is None:
        return False
    if painted.idea_id is not None:  # else it was taken off meanwhile
        choose_cover(db.session.get_one(Idea, painted.idea_id))
    return True
