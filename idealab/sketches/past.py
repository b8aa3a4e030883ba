"""Which pictures an idea had at each of its revisions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.media.models import FileState
from idealab.media.queries import Picture, pictures_of
from idealab.sketches.models import Sketch

Told = list[dict[str, Any]]
UNPAINTED = Picture("", 0, 0, FileState.FAILED, colour=None, reason=None)


class Past(NamedTuple):
    """`picture` is None while a worker has still to paint it."""

    id: int
    picture: Picture | None


class Pair(NamedTuple):
    """A picture in the one version and what it is in the other."""

    before: Past | None
    after: Past | None

    @property
    def is_same(self) -> bool:
        return bool(self.before and self.after and self.before.id == self.after.id)

    @property
    def is_ready(self) -> bool:
        """Can the two be laid upon each other?"""
        both = (self.before, self.after)
        pictures = [past.picture for past in both if past is not None and past.picture is not None]
        return [picture.state for picture in pictures] == [FileState.READY, FileState.READY]


def sketches_told(idea: Idea) -> Told:
    """What a revision keeps of the pictures: which, in their order, and what they show."""
    rows = select(Sketch.id, Sketch.alt).where(Sketch.idea_id == idea.id)
    ordered = rows.order_by(Sketch.position, Sketch.id)
    return [{"id": row.id, "alt": row.alt} for row in db.session.execute(ordered)]


def sketches_of_versions(idea: Idea, versions: Iterable[Told]) -> list[list[Past]]:
    """The pictures that these revisions kept, in two queries, with what they were said to show."""
    versions = list(versions)
    ids = {entry["id"] for told in versions for entry in told}
    columns = (Sketch.id, Sketch.file_id, Sketch.failed_at)
    rows = select(*columns).where(Sketch.id.in_(ids), _of(idea))
    found = db.session.execute(rows).all() if ids else []
    files = {row.id: row.file_id for row in found}
    given_up = {row.id for row in found if row.failed_at}
    pictures = pictures_of(files.values())
    unsaid = _("Sketch for “%(title)s”", title=idea.title)
    return [
        [
            Past(number, _said(picture, entry["alt"] or unsaid))
            for entry in told
            if (number := entry["id"]) in files
            for picture in [UNPAINTED if number in given_up else pictures.get(files[number])]
        ]
        for told in versions
    ]


def _said(picture: Picture | None, alt: str) -> Picture | None:
    return picture and picture._replace(alt=alt)


def paired(before: list[Past], after: list[Past]) -> list[Pair]:
    """Which picture became which: the same one first, then those that are left, in their order."""
    kept = {sketch.id for sketch in before} & {sketch.id for sketch in after}
    left = iter([sketch for sketch in before if sketch.id not in kept])
    pairs = [
        Pair(sketch, sketch) if sketch.id in kept else Pair(next(left, None), sketch)
        for sketch in after
    ]
    return pairs + [Pair(sketch, None) for sketch in left]


def sketches_by_id(idea: Idea, ids: Iterable[int]) -> dict[int, Sketch]:
    """Those of these sketches that hang on the idea or once did."""
    rows = db.session.scalars(select(Sketch).where(Sketch.id.in_(list(ids)), _of(idea)))
    return {sketch.id: sketch for sketch in rows}


def _of(idea: Idea) -> Any:
    return or_(Sketch.idea_id == idea.id, Sketch.past_idea_id == idea.id)
