"""Make an idea of a draft: once, with its pictures and what its author says of others."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.drafts.models import Draft, DraftNeighbours, DraftPicture
from idealab.drafts.relating import relate, relations_in
from idealab.drafts.remixing import Foreign, carry_on, foreign_to, own_part, source_id_of
from idealab.ideas.answers import Answer
from idealab.ideas.models import Idea
from idealab.ideas.submitting import submit_idea
from idealab.lib.db import db
from idealab.media.editing import edited, edits_in
from idealab.media.models import File
from idealab.sketches.attaching import attach_drawing, attach_sketch


def publish_draft(
    draft: Draft,
    campaign: Campaign,
    answer: Answer,
    *,
    by: User,
    now: datetime,
    accepted: bool,
    once: str | None,
) -> Idea:
    """Publish the answer with the pictures of the draft. Pressing twice gives one idea. Raises what
    submitting and attaching raise."""
    db.session.refresh(draft, with_for_update={"key_share": True})
    if draft.published_idea_id is not None:
        return db.session.get_one(Idea, draft.published_idea_id)
    _lock_named(draft)
    foreign = foreign_to(draft, by)
    idea = submit_idea(campaign, answer, by=by, now=now, accepted=accepted, once=once)
    files = _hang_pictures(idea, draft, foreign, by=by, now=now)
    carry_on(idea, draft, files, by=by, now=now)
    relate(idea, draft.content, by=by, now=now)
    close_draft(draft, idea)
    return idea


def close_draft(draft: Draft, idea: Idea) -> None:
    """Nothing is left of the draft but where it went: for the windows in which it is open still."""
    db.session.execute(delete(DraftPicture).filter_by(draft_id=draft.id))
    db.session.execute(delete(DraftNeighbours).filter_by(draft_id=draft.id))
    draft.content, draft.title, draft.excerpt = {}, "", ""
    draft.published_idea_id = idea.id
    draft.edition += 1
    db.session.flush()


def leave_pictures(draft: Draft) -> bool:
    """The words have gone elsewhere: keep the draft for its pictures and what tells of them, also
    whose they were. False if there are none."""
    rows = select(DraftPicture.place).filter_by(draft_id=draft.id)
    places = db.session.scalars(rows).all()
    if not places:
        return False
    told = {*map(alt_of, places), "language", "remix"}
    edits = tuple(f"{place}_" for place in places)
    draft.content = {
        name: text for name, text in draft.content.items() if name in told or name.startswith(edits)
    }
    db.session.execute(delete(DraftNeighbours).filter_by(draft_id=draft.id))
    draft.title, draft.excerpt = "", ""
    draft.edition += 1
    db.session.flush()
    return True


def _lock_named(draft: Draft) -> None:
    """The ideas that the new one will be linked with, before its campaign: everybody locks in that
    order, and reads of them what stands now."""
    ids = {source_id_of(draft), *relations_in(draft.content)} - {None}
    named = select(Idea).where(Idea.id.in_(ids)).order_by(Idea.id)
    fresh = {"populate_existing": True}
    db.session.scalars(named.with_for_update(key_share=True), execution_options=fresh).all()


def _hang_pictures(
    idea: Idea, draft: Draft, foreign: Foreign, *, by: User, now: datetime
) -> dict[int, int]:
    """What was drawn here comes first. Returns, by sketch, the file that was chosen for it: one
    that was turned, cut or cleaned is another now."""
    files: dict[int, int] = {}
    rows = select(DraftPicture).filter_by(draft_id=draft.id).options(undefer(DraftPicture.strokes))
    pictures = db.session.scalars(rows.order_by(DraftPicture.place)).all()
    for picture in sorted(pictures, key=lambda picture: picture.strokes is None):
        alt = draft.content.get(alt_of(picture.place), "")
        if picture.strokes is not None:
            if own := own_part(picture.strokes, foreign):
                attach_drawing(idea, own, alt=alt, by=by, now=now)
        elif picture.file_id in foreign.files:
            continue
        elif file := db.session.get(File, picture.file_id):
            photo = edited(file, edits_in(draft.content, picture.place), now=now)
            files[attach_sketch(idea, photo, alt=alt, by=by, now=now).id] = file.id
    return files


def alt_of(place: str) -> str:
    """The name of the field in which a picture is told in words: alt0 of picture0."""
    return place.replace("picture", "alt") if place.startswith("picture") else f"{place}_alt"
