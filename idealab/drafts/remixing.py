"""A remix begins as a draft: with the words of the idea, its drawing to draw on, its pictures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
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
from idealab.ideas.seeing import OPEN, may_see_idea
from idealab.lib.db import db, row_of
from idealab.media.models import File
from idealab.sketches.models import Sketch
from idealab.sketches.strokes import (
    Stroke,
    UnreadableDrawing,
    drawing_from,
    has_strokes,
    shown_part,
)

DRAWING, PLACES = "strokes0", 3


class Foreign(NamedTuple):
    """What of a draft may not be published with it, for it is that of an idea that is hidden."""

    files: frozenset[int]
    strokes: frozenset[Stroke]


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
    source = _source_of(draft)
    if source is None or source.id == idea.id or not _may_carry_on(source, by):
        return
    link_remix(idea, source, by=by, now=now)
    _trace_sketches(idea, source, files)


def source_id_of(draft: Draft) -> int | None:
    number = draft.content.get("remix", "")
    return int(number) if number.isdecimal() and len(number) < 19 else None


def foreign_to(draft: Draft, by: User) -> Foreign:
    """Nothing, unless the draft began as an idea that was hidden since."""
    source = _source_of(draft)
    if source is None or _may_carry_on(source, by):
        return Foreign(frozenset(), frozenset())
    hung = or_(Sketch.idea_id == source.id, Sketch.past_idea_id == source.id)
    sketches = db.session.scalars(select(Sketch).where(hung).options(undefer(Sketch.strokes))).all()
    files = {sketch.file_id for sketch in sketches if sketch.file_id is not None}
    drawn = [_strokes_in(sketch.strokes) for sketch in sketches if sketch.strokes is not None]
    return Foreign(frozenset(files), frozenset().union(*drawn))


def own_part(document: dict[str, Any], foreign: Foreign) -> dict[str, Any] | None:
    """The drawing without the strokes of others; None if nothing is left of it."""
    if not foreign.strokes:
        return document
    layers = [
        raw | {"strokes": _own(raw["strokes"], layer.strokes, foreign)}
        for raw, layer in zip(document["layers"], drawing_from(document).layers, strict=True)
    ]
    own = document | {"layers": layers}
    return own if has_strokes(own) else None


def _own(raw: list[Any], strokes: tuple[Stroke, ...], foreign: Foreign) -> list[Any]:
    pairs = zip(raw, strokes, strict=True)
    return [one for one, stroke in pairs if stroke not in foreign.strokes]


def _strokes_in(document: dict[str, Any]) -> frozenset[Stroke]:
    """None of a drawing that the rules of today refuse: a copy of it is refused as well."""
    try:
        return frozenset(drawing_from(document).strokes)
    except UnreadableDrawing:
        return frozenset()


def _source_of(draft: Draft) -> Idea | None:
    number = source_id_of(draft)
    return row_of(Idea, number) if number is not None else None


def _may_carry_on(source: Idea, by: User) -> bool:
    """Its author and staff see a hidden idea, but nothing grows from it."""
    return source.status in OPEN and may_see_idea(source, by)


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
