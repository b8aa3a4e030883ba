from typing import NamedTuple

from sqlalchemy import select

from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.images import sentence_of
from idealab.lib.languages import _
from idealab.media.models import File
from idealab.sketches.models import Sketch


class Shown(NamedTuple):
    """A sketch as a page shows it; `sentence` says why it failed, if it did."""

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


def sketches_of(idea: Idea) -> list[Shown]:
    """In their order, in one query; whatever state they are in."""
    rows = db.session.execute(
        select(Sketch.id, Sketch.alt, Sketch.caption, Sketch.credit, File)
        .join(File, File.id == Sketch.file_id)
        .where(Sketch.idea_id == idea.id)
        .order_by(Sketch.position, Sketch.id)
    )
    unsaid = _("Sketch for “%(title)s”", title=idea.title)
    return [
        Shown(
            id=sketch_id,
            key=file.key,
            width=file.width,
            height=file.height,
            alt=alt or unsaid,
            state=file.state,
            colour=file.colour,
            sentence=sentence_of(file.reason) if file.reason else "",
            caption=caption,
            credit=credit,
        )
        for sketch_id, alt, caption, credit, file in rows
    ]
