"""Counters kept beside rows, and the statement that says what each of them should be.

A feature lists its own; `wiring` registers them, and `idealab recount` compares:

    Counter("votes of ideas", Idea.votes_count, votes_of_idea)

where `votes_of_idea` is a scalar subquery that counts the rows which belong to one idea.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Table, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from idealab.lib.db import db

AT_ONCE = 500  # rows corrected by one statement


@dataclass(frozen=True)
class Counter:
    name: str  # as the operator reads it: "votes of ideas"
    column: InstrumentedAttribute[int]
    expected: ScalarSelect[Any]  # correlated to the table of `column`


_counters: dict[str, Counter] = {}


def register(*counters: Counter) -> None:
    """Have these checked by `idealab recount`. Registering one twice does no harm."""
    _counters.update({counter.name: counter for counter in counters})


def registered() -> list[Counter]:
    return list(_counters.values())


def drifted_count(counter: Counter) -> int:
    """How many rows show a number that their rows do not add up to."""
    wrong = select(func.count()).select_from(_table(counter)).where(_differs(counter))
    return db.session.scalar(wrong) or 0


def correct(counter: Counter) -> int:
    """Set the counter right wherever it differs; return how many rows that were.

    The rows are locked before they are counted again: somebody who is voting at this moment then
    waits for us or we for them, and no vote falls between."""
    key = _key(counter)
    locked = select(key).where(_differs(counter)).order_by(key).with_for_update(key_share=True)
    wrong = list(db.session.scalars(locked))
    for some in _portions(wrong):
        right = update(_table(counter)).where(key.in_(some))
        db.session.execute(right.values({counter.column.key: counter.expected}))
    return len(wrong)


def _portions(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _differs(counter: Counter) -> Any:
    return counter.column.is_distinct_from(counter.expected)


def _table(counter: Counter) -> Table:
    return counter.column.property.columns[0].table


def _key(counter: Counter) -> Any:
    return _table(counter).primary_key.columns.values()[0]
