"""The pictures of a person's own: drawn or chosen, hung, taken off or still in a draft."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import func, select

from idealab.accounts.models import User
from idealab.drafts.models import Draft, DraftPicture
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib import storage
from idealab.lib.db import db
from idealab.media.keys import rendition_key
from idealab.media.models import File, FileState, Rendition
from idealab.sketches.models import Sketch
from idealab.sketches.vectors import svg_of

Picture = tuple[str, Callable[[], bytes]]  # its name in the archive, and what brings its content


def pictures_of(person: User) -> Iterator[Picture]:
    """Of each file its largest size; of what no worker has painted, the strokes as SVG. Bringing
    the content of one raises storage.Missing or UnreadableDrawing where it is lost."""
    # One that was taken off or redrawn still is theirs: earlier versions of the idea show it.
    of_idea = func.coalesce(Sketch.idea_id, Sketch.past_idea_id)
    hung = (
        select(of_idea, Sketch.id)
        .join(Idea, Idea.id == of_idea)
        .where(Sketch.by_id == person.id, Idea.status != IdeaStatus.DELETED)
    )
    begun = (
        select(Draft.id, DraftPicture.id)
        .join(Draft, Draft.id == DraftPicture.draft_id)
        .where(Draft.user_id == person.id, Draft.published_idea_id.is_(None))
    )
    yield from _stored("idea", hung, Sketch)
    yield from _stored("draft", begun, DraftPicture)
    yield from _drawn("idea", hung.where(Sketch.kind == "strokes"), Sketch)
    yield from _drawn("draft", begun, DraftPicture)
    if person.avatar:
        yield "pictures/me.webp", partial(_read, rendition_key(person.avatar, "320.webp"))


def _stored(whose: str, found: Any, kind: Any) -> Iterator[Picture]:
    sizes = (
        found.add_columns(File.id, File.key, Rendition.name)
        .join(File, File.id == kind.file_id)
        .join(Rendition, Rendition.file_id == File.id)
        .where(File.state == FileState.READY, Rendition.name.endswith(".webp"))
        .order_by(kind.id, Rendition.width)
    )
    largest = {(row[0], row[2]): row for row in db.session.execute(sizes)}
    for of, _id, file_id, key, name in largest.values():
        yield f"pictures/{whose}-{of}-{file_id}.webp", partial(_read, rendition_key(key, name))


def _drawn(whose: str, found: Any, kind: Any) -> Iterator[Picture]:
    for of, picture_id in db.session.execute(found.where(kind.file_id.is_(None))).all():
        name = f"pictures/{whose}-{of}-drawing-{picture_id}.svg"
        yield name, partial(_painted, kind, picture_id)


def _read(key: str) -> bytes:
    with storage.open_(key) as picture:
        return picture.read()


def _painted(kind: Any, picture_id: int) -> bytes:
    """Fetched one by one, for many strokes take much room."""
    return svg_of(db.session.scalar(select(kind.strokes).where(kind.id == picture_id))).encode()
