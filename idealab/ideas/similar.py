"""Ideas that are like one that somebody is writing: those that share its rarest words, and where a
worker knows what texts mean also those that say the same in others; of these the most alike."""

from collections.abc import Callable, Iterable, Mapping
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
LEAST = 0.2  # what is less alike is not worth a look,
CLOSE = 0.835  # unless it means nearly the same: a cosine, levelled (lib/meaning.py)
FAR = 0.78  # one that says nothing
MOST_NEAR = 2  # times as many as are told are compared for what they mean

_ideas = Idea.__table__
COLUMNS = (_ideas.c.id, _ideas.c.search_terms, _ideas.c.votes_count, _ideas.c.comments_count)


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
    near: Mapping[int, float] | None = None,
) -> list[Similar]:
    """The most similar ideas on the campaign's wall, the most similar one first. `language` is that
    of the form; the text may show another. Votes are told only when `counted` says so; `but` is the
    id of an idea that is left out, and with it those that somebody has told apart from it. `near`
    holds the cosines of ideas that lie nearest by what they mean, wherever they hang."""
    stems = stems_of(text[:LONGEST_TEXT], language)
    if not may_see_campaign(campaign, viewer) or not (stems or near):
        return []
    known = counts()
    likeness = Likeness(stems, rarity(known))
    likely = [(stems_in(idea.terms), idea) for idea in _likely(campaign, stems, known, but=but)]
    likely.sort(key=lambda pair: -likeness.roughly(pair[0]))
    likely = likely[: limit * CLOSELY]
    if near:
        likely += _near(campaign, near, limit * MOST_NEAR, but=but, there=likely)
    scored = [(likeness.to(others), idea) for others, idea in likely]
    return _told(_best(scored, near or {})[:limit], counted=counted)


def mixed(alike: float, cosine: float) -> float:
    """How alike by words and by meaning, from 0 to 1: as much by the one as by the other."""
    return (alike + max(0.0, (cosine - FAR) / (1 - FAR))) / 2


def _best(
    scored: list[tuple[float, Likely]], near: Mapping[int, float]
) -> list[tuple[float, Likely]]:
    """What is alike in one way or the other, the most alike first. Of what is not among the nearest
    it is known that it lies no nearer than they do."""
    least = min(near.values(), default=0.0)
    found = []
    for alike, idea in scored:
        cosine = near.get(idea.id, least)
        if alike >= LEAST or near.get(idea.id, 0.0) >= CLOSE:
            found.append((mixed(alike, cosine) if near else alike, idea))
    return sorted(found, key=lambda pair: (-pair[0], pair[1].id))


def _near(
    campaign: Campaign,
    near: Mapping[int, float],
    most: int,
    *,
    but: int | None,
    there: Iterable[tuple[list[str], Likely]],
) -> list[tuple[list[str], Likely]]:
    """The nearest by meaning that hang on the wall, without those that are `there` already."""
    known = {idea.id for _stems, idea in there}
    close = sorted((idea for idea in near if near[idea] >= CLOSE), key=lambda idea: -near[idea])
    ids = [idea for idea in close[:most] if idea not in known]
    if not ids:
        return []
    chosen = select(*COLUMNS).where(_ideas.c.id.in_(ids), *_on_wall_of(but))
    rows = db.session.execute(chosen, {"campaign": campaign.id})
    return [(stems_in(idea.terms or ""), idea) for idea in (Likely(*row) for row in rows)]


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
    if not stems:
        return []
    terms = _rarest(stems, known)
    asked = weighed(terms, most_each=MOST_EACH) | {"campaign": campaign.id}
    rows = db.session.execute(_chosen(len(terms), dialect(), but=but), asked)
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


def _chosen(terms: int, on: str, *, but: int | None) -> Select[Any]:
    shared = sharing(terms, on=on).subquery()
    return (
        select(*COLUMNS)
        .select_from(shared.join(_ideas, _ideas.c.id == shared.c.id))
        .where(*_on_wall_of(but))
        .order_by(shared.c.weight.desc(), _ideas.c.id)
        .limit(LOOKED_AT)
    )


def _on_wall_of(but: int | None) -> tuple[ColumnElement[bool], ...]:
    """What hangs on the wall of the parameter "campaign", without `but`. Whoever has said that two
    ideas are different is believed, from the page of either."""
    there = (_ideas.c.campaign_id == bindparam("campaign"), ideas_on_wall())
    if but is None:
        return there
    after = select(Distinction.other_id).where(Distinction.idea_id == but)
    before = select(Distinction.idea_id).where(Distinction.other_id == but)
    return (*there, _ideas.c.id != but, _ideas.c.id.not_in(after), _ideas.c.id.not_in(before))
