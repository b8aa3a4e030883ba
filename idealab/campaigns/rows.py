"""Rows of a form, added, removed and moved by its buttons, so that it needs no JavaScript."""

import re
from collections.abc import Callable
from typing import Any

ACT = re.compile(r"(add|remove|up|down)-(phases|fields|topics)(?:-(\d{1,3}))?")

Row = dict[str, Any]


def part_of(act: str) -> str | None:
    """Which rows a button is about (`remove-topics-2` → topics); None if it is about none."""
    found = ACT.fullmatch(act)
    return found[2] if found else None


def place_of(act: str) -> int | None:
    """Which row a button removes, counted from 0; None for the other buttons."""
    found = ACT.fullmatch(act)
    return int(found[3]) if found and found[1] == "remove" and found[3] else None


def changed(rows: list[Row], act: str, *, new: Callable[[], Row]) -> list[Row]:
    """The rows after the button was pressed; one that is not there changes nothing."""
    found = ACT.fullmatch(act)
    if not found:
        return rows
    deed, place = found[1], int(found[3] or 0)
    if deed == "add":
        return [*rows, new()]
    if place >= len(rows):
        return rows
    if deed == "remove":
        return rows[:place] + rows[place + 1 :]
    other = place - 1 if deed == "up" else place + 1
    if not 0 <= other < len(rows):
        return rows
    moved = [*rows]
    moved[place], moved[other] = moved[other], moved[place]
    return moved
