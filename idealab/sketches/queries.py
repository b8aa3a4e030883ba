from typing import Any, NamedTuple

from sqlalchemy import or_, select

from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.images import sentence_of
from idealab.lib.languages import _
from idealab.media.models import File, FileState
from idealab.sketches.crediting import credits_of
from idealab.sketches.models import Sketch


class Shown(NamedTuple):
    """A sketch as a page shows it; `words` are what its author wrote of it, `sentence` says why it
    failed, if it did. One that was drawn has no key until a worker has painted it."""

    id: int
    key: str
    width: int
    height: int
    alt: str
    state: str
    colour: str | None
    sentence: str
    caption: str | None
    credit: str | None
    words: str = ""
    is_drawn: bool = False


def sketches_of(idea: Idea) -> list[Shown]:
    """In their order, in one query, two if one began as a sketch of another idea; whatever state
    they are in."""
    rows = db.session.execute(
        select(
            Sketch.id,
            Sketch.kind,
            Sketch.alt,
            Sketch.caption,
            Sketch.credit,
            Sketch.failed_at,
            Sketch.derived_from_id,
            File,
        )
        .outerjoin(File, File.id == Sketch.file_id)
        .where(Sketch.idea_id == idea.id, or_(File.id.is_not(None), Sketch.kind == "strokes"))
        .order_by(Sketch.position, Sketch.id)
    ).all()
    credits = credits_of([row.id for row in rows if row.derived_from_id is not None])
    unsaid = _("Sketch for “%(title)s”", title=idea.title)
    return [
        Shown(
            id=sketch_id,
            key=file.key if file else "",
            width=file.width if file else 0,
            height=file.height if file else 0,
            alt=alt or unsaid,
            state=file.state if file else FileState.FAILED if failed_at else FileState.PENDING,
            colour=file.colour if file else None,
            sentence=_sentence(file) if file else unpainted() if failed_at else "",
            caption=caption,
            credit=credits.get(sketch_id, credit),
            words=alt,
            is_drawn=kind == "strokes",
        )
        for sketch_id, kind, alt, caption, credit, failed_at, _origin, file in rows
    ]


def unpainted() -> str:
    """The sentence for a drawing that no worker could make a picture of."""
    return _(
        "This drawing could not be made into a picture. Its strokes are kept: draw on with fewer "
        "large ones, and save it again."
    )


def strokes_of(sketch_id: int) -> dict[str, Any] | None:
    return db.session.scalar(select(Sketch.strokes).where(Sketch.id == sketch_id))


def _sentence(file: File) -> str:
    return sentence_of(file.reason) if file.reason else ""


def sketch_and_file(sketch_id: int) -> tuple[Sketch | None, File | None]:
    both = select(Sketch, File).outerjoin(File, File.id == Sketch.file_id)
    row = db.session.execute(both.where(Sketch.id == sketch_id)).first()
    return (row[0], row[1]) if row else (None, None)
