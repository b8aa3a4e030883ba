"""A remix begins as a draft: with the words of the idea, its drawing to draw on, its pictures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.drafts.drafting import Keeper, Seen, Written, keep_draft
from idealab.drafts.models import Draft
from idealab.ideas.models import Idea
from idealab.ideas.remixing import (
    link_remix,
    remixed_answer,
    require_may_remix,
)
from idealab.ideas.seeing import may_see_idea
from idealab.lib.db import db, row_of
from idealab.media.models import File
from idealab.sketches.models import Sketch
from idealab.sketches.strokes import UnreadableDrawing, drawing_from, shown_part

DRAWING, PLACES = "strokes0", 3


def begin_remix(
    source: Idea, campaign: Campaign, *, by: Keeper, now: datetime, once: str, page_key: str
) -> Draft:
    """A draft that goes on with what the source shows. Raises what require_may_remix and keep_draft
    raise."""
    require_may_remix(source, campaign, by=by.person, now=now)
    answer = remixed_answer(source, campaign)
    texts = {f"field-{key}": text for key, text in answer.texts.items()}
    texts |= {
        "title": answer.title,
        "tags": ", ".join(answer.tags),
        "language": answer.language,
        "topic": str(answer.topic_id or ""),
        "remix": str(source.id),
        "once": once,
    }
    pictures: dict[str, Any] = {}
    for sketch in _sketches_of(source):
        if sketch.strokes is not None and DRAWING not in pictures:
            # Its hidden layers are nobody's business but its author's.
            pictures[DRAWING], texts[f"{DRAWING}_alt"] = shown_part(sketch.strokes), sketch.alt
        elif sketch.file_id is not None and (place := _free_place(pictures)) is not None:
            pictures[f"picture{place}"] = db.session.get_one(File, sketch.file_id)
            texts[f"alt{place}"] = sketch.alt
    return keep_draft(
        campaign, Written(once, texts, pictures), by=by, now=now, seen=Seen(0, page_key)
    )


def carry_on(
    idea: Idea, draft: Draft, files: Mapping[int, int], *, by: User, now: datetime
) -> None:
    """The idea of a draft that began as a remix names its source, and so do its pictures. `files`
    tells, by sketch, the file it was made of."""
    number = draft.content.get("remix", "")
    source = row_of(Idea, int(number)) if number.isdecimal() and len(number) < 19 else None
    if source is None or source.id == idea.id or not may_see_idea(source, by):
        return
    link_remix(idea, source, by=by, now=now)
    _trace_sketches(idea, source, files)


def _trace_sketches(idea: Idea, source: Idea, files: Mapping[int, int]) -> None:
    """Say where they began: a picture that is that of the source, and what was drawn on from its
    drawing."""
    before = _sketches_of(source)
    drawn = next((sketch for sketch in before if sketch.strokes is not None), None)
    by_file = {sketch.file_id: sketch for sketch in before if sketch.file_id is not None}
    for sketch in _sketches_of(idea):
        origin = by_file.get(files.get(sketch.id, 0))
        if sketch.strokes is not None:
            origin = drawn if drawn and _goes_on(sketch.strokes, drawn.strokes or {}) else None
        if origin is not None:
            sketch.derived_from_id = origin.id
    db.session.flush()


def _goes_on(document: dict[str, Any], before: dict[str, Any]) -> bool:
    """Is a stroke of the drawing before still in it? Strokes are never moved or changed; whoever
    began with an empty pad has none of them. If it cannot be told, it does."""
    try:
        strokes = {*drawing_from(before).strokes}
    except UnreadableDrawing:  # under the rules of today
        return True
    return not strokes.isdisjoint(drawing_from(document).strokes)


def _sketches_of(idea: Idea) -> list[Sketch]:
    rows = select(Sketch).where(Sketch.idea_id == idea.id).options(undefer(Sketch.strokes))
    return list(db.session.scalars(rows.order_by(Sketch.position, Sketch.id)))


def _free_place(pictures: dict[str, Any]) -> int | None:
    return next((at for at in range(PLACES) if f"picture{at}" not in pictures), None)
