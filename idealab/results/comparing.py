"""Raw votes and support per look side by side: an idea that was shown ten times as often is not
better for it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from idealab.ideas.cards import Card, cards_of
from idealab.ideas.models import Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.wall.models import Looks
from idealab.wall.ranking import Ranked, Standing, rank

MOST = 10


class Compared(NamedTuple):
    """An idea in the list, as a page shows it; shares are per 100 looks."""

    card: Card
    votes_count: int
    votes_place: int  # by raw votes, 1 is the first
    looks_count: int
    support: float
    low: float
    high: float


class Comparison(NamedTuple):
    ideas: Sequence[Compared]
    by_looks: bool  # else nobody has counted looks, and raw votes are all there is
    scale: float  # the end of the scale, per 100 looks


def comparison_of(campaign_id: int) -> Comparison:
    """The first of all ideas on the wall, in three queries. It reads a row of each idea: keep what
    it returns."""
    rows = db.session.execute(
        select(Idea.id, Idea.votes_count, Looks.looks)
        .outerjoin(Looks, Looks.idea_id == Idea.id)
        .where(Idea.campaign_id == campaign_id, ideas_on_wall())
    )
    standings = [Standing(row.id, row.votes_count, row.looks or 0.0) for row in rows]
    by_votes = sorted(standings, key=lambda one: (-one.votes, one.id))
    places = {one.id: place for place, one in enumerate(by_votes, start=1)}
    by_looks = any(one.looks for one in standings)
    order = rank(standings, places=0)
    if not by_looks:
        order.sort(key=lambda one: places[one.id])
    first = [one for one in order[:MOST] if one.votes]
    cards = cards_of([one.id for one in first])
    ideas = [_compared(one, cards[one.id], places[one.id]) for one in first if one.id in cards]
    return Comparison(ideas, by_looks, max((one.high for one in ideas), default=1.0))


def _compared(one: Ranked, card: Card, votes_place: int) -> Compared:
    return Compared(
        card,
        one.votes,
        votes_place,
        round(max(one.looks, one.votes)),
        one.support.middle * 100,
        one.support.low * 100,
        one.support.high * 100,
    )
