"""The ideas that mean nearly the same as a draft: looked for by a worker while somebody writes on,
and used as long as the draft still says that."""

from datetime import datetime

from sqlalchemy import select

from idealab.drafts.models import Draft, DraftNeighbours
from idealab.ideas.nearness import nearest
from idealab.lib import meaning
from idealab.lib.db import db
from idealab.lib.meaning import LONGEST_TEXT, Near
from idealab.lib.terms import words_of
from idealab.lib.text import folded

MOST = 50
SAME = 0.9  # of the words, from which on a text says what it said


def text_of(draft: Draft) -> str:
    typed = [text for name, text in draft.content.items() if name.startswith("field-")]
    return "\n".join(filter(None, [draft.content.get("title", ""), *typed]))


def neighbours_of(draft: Draft) -> dict[int, float] | None:
    """The cosines of the nearest ideas; None as long as nobody has looked for what it says now."""
    kept = db.session.get(DraftNeighbours, draft.id)
    if kept is None or not _says_the_same(kept.text, text_of(draft)):
        return None
    return dict(kept.nearest)


def text_to_measure(draft_id: int) -> tuple[int, str] | None:
    """The draft's campaign and what it says, unless that was looked for already."""
    draft = db.session.get(Draft, draft_id)
    if draft is None or not text_of(draft) or neighbours_of(draft) is not None:
        return None
    return draft.campaign_id, text_of(draft)[:LONGEST_TEXT]


def measured(campaign_id: int, text: str) -> Near:
    (found,) = nearest(campaign_id, meaning.model().vectors([text]), most=MOST)
    return [(idea_id, round(cosine, 4)) for idea_id, cosine in found]


def keep_neighbours(draft_id: int, text: str, near: Near, *, now: datetime) -> None:
    """Unless the draft is gone meanwhile, or has become an idea."""
    there = select(Draft).where(Draft.id == draft_id).with_for_update(key_share=True)
    draft = db.session.scalar(there)
    if draft is None or not text_of(draft):
        return
    kept = db.session.get(DraftNeighbours, draft_id) or DraftNeighbours(draft_id=draft_id)
    kept.made_at, kept.text, kept.nearest = now, text, [[*pair] for pair in near]
    db.session.add(kept)
    db.session.flush()


def _says_the_same(before: str, after: str) -> bool:
    """A word or two more change nothing; then a worker need not look again."""
    one, other = ({*words_of(folded(text[:LONGEST_TEXT]))} for text in (before, after))
    return len(one & other) >= SAME * len(one | other)
