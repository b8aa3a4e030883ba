"""The wall: which ideas hang where, a page at a time, by keyset and never by offset."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select

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
    ideas: tuple[Hung, ...]
    after: str | None  # the cursor of the next page, None on the last


def wall(campaign: Campaign, wanted: Wanted, *, seed: float) -> Page:
    """One page of the campaign's ideas. A cursor that makes no sense begins at the start. The
    random order begins at `seed` (0 to 1) and goes once around; the cursor carries it on."""
    chosen = _filtered(
        select(
            Idea.id,
            Idea.version,
            Idea.author_id,
            Idea.votes_count,
            Idea.comments_count,
            COLUMNS[wanted.order],
        ).where(Idea.campaign_id == campaign.id, ideas_on_wall()),
        wanted,
    )
    cursor = read_cursor(wanted.after)
    if wanted.order is Order.RANDOM:
        seed = cursor.seed if cursor else seed
        rows = _around(chosen, seed, cursor)
    else:
        rows = _downwards(chosen, wanted.order, cursor)
    more = len(rows) > PAGE
    return Page(tuple(rows[:PAGE]), write_cursor(rows[PAGE - 1], seed) if more else None)


class Cursor(NamedTuple):
    seed: float
    place: float
    id: int


def write_cursor(row: Hung, seed: float) -> str:
    place = row.place.timestamp() if isinstance(row.place, datetime) else row.place
    return base64.urlsafe_b64encode(json.dumps([seed, place, row.id]).encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | None:
    """The place and id a cursor names, None if it is none of ours."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        cursor = Cursor(float(parts[0]), float(parts[1]), int(parts[2]))
        datetime.fromtimestamp(cursor.place, UTC)
    except (ValueError, TypeError, OverflowError, OSError, LookupError, RecursionError):
        return None
    return cursor if abs(cursor.place) < 2**53 and 0 <= cursor.id < 2**62 else None


def _downwards(chosen: Select[Any], order: Order, cursor: Cursor | None) -> list[Hung]:
    column = COLUMNS[order]
    if cursor is not None:
        newest = order is Order.NEWEST
        place = datetime.fromtimestamp(cursor.place, UTC) if newest else int(cursor.place)
        chosen = chosen.where(column <= place, or_(column < place, Idea.id < cursor.id))
    return _rows(chosen.order_by(column.desc(), Idea.id.desc()), PAGE + 1)


def _around(chosen: Select[Any], seed: float, cursor: Cursor | None) -> list[Hung]:
    chosen = chosen.order_by(Idea.shuffle, Idea.id)
    start, idea_id = (cursor.place, cursor.id) if cursor else (seed, -1)
    onwards = chosen.where(Idea.shuffle >= start, or_(Idea.shuffle > start, Idea.id > idea_id))
    if start < seed:  # already past the end and at the beginning again
        return _rows(onwards.where(Idea.shuffle < seed), PAGE + 1)
    rows = _rows(onwards, PAGE + 1)
    return rows + _rows(chosen.where(Idea.shuffle < seed), PAGE + 1 - len(rows))


def _rows(chosen: Select[Any], most: int) -> list[Hung]:
    return [Hung(*row) for row in db.session.execute(chosen.limit(most))] if most else []


def _filtered(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.topic_id is not None:
        hung = select(IdeaTopic.idea_id).filter_by(topic_id=wanted.topic_id)
        chosen = chosen.where(Idea.id.in_(hung))
    words = words_of(wanted.query)
    if words:
        chosen = chosen.where(matches(words, ids=Idea.id, search_text=Idea.search_text))
    return chosen
