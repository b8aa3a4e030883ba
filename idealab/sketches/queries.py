from typing import NamedTuple

from sqlalchemy import select

from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.media.queries import pictures_of
from idealab.sketches.models import Sketch


class Shown(NamedTuple):
    """A sketch as a page shows it; `reason` says why it failed, if it did."""

    id: int
    key: str
    width: int
    height: int
    alt: str
    state: str
    colour: str | None
    reason: str | None
    caption: str | None
    credit: str | None


def sketches_of(idea: Idea) -> list[Shown]:
    """In their order, in two queries; whatever state they are in."""
    rows = db.session.execute(
        select(Sketch.id, Sketch.file_id, Sketch.alt, Sketch.caption, Sketch.credit)
        .where(Sketch.idea_id == idea.id, Sketch.file_id.is_not(None))
        .order_by(Sketch.position, Sketch.id)
    ).all()
    pictures = pictures_of([row.file_id for row in rows])
    found = []
    for row in rows:
        picture = pictures.get(row.file_id)
        if picture is not None:
            alt = row.alt or _("Sketch for “%(title)s”", title=idea.title)
            found.append(
                Shown(
                    row.id,
                    picture.key,
                    picture.width,
                    picture.height,
                    alt,
                    picture.state,
                    picture.colour,
                    picture.reason,
                    row.caption,
                    row.credit,
                )
            )
    return found
