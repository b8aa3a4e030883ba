"""The rows of the wall: one statement for each kind of page, made once."""

from enum import Enum, StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, literal_column, or_, select

from idealab.ideas.models import Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.search import matching
from idealab.wall.filters import conditions

PAGE = 24


class Order(StrEnum):
    DISCOVER = "discover"
    NEWEST = "newest"
    DISCUSSED = "discussed"
    TRENDING = "trending"
    SUPPORTED = "supported"


_ideas = Idea.__table__
# The column that makes the order, before the id that makes it total. Discover and the trend are
# lined up by the worker; until it has done so the ideas hang by chance, and by their age.
COLUMNS = {
    Order.DISCOVER: _ideas.c.shuffle,
    Order.NEWEST: _ideas.c.published_at,
    Order.DISCUSSED: _ideas.c.comments_count,
    Order.TRENDING: _ideas.c.published_at,
    Order.SUPPORTED: _ideas.c.votes_count,
}


class Part(Enum):
    """Which stretch of the order a statement reads."""

    ALL = "from the top"
    ONWARDS = "from a place on"
    TO_SEED = "up to the seed, where the shuffle began"
    ONWARDS_TO_SEED = "from a place on, up to the seed"


class Shape(NamedTuple):
    """What a statement depends on."""

    order: Order
    filters: tuple[str, ...]
    few: bool  # what may hang is known already, by its ids
    searched: str | None  # with words, on which database


class Hung(NamedTuple):
    """An idea on the wall: what changes without its card changing, and where the next page
    begins."""

    id: int
    version: int
    author_id: int | None
    votes_count: int
    comments_count: int
    place: Any


_shown = [_ideas.c[name] for name in Hung._fields[:-1]]


@cache
def page_of(shape: Shape, part: Part) -> Select[Any]:
    """A page in an order that an index holds."""
    column = COLUMNS[shape.order]
    chosen = select(*_shown, column).where(*_asked_for(shape))
    place, idea_id = bindparam("place", type_=column.type), bindparam("id", type_=_ideas.c.id.type)
    if shape.order is Order.DISCOVER:
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


@cache
def rows_of(shape: Shape) -> Select[Any]:
    """Those of the ideas `ids` that may hang, in no order."""
    wanted = _asked_for(shape._replace(few=True), few="ids")
    return select(*_shown).where(*wanted)


@cache
def newcomers(shape: Shape) -> Select[Any]:
    """Ideas with numbers above `number`, the oldest first."""
    number = _ideas.c.number
    chosen = select(*_shown, number).where(*_asked_for(shape), number > bindparam("number"))
    return chosen.order_by(number).limit(PAGE + 1)


def _asked_for(shape: Shape, *, few: str = "few") -> list[Any]:
    # With a sign before it, it leads SQLite into no index: few rows are read by their ids.
    campaign = literal_column("+ideas.campaign_id") if shape.few else _ideas.c.campaign_id
    wanted = [campaign == bindparam("campaign"), ideas_on_wall(), *conditions(shape.filters)]
    if shape.few:
        wanted.append(_ideas.c.id.in_(bindparam(few, expanding=True)))
    if shape.searched is not None:
        wanted.append(matching(_ideas.c.id, on=shape.searched))
    return wanted
