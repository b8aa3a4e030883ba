"""Ideas that are like one that somebody is writing: those that share its rarest words, and of
these the ones that are most alike."""

from collections.abc import Callable
from functools import cache
from math import log, sqrt
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.cards import Card, cards_of
from idealab.ideas.models import Distinction, Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.ideas.words import Counts, counts
from idealab.lib.db import db
from idealab.lib.likeness import Likeness
from idealab.lib.search import dialect, sharing, weighed
from idealab.lib.terms import STEM, stems_in, stems_of

LONGEST_TEXT = 20_000
MOST_TERMS, FEWEST_TERMS = 16, 4  # of the text that are looked for, the rarest first
MOST_EACH, MOST_ROWS = 2_000, 6_000  # ideas that share one of them, and all of them together
LOOKED_AT = 120  # ideas that are compared as a whole, roughly
CLOSELY = 4  # times as many as are told are compared closely
LEAST = 0.2  # what is less alike is not worth a look

_ideas = Idea.__table__


class Similar(NamedTuple):
    """An idea that is like another, with what a card shows. `score` is from 0 to 1."""

    id: int
    number: int
    title: str
    excerpt: str
    language: str
    score: float
    card: Card


class Likely(NamedTuple):
    id: int
    terms: str
    votes_count: int
    comments_count: int


def similar_ideas(
    campaign: Campaign,
    text: str,
    *,
    viewer: User | None,
    language: str | None = None,
    limit: int = 5,
    counted: bool = False,
    but: int | None = None,
) -> list[Similar]:
    """The most similar ideas on the campaign's wall, the most similar one first. `language` is that
    of the form; the text may show another. Votes are told only when `counted` says so; `but` is the
    id of an idea that is left out, and with it those that somebody has told apart from it."""
    if not may_see_campaign(campaign, viewer):
        return []
    stems = stems_of(text[:LONGEST_TEXT], language)
    if not stems:
        return []
    known = counts()
    likeness = Likeness(stems, rarity(known))
    likely = [(stems_in(idea.terms), idea) for idea in _likely(campaign, stems, known, but=but)]
    likely.sort(key=lambda pair: -likeness.roughly(pair[0]))
    scored = [(likeness.to(others), idea) for others, idea in likely[: limit * CLOSELY]]
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    return _told([pair for pair in scored[:limit] if pair[0] >= LEAST], counted=counted)


def _told(best: list[tuple[float, Likely]], *, counted: bool) -> list[Similar]:
    cards = cards_of([idea.id for _score, idea in best])
    found = []
    for score, idea in best:
        votes = idea.votes_count if counted else None
        card = cards[idea.id]._replace(votes_count=votes, comments_count=idea.comments_count)
        of_card = (card.id, card.number, card.title, card.excerpt, card.language)
        found.append(Similar(*of_card, round(score, 3), card))
    return found


def rarity(known: Counts) -> Callable[[str], float]:
    """How much a stem tells: what stands in few ideas tells most."""
    everything = known.ideas + 1

    @cache  # for as long as one text is compared
    def weight(stem: str) -> float:
        return sqrt(log(1 + everything / (known.of.get(STEM + stem, 0) + 0.5)))

    return weight


def _likely(
    campaign: Campaign, stems: list[str], known: Counts, *, but: int | None
) -> list[Likely]:
    """Those with the most of the text's rarest stems in common."""
    terms = _rarest(stems, known)
    asked = weighed(terms, most_each=MOST_EACH) | {"campaign": campaign.id}
    chosen = _chosen(len(terms), dialect())
    if but is not None:
        chosen = chosen.where(*_is_another_than(but))
    rows = db.session.execute(chosen, asked)
    return [Likely(*row) for row in rows]


def _rarest(stems: list[str], known: Counts) -> dict[str, float]:
    """Terms and what they weigh: as many as lead to no more rows than can be looked through."""
    in_order = sorted(stems, key=lambda stem: (known.of.get(STEM + stem, 0), -len(stem), stem))
    chosen: dict[str, float] = {}
    rows = 0
    for stem in in_order[:MOST_TERMS]:
        count = known.of.get(STEM + stem, 0)
        rows += min(count, MOST_EACH)
        if rows > MOST_ROWS and len(chosen) >= FEWEST_TERMS:
            break
        chosen[STEM + stem] = log(1 + (known.ideas + 1) / (count + 0.5))
    return chosen


def _chosen(terms: int, on: str) -> Select[Any]:
    shared = sharing(terms, on=on).subquery()
    columns = (_ideas.c.id, _ideas.c.search_terms, _ideas.c.votes_count, _ideas.c.comments_count)
    return (
        select(*columns)
        .select_from(shared.join(_ideas, _ideas.c.id == shared.c.id))
        .where(_ideas.c.campaign_id == bindparam("campaign"), ideas_on_wall())
        .order_by(shared.c.weight.desc(), _ideas.c.id)
        .limit(LOOKED_AT)
    )


def _is_another_than(but: int) -> tuple[ColumnElement[bool], ...]:
    """Whoever has said that two ideas are different is believed, from the page of either."""
    after = select(Distinction.other_id).where(Distinction.idea_id == but)
    before = select(Distinction.idea_id).where(Distinction.other_id == but)
    return (_ideas.c.id != but, _ideas.c.id.not_in(after), _ideas.c.id.not_in(before))
