"""The wall: which ideas hang where, a page at a time, by keyset and never by offset."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select

from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea, IdeaTopic
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.lib.search import matches, words_of

PAGE = 24


class Order(StrEnum):
    NEWEST = "newest"
    DISCUSSED = "discussed"
    RANDOM = "random"
    SUPPORTED = "supported"


# The column that makes the order, before the id that makes it total. Random goes upwards.
COLUMNS: dict[Order, Any] = {
    Order.NEWEST: Idea.published_at,
    Order.DISCUSSED: Idea.comments_count,
    Order.RANDOM: Idea.shuffle,
    Order.SUPPORTED: Idea.votes_count,
}


class Hung(NamedTuple):
    """An idea on the wall: what changes without its card changing, and where the next page
    begins."""

    id: int
    version: int
    author_id: int | None
    votes_count: int
    comments_count: int
    place: Any


@dataclass(frozen=True)
class Wanted:
    """What a visitor asked the wall for; everything stands in the address."""

    order: Order
    topic_id: int | None = None
    query: str = ""
    after: str = ""


@dataclass(frozen=True)
class Page:
    ideas: Sequence[Hung]
    after: str | None  # the cursor of the next page, None on the last


def wall(campaign: Campaign, wanted: Wanted) -> Page:
    """One page of the campaign's ideas. A cursor that makes no sense begins at the start."""
    place = COLUMNS[wanted.order]
    chosen = select(
        Idea.id, Idea.version, Idea.author_id, Idea.votes_count, Idea.comments_count, place
    ).where(Idea.campaign_id == campaign.id, ideas_on_wall())
    chosen = _filtered(chosen, wanted)
    after = read_cursor(wanted.after, wanted.order)
    if after is not None:
        chosen = chosen.where(_behind(wanted.order, *after))
    if wanted.order is Order.RANDOM:
        chosen = chosen.order_by(place, Idea.id)
    else:
        chosen = chosen.order_by(place.desc(), Idea.id.desc())
    rows = [Hung(*row) for row in db.session.execute(chosen.limit(PAGE + 1))]
    more = len(rows) > PAGE
    return Page(rows[:PAGE], write_cursor(rows[PAGE - 1]) if more else None)


def write_cursor(row: Hung) -> str:
    place = row.place.timestamp() if isinstance(row.place, datetime) else row.place
    return base64.urlsafe_b64encode(json.dumps([place, row.id]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: Order) -> tuple[Any, int] | None:
    """The place and id a cursor names, None if it is none of ours."""
    try:
        place, idea_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place, idea_id = float(place), int(idea_id)
        if order is Order.NEWEST:
            return datetime.fromtimestamp(place, UTC), idea_id
        return (place if order is Order.RANDOM else int(place)), idea_id
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _behind(order: Order, place: Any, idea_id: int) -> ColumnElement[bool]:
    column = COLUMNS[order]
    if order is Order.RANDOM:
        return and_(column >= place, or_(column > place, Idea.id > idea_id))
    return and_(column <= place, or_(column < place, Idea.id < idea_id))


def _filtered(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.topic_id is not None:
        hung = select(IdeaTopic.idea_id).filter_by(topic_id=wanted.topic_id)
        chosen = chosen.where(Idea.id.in_(hung))
    words = words_of(wanted.query)
    if words:
        chosen = chosen.where(matches(words, ids=Idea.id, search_text=Idea.search_text))
    return chosen
