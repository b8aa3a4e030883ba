"""Give an idea a picture, take one away, say in words what it shows."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.ideas.authorship import has_idea
from idealab.ideas.models import Idea
from idealab.ideas.versioning import complete_newest, keep_sketches, lock_revision
from idealab.ideas.writing import touch_idea
from idealab.lib.access import MODERATOR
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _
from idealab.lib.queue import enqueue
from idealab.lib.text import cleaned
from idealab.media.models import File
from idealab.sketches.covering import choose_cover
from idealab.sketches.jobs import draw_sketch
from idealab.sketches.models import Sketch
from idealab.sketches.painting import begin_anew
from idealab.sketches.strokes import drawing_from

MOST = 6
LONGEST_ALT = 500


class TooMany(Refused):
    pass


def attach_sketch(
    idea: Idea, file: File, *, alt: str, by: User, now: datetime, kind: str = "sketch"
) -> Sketch:
    """Hang a kept file on the idea. The same picture twice is one sketch, also when it was sent
    twice and so kept as two files. Raises NotAllowed, NotNow, TooMany."""
    _require_may_sketch(idea, by=by, now=now)
    hung = select(Sketch).join(File, File.id == Sketch.file_id).where(Sketch.idea_id == idea.id)
    known = db.session.scalars(hung.where(File.sha256 == file.sha256)).first()
    if known is not None:
        return known
    return _hang(idea, Sketch(file_id=file.id, kind=kind), alt=alt, by=by, now=now)


def attach_drawing(
    idea: Idea, document: dict[str, Any], *, alt: str, by: User, now: datetime
) -> Sketch:
    """Hang a drawing on the idea; a worker makes its picture. Raises UnreadableDrawing, NotAllowed,
    NotNow, TooMany."""
    _require_may_sketch(idea, by=by, now=now)
    drawing_from(document)
    return _hang(idea, Sketch(strokes=document, kind="strokes"), alt=alt, by=by, now=now)


def redraw_sketch(
    idea: Idea, sketch: Sketch, document: dict[str, Any], *, alt: str, by: User, now: datetime
) -> Sketch:
    """Hang a new drawing in the place of one; the old one stays with the earlier versions. Raises
    UnreadableDrawing, NotAllowed, NotNow."""
    drawing_from(document)
    if sketch.strokes == document:
        _require_may_sketch(idea, by=by, now=now)
        if sketch.failed_at is not None:
            begin_anew(sketch)
            enqueue(draw_sketch, sketch.id)
            touch_idea(idea)
        return sketch
    redrawn = Sketch(strokes=document, kind="strokes")
    return _put_in_place(idea, sketch, redrawn, alt=alt, by=by, now=now)


def replace_picture(
    idea: Idea, sketch: Sketch, file: File, *, alt: str, by: User, now: datetime
) -> Sketch:
    """Hang a photo in the place of what it was before it was turned, cut or cleaned; that stays
    with the earlier versions. Raises NotAllowed, NotNow."""
    replaced = Sketch(file_id=file.id, kind=sketch.kind)
    return _put_in_place(idea, sketch, replaced, alt=alt, by=by, now=now)


def detach_sketch(idea: Idea, sketch: Sketch, *, by: User, now: datetime) -> None:
    """Take the picture off; the earlier versions of the idea keep it."""
    _require_may_sketch(idea, by=by, now=now)
    _begin(idea)
    if sketch.idea_id == idea.id:
        take_off(sketch)
        _finish(idea, by=by, now=now)


def describe_sketch(idea: Idea, sketch: Sketch, alt: str, *, by: User, now: datetime) -> None:
    _require_may_sketch(idea, by=by, now=now)
    _begin(idea)
    sketch.alt = cleaned(alt)[:LONGEST_ALT]
    _finish(idea, by=by, now=now)


def take_off(sketch: Sketch) -> None:
    sketch.idea_id, sketch.past_idea_id = None, sketch.idea_id


def touch_ideas_of_file(file_id: int) -> None:
    """A file has become ready or has failed: the cards that show it are made anew."""
    ids = select(Sketch.idea_id).filter_by(file_id=file_id)
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(ids))):
        touch_idea(idea)
    db.session.flush()


def _put_in_place(
    idea: Idea, old: Sketch, new: Sketch, *, alt: str, by: User, now: datetime
) -> Sketch:
    _require_may_sketch(idea, by=by, now=now)
    _begin(idea)
    if old.idea_id != idea.id:
        raise NotAllowed(_("This picture was taken off meanwhile."))
    take_off(old)
    new.position, new.caption = old.position, old.caption
    new.credit, new.derived_from_id = old.credit, old.derived_from_id
    return _add(idea, new, alt=alt, by=by, now=now)


def _hang(idea: Idea, sketch: Sketch, *, alt: str, by: User, now: datetime) -> Sketch:
    """Put the sketch behind the others of the idea."""
    _begin(idea)
    count, last = db.session.execute(
        select(func.count(), func.max(Sketch.position)).where(Sketch.idea_id == idea.id)
    ).one()
    if count >= MOST:
        raise TooMany(_("An idea has room for %(most)s pictures.", most=MOST))
    sketch.position = 0 if last is None else last + 1
    return _add(idea, sketch, alt=alt, by=by, now=now)


def _add(idea: Idea, sketch: Sketch, *, alt: str, by: User, now: datetime) -> Sketch:
    sketch.idea_id, sketch.by_id, sketch.created_at = idea.id, by.id, now
    sketch.alt, sketch.licence = cleaned(alt)[:LONGEST_ALT], idea.licence
    db.session.add(sketch)
    db.session.flush()
    if sketch.strokes is not None:
        enqueue(draw_sketch, sketch.id)
    _finish(idea, by=by, now=now)
    record(
        "sketch.added",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        sketch_id=sketch.id,
    )
    return sketch


def _begin(idea: Idea) -> None:
    lock_revision(idea)
    complete_newest(idea)


def _finish(idea: Idea, *, by: User, now: datetime) -> None:
    db.session.flush()
    choose_cover(idea)
    keep_sketches(idea, by=by, now=now)


def _require_may_sketch(idea: Idea, *, by: User, now: datetime) -> None:
    staffed = idea.author_id is None and holds(by, MODERATOR, campaign_id=idea.campaign_id)
    if not staffed and not has_idea(idea, by):
        raise NotAllowed(_("Only its author adds pictures to an idea."))
    if not staffed:
        timetable(idea.campaign, now=now).require(Capability.SKETCH)
