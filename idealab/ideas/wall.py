"""The wall: which ideas hang where, a page at a time, by keyset and never by offset."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, literal_column, or_, select

from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea, IdeaTopic
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.lib.search import dialect, few_matching, looked_for, matching, query_of

PAGE = 24


class Order(StrEnum):
    NEWEST = "newest"
    DISCUSSED = "discussed"
    RANDOM = "random"
    SUPPORTED = "supported"


_ideas, _hung_topics = Idea.__table__, IdeaTopic.__table__
# The column that makes the order, before the id that makes it total. Random goes upwards.
COLUMNS = {
    Order.NEWEST: _ideas.c.published_at,
    Order.DISCUSSED: _ideas.c.comments_count,
    Order.RANDOM: _ideas.c.shuffle,
    Order.SUPPORTED: _ideas.c.votes_count,
}


class Part(Enum):
    """Which stretch of the order a statement reads."""

    ALL = "from the top"
    ONWARDS = "from a place on"
    TO_SEED = "up to the seed, where the random order began"
    ONWARDS_TO_SEED = "from a place on, up to the seed"


FEW = "few"  # what was searched for is found already
Shape = tuple[Order, bool, str | None]  # order, of a topic, with words on which database
Asked = dict[str, Any]


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

    def without_counts(self) -> "Page":
        """What a reader sees of it who sees no counts of votes."""
        return Page(tuple(row._replace(votes_count=0) for row in self.ideas), self.after)


def wall(campaign: Campaign | Glance, wanted: Wanted, *, seed: float) -> Page:
    """One page of the campaign's ideas. A cursor that makes no sense begins at the start. The
    random order begins at `seed` (0 to 1) and goes once around; the cursor carries it on."""
    words = looked_for(wanted.query).words
    few = few_matching(words) if words else None
    if few == []:
        return Page((), None)
    asked = {
        "campaign": campaign.id,
        "topic": wanted.topic_id,
        "words": query_of(words),
        "few": few,
    }
    searched = dialect() if words else None
    shape = (wanted.order, wanted.topic_id is not None, searched if few is None else FEW)
    cursor = read_cursor(wanted.after)
    if wanted.order is Order.RANDOM:
        seed = cursor.seed if cursor else seed
        rows = _around(shape, asked, seed, cursor)
    else:
        rows = _downwards(shape, asked, cursor)
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


def _downwards(shape: Shape, asked: Asked, cursor: Cursor | None) -> list[Hung]:
    if cursor is None:
        return _rows(_chosen(*shape, Part.ALL), asked)
    newest = shape[0] is Order.NEWEST
    place = datetime.fromtimestamp(cursor.place, UTC) if newest else int(cursor.place)
    return _rows(_chosen(*shape, Part.ONWARDS), asked | {"place": place, "id": cursor.id})


def _around(shape: Shape, asked: Asked, seed: float, cursor: Cursor | None) -> list[Hung]:
    place, idea_id = (cursor.place, cursor.id) if cursor else (seed, -1)
    asked = asked | {"seed": seed, "place": place, "id": idea_id}
    if place < seed:  # already past the end and at the beginning again
        return _rows(_chosen(*shape, Part.ONWARDS_TO_SEED), asked)
    rows = _rows(_chosen(*shape, Part.ONWARDS), asked)
    if len(rows) <= PAGE:
        rows += _rows(_chosen(*shape, Part.TO_SEED), asked)
    return rows[: PAGE + 1]


def _rows(chosen: Select[Any], asked: Asked) -> list[Hung]:
    return [Hung(*row) for row in db.session.execute(chosen, asked)]


@cache
def _chosen(order: Order, of_topic: bool, searched: str | None, part: Part) -> Select[Any]:
    """The statement for one kind of page, made once; what is asked for is bound to it."""
    column = COLUMNS[order]
    # With a sign before it, it leads SQLite into no index: few rows are read by their ids.
    campaign = literal_column("+ideas.campaign_id") if searched == FEW else _ideas.c.campaign_id
    chosen = select(*(_ideas.c[name] for name in Hung._fields[:-1]), column).where(
        campaign == bindparam("campaign"), ideas_on_wall()
    )
    if of_topic:
        hung = select(_hung_topics.c.idea_id).where(_hung_topics.c.topic_id == bindparam("topic"))
        chosen = chosen.where(_ideas.c.id.in_(hung))
    if searched == FEW:
        chosen = chosen.where(_ideas.c.id.in_(bindparam("few", expanding=True)))
    elif searched is not None:
        chosen = chosen.where(matching(_ideas.c.id, on=searched))
    place, idea_id = bindparam("place", type_=column.type), bindparam("id", type_=_ideas.c.id.type)
    if order is Order.RANDOM:
        chosen = chosen.order_by(column, _ideas.c.id)
        further = and_(column >= place, or_(column > place, _ideas.c.id > idea_id))
    else:
        chosen = chosen.order_by(column.desc(), _ideas.c.id.desc())
        further = and_(column <= place, or_(column < place, _ideas.c.id < idea_id))
    if part in (Part.ONWARDS, Part.ONWARDS_TO_SEED):
        chosen = chosen.where(further)
    if part in (Part.TO_SEED, Part.ONWARDS_TO_SEED):
        chosen = chosen.where(column < bindparam("seed"))
    return chosen.limit(PAGE + 1)
