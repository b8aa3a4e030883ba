"""The wall: which ideas hang where, a page at a time, by keyset and never by offset."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import compress
from typing import Any, NamedTuple

from sqlalchemy import Select

from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign
from idealab.lib.db import db
from idealab.lib.search import dialect, few_matching, looked_for, query_of
from idealab.wall import hanging
from idealab.wall.filters import few_filtered
from idealab.wall.hanging import PAGE, Hung, Order, Part, Shape
from idealab.wall.models import Line
from idealab.wall.orders import Gone, Lineup, ids_from, lineup, whole_order
from idealab.wall.windows import VARIANTS, Turn

LINES = {Order.DISCOVER: Line.DISCOVER, Order.TRENDING: Line.TRENDING}
AT_ONCE = PAGE + 8  # looked up for a page, as some of them may be hidden by now
AT_FIRST = 6 * PAGE  # looked up at first where a filter or a word leaves some of them out

Asked = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What a visitor asked the wall for; everything stands in the address."""

    order: Order
    topic_id: int | None = None
    query: str = ""
    after: str = ""
    tag: str = ""
    stage_id: int | None = None
    language: str = ""
    pictured: bool = False

    @property
    def filters(self) -> Asked:
        """Those that are set, by name."""
        named = {
            "topic": self.topic_id,
            "tag": self.tag,
            "stage": self.stage_id,
            "language": self.language,
            "pictured": self.pictured,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Page:
    ideas: tuple[Hung, ...]
    after: str | None  # the cursor of the next page, None on the last
    shown: int = 0  # how many hang on the pages before

    def without_counts(self) -> "Page":
        """What a reader sees of it who sees no counts of votes."""
        ideas = tuple(row._replace(votes_count=0) for row in self.ideas)
        return Page(ideas, self.after, self.shown)


class Cursor(NamedTuple):
    """Where the next page begins in an order that an index holds."""

    shown: int
    seed: float
    place: float
    id: int


class Spot(NamedTuple):
    """Where the next page begins in an order that was made ahead, and after which newcomer."""

    shown: int
    starts_at: datetime
    variant: int
    place: int
    number: int


def wall(
    campaign: Campaign | Glance, wanted: Wanted, *, seed: float, turn: Turn | None = None
) -> Page:
    """One page of the campaign's ideas. A cursor that makes no sense begins at the start. `turn`
    says which of the orders that were made ahead is read; where there is none yet, the ideas of
    Discover begin at `seed` (0 to 1) of the shuffle. The cursor carries both on."""
    cursor = read_cursor(wanted.after)
    ahead = wanted.order in LINES and turn is not None and not isinstance(cursor, Cursor)
    found = _found(campaign, wanted, ahead=ahead)
    if found is None:
        return Page((), None)
    shape, asked = found
    if isinstance(cursor, Cursor):
        return _by_index(shape, asked, cursor.seed, cursor)
    for spot in dict.fromkeys((cursor, None)):
        try:
            if lined := _lineup(campaign, wanted.order, turn, spot):
                return _lined_up(shape, asked, *lined)
        except Gone:
            continue  # the window was given up meanwhile: begin anew
    return _by_index(shape, asked, seed, None)


def _found(
    campaign: Campaign | Glance, wanted: Wanted, *, ahead: bool
) -> tuple[Shape, Asked] | None:
    """What the statements are made of and what is bound to them; None if nothing can match. An
    order that was made `ahead` would be walked for a rare word, so PostgreSQL is asked first
    whether few ideas have it; in the others it finds its way itself."""
    looked = looked_for(wanted.query)
    few = few_matching(looked) if looked.words else None
    searched = dialect() if looked.words and few is None else None
    asked = {"campaign": campaign.id, "words": query_of(looked), **wanted.filters}
    names = tuple(wanted.filters)
    words = searched if ahead and searched != "sqlite" else None
    if few is None and (names or words):
        few = few_filtered(names, asked, searched=words)
        if few is not None:
            names, searched = (), None if words else searched
    if few == []:
        return None
    return Shape(wanted.order, names, few is not None, searched), asked | {"few": few}


def write_cursor(cursor: Cursor | Spot) -> str:
    parts = [part.timestamp() if isinstance(part, datetime) else part for part in cursor]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | Spot | None:
    """The place that a cursor names, None if it is none of ours."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if any(abs(part) >= 2**53 for part in parts):
            return None
        shown, *rest, place, last = parts
        if len(rest) == 1:
            cursor: Cursor | Spot = Cursor(int(shown), float(rest[0]), float(place), int(last))
            datetime.fromtimestamp(float(place), UTC)
        else:
            starts_at, variant = rest
            moment = datetime.fromtimestamp(float(starts_at), UTC)
            cursor = Spot(int(shown), moment, int(variant), int(place), int(last))
    except (ValueError, TypeError, OverflowError, OSError, LookupError, RecursionError):
        return None
    return cursor if cursor.shown >= 0 and min(cursor[-1], cursor[2]) >= 0 else None


def _by_index(shape: Shape, asked: Asked, seed: float, cursor: Cursor | None) -> Page:
    if shape.order is Order.DISCOVER:
        rows = _around(shape, asked, seed, cursor)
    else:
        rows = _downwards(shape, asked, cursor)
    shown = cursor.shown if cursor else 0
    if len(rows) <= PAGE:
        return Page(tuple(rows), None, shown)
    last = rows[PAGE - 1]
    place = last.place.timestamp() if isinstance(last.place, datetime) else last.place
    after = write_cursor(Cursor(shown + PAGE, seed, place, last.id))
    return Page(tuple(rows[:PAGE]), after, shown)


def _downwards(shape: Shape, asked: Asked, cursor: Cursor | None) -> list[Hung]:
    if cursor is None:
        return _rows(hanging.page_of(shape, Part.ALL), asked)
    dated = shape.order in (Order.NEWEST, Order.TRENDING)
    place = datetime.fromtimestamp(cursor.place, UTC) if dated else int(cursor.place)
    further = {"place": place, "id": cursor.id}
    return _rows(hanging.page_of(shape, Part.ONWARDS), asked | further)


def _around(shape: Shape, asked: Asked, seed: float, cursor: Cursor | None) -> list[Hung]:
    place, idea_id = (cursor.place, cursor.id) if cursor else (seed, -1)
    asked = asked | {"seed": seed, "place": place, "id": idea_id}
    if place < seed:  # already past the end and at the beginning again
        return _rows(hanging.page_of(shape, Part.ONWARDS_TO_SEED), asked)
    rows = _rows(hanging.page_of(shape, Part.ONWARDS), asked)
    if len(rows) <= PAGE:
        rows += _rows(hanging.page_of(shape, Part.TO_SEED), asked)
    return rows[: PAGE + 1]


def _lineup(
    campaign: Campaign | Glance, order: Order, turn: Turn | None, spot: Spot | None
) -> tuple[Lineup, Spot] | None:
    """The order to read, and where; the beginning of the present one unless the spot is in one
    that is still there."""
    line = LINES.get(order)
    if line is None or turn is None:
        return None
    if spot:
        before = lineup(campaign.id, line, until=spot.starts_at)
        if before and before.starts_at == spot.starts_at and 0 <= spot.variant < VARIANTS:
            return before, spot
    present = lineup(campaign.id, line, until=turn.starts_at)
    if present is None:
        return None
    return present, Spot(0, present.starts_at, turn.variant, 0, present.last_number)


def _lined_up(shape: Shape, asked: Asked, lined: Lineup, spot: Spot) -> Page:
    """A page of an order that was made ahead. What is hidden by now is left out, and what came
    since hangs at the end."""
    rows: list[tuple[Hung, Spot]] = []
    for batch in _batches(shape, asked, lined, spot):
        wanted = asked | {"ids": [idea_id for _place, idea_id in batch]}
        there = {row.id: row for row in db.session.execute(hanging.rows_of(shape), wanted)}
        found = [(place, there[idea_id]) for place, idea_id in batch if idea_id in there]
        for place, row in found[: PAGE + 1 - len(rows)]:
            rows.append((Hung._make((*row, place)), spot._replace(place=place + 1)))
        if len(rows) > PAGE:
            break
    else:
        end = spot._replace(place=lined.ideas_count)
        new = db.session.execute(hanging.newcomers(shape), asked | {"number": spot.number})
        rows += [(Hung._make(row), end._replace(number=row.number)) for row in new]
    hung = tuple(row for row, _next in rows[:PAGE])
    if len(rows) <= PAGE:
        return Page(hung, None, spot.shown)
    after = rows[PAGE - 1][1]._replace(shown=spot.shown + PAGE)
    return Page(hung, write_cursor(after), spot.shown)


def _batches(
    shape: Shape, asked: Asked, lined: Lineup, spot: Spot
) -> Iterator[Sequence[tuple[int, int]]]:
    """Places and ids from the spot on, as many as are looked up by one statement."""
    if shape.few:
        order = whole_order(lined, spot.variant)
        wanted = map(set(asked["few"]).__contains__, order)
        places = [place for place in compress(range(len(order)), wanted) if place >= spot.place]
        yield from _portions([(place, order[place]) for place in places], AT_ONCE)
        return
    place = spot.place
    narrowed = shape.filters or shape.searched
    for ids in ids_from(lined, spot.variant, place):
        known = list(enumerate(ids, place))
        if narrowed and place == spot.place:  # many may pass, and then a few are enough
            yield known[:AT_FIRST]
            known = known[AT_FIRST:]
        yield from _portions(known, (len(known) or 1) if narrowed else AT_ONCE)
        place += len(ids)


def _portions(known: Sequence[tuple[int, int]], size: int) -> Iterator[Sequence[tuple[int, int]]]:
    for start in range(0, len(known), size):
        yield known[start : start + size]


def _rows(chosen: Select[Any], asked: Asked) -> list[Hung]:
    return [Hung(*row) for row in db.session.execute(chosen, asked)]
