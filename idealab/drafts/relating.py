"""Think first, then relate: when the draft stands, its author says what it is to others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.drafts.jobs import find_neighbours
from idealab.drafts.models import Draft
from idealab.drafts.neighbours import neighbours_of, text_of
from idealab.drafts.queries import pictures_kept
from idealab.ideas.models import Distinction, Idea, Link
from idealab.ideas.seeing import ideas_on_wall
from idealab.ideas.similar import Similar, similar_ideas
from idealab.ideas.writing import touch_idea
from idealab.lib import meaning
from idealab.lib.db import db
from idealab.lib.queue import enqueue

STANDS = 120  # characters; before that nobody is shown the ideas of others
MOST = 20
PREFIX = "answer-"


class Relation(StrEnum):
    SAME = "same"
    BUILDS_ON = "builds_on"
    DIFFERENT = "different"


def stands(draft: Draft) -> bool:
    """Is there enough of it to compare? A sketch is enough."""
    return len(text_of(draft)) >= STANDS or bool(pictures_kept([draft.id]))


def ideas_like(
    draft: Draft, campaign: Campaign, *, viewer: User | None
) -> list[tuple[Similar, Relation | None]]:
    """Up to five ideas on the wall that are like the draft, with what its author says of each."""
    if not stands(draft):
        return []
    found = similar_ideas(
        campaign,
        text_of(draft),
        viewer=viewer,
        language=draft.language,
        near=neighbours_of(draft) if meaning.is_on() else None,
    )
    said = relations_in(draft.content)
    return [(idea, said.get(idea.id)) for idea in found]


def look_for_neighbours(draft: Draft) -> None:
    """Have a worker look for ideas that mean the same, if the draft says something new."""
    if is_looking(draft):
        enqueue(find_neighbours, draft.id, on="media")  # before what nobody waits for


def is_looking(draft: Draft) -> bool:
    """Will a worker find more that is like it, soon?"""
    return meaning.is_on() and bool(text_of(draft)) and stands(draft) and not _has_looked(draft)


def relations_in(texts: Mapping[str, str]) -> dict[int, Relation]:
    """What was answered on a form, by the ids of ideas."""
    ids = [name.removeprefix(PREFIX) for name in texts if name.startswith(PREFIX)]
    kinds = [kind.value for kind in Relation]
    return {
        int(number): Relation(texts[PREFIX + number])
        for number in ids[:MOST]
        if number.isdecimal() and len(number) < 19 and texts[PREFIX + number] in kinds
    }


def relate(idea: Idea, texts: Mapping[str, str], *, by: User, now: datetime) -> None:
    """Keep with a new idea what its author said of others: links where it goes on with one, and
    the word that it is another where it is."""
    said = relations_in(texts)
    linked = set(db.session.scalars(select(Link.to_id).filter_by(from_id=idea.id)))
    for other in ideas_there(idea.campaign_id, said):
        if other.id == idea.id or other.id in linked:  # as a remix of it, perhaps
            continue
        if said[other.id] is Relation.DIFFERENT:
            told = Distinction(idea_id=idea.id, other_id=other.id, by_id=by.id, created_at=now)
            db.session.add(told)
            continue
        kind = "builds_on" if said[other.id] is Relation.BUILDS_ON else "duplicate_of"
        link = Link(from_id=idea.id, to_id=other.id, kind=kind, by_id=by.id, created_at=now)
        db.session.add(link)
        touch_idea(other)  # its page shows who goes on with it
    db.session.flush()


def ideas_there(campaign_id: int, ids: Iterable[int]) -> Sequence[Idea]:
    there = select(Idea).where(Idea.id.in_(ids), Idea.campaign_id == campaign_id, ideas_on_wall())
    return db.session.scalars(there.order_by(Idea.id)).all()


def _has_looked(draft: Draft) -> bool:
    return neighbours_of(draft) is not None
