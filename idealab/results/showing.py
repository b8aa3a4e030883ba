"""Results as pictures: a field with a dot for each idea, and the sieve they went through."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from idealab.campaigns.models import Stage
from idealab.results.outcomes import fate_of

MOST_DOTS = 2_400
NARROW, WIDE = 24, 76  # dots in a row
ROOM = 10  # of a dot, in units of the drawing


class Box(NamedTuple):
    """A part of a row, or rows, of the field, filled with dots of one kind."""

    kind: str
    x: int
    y: int
    width: int
    height: int


class Field(NamedTuple):
    boxes: Sequence[Box]
    width: int
    height: int
    each: int  # ideas that one dot stands for


class Sieve(NamedTuple):
    """How many ideas went how far."""

    chosen: int
    waiting: int
    looked_at: int  # that somebody has moved
    published: int
    stopped: int


def sieve_of(stages: Sequence[Stage], *, ideas_count: int) -> Sieve:
    counts = {"chosen": 0, "waiting": 0, "stopped": 0, "": 0}
    for stage in stages:
        counts[fate_of(stage)] += stage.ideas_count
    first = min(stages, key=lambda stage: stage.position, default=None)
    unmoved = first.ideas_count if first and not fate_of(first) else 0
    placed = sum(counts.values())
    return Sieve(
        counts["chosen"], counts["waiting"], placed - unmoved, ideas_count, counts["stopped"]
    )


def field_of(sieve: Sieve) -> Field:
    """As a grid that is read like a text: first the chosen, then those on the shortlist, those
    somebody has looked at, and all others."""
    each = max(1, math.ceil(sieve.published / MOST_DOTS))
    looked_at = max(0, sieve.looked_at - sieve.chosen - sieve.waiting)
    others = max(0, sieve.published - max(sieve.looked_at, sieve.chosen + sieve.waiting))
    runs = [
        (kind, math.ceil(count / each))
        for kind, count in (
            ("chosen", sieve.chosen),
            ("waiting", sieve.waiting),
            ("seen", looked_at),
            ("other", others),
        )
    ]
    total = sum(count for _kind, count in runs)
    columns = min(WIDE, max(NARROW, math.ceil(math.sqrt(total * 2.45))))
    boxes, at = [], 0
    for kind, count in runs:
        boxes += _boxes(kind, at, at + count, columns)
        at += count
    return Field(boxes, columns * ROOM, max(1, math.ceil(total / columns)) * ROOM, each)


def _boxes(kind: str, start: int, end: int, columns: int) -> list[Box]:
    """A run of dots as at most three boxes: the end of a row, whole rows, the beginning of one."""
    boxes = []
    while start < end:
        column = start % columns
        if column or end - start < columns:
            stop = min(end, start - column + columns)
            rows = 1
        else:
            rows = (end - start) // columns
            stop = start + rows * columns
        width = min(stop - start, columns) * ROOM
        boxes.append(Box(kind, column * ROOM, start // columns * ROOM, width, rows * ROOM))
        start = stop
    return boxes
