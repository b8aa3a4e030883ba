"""The orders of the wall that the worker has made, read a stretch at a time.

What is read here never changes, so it is kept: a page costs the same however many ideas there are.
"""

from array import array
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from idealab.lib.db import db
from idealab.lib.kept import Kept
from idealab.wall.models import Line, Stretch, Window

LENGTH = 480  # ideas in a stretch: twenty pages
_window = Window.__table__.c
_nearest = (  # made once: with each page anew it would cost a fifth of it
    select(_window.id, _window.starts_at, _window.ideas_count, _window.last_number)
    .where(_window.campaign_id == bindparam("campaign"), _window.line == bindparam("line"))
    .order_by((_window.starts_at <= bindparam("until")).desc(), _window.starts_at.desc())
    .limit(1)
)
_parts = Stretch.__table__.c
_some_stretches = (
    select(_parts.ids)
    .where(
        _parts.window_id == bindparam("window"),
        _parts.variant == bindparam("variant"),
        _parts.position >= bindparam("first"),
        _parts.position < bindparam("beyond"),
    )
    .order_by(_parts.position)
)
_windows: Kept["Lineup"] = Kept(most=400)
_stretches: Kept[array] = Kept(most=4000)


class Gone(LookupError):
    """The window was given up while somebody was still reading in it."""


class Lineup(NamedTuple):
    """The orders of one window."""

    window_id: int
    starts_at: datetime
    ideas_count: int
    last_number: int


def lineup(campaign_id: int, line: Line, *, until: datetime) -> Lineup | None:
    """The orders of the window that begins at `until`, or of the last one before it; where there
    are only later ones (windows have become long again), of the newest. None if the worker has
    made none yet."""
    key = (campaign_id, line, until)
    kept = _windows.get(key)
    if kept is not None:
        return kept
    asked = {"campaign": campaign_id, "line": line, "until": until}
    row = db.session.execute(_nearest, asked).first()
    if row is None:
        return None
    if row.starts_at == until:  # else a better one may come at any moment
        _windows.put(key, Lineup(*row))
    return Lineup(*row)


def ids_from(lineup: Lineup, variant: int, place: int) -> Iterator[array]:
    """The ids that hang from this place on, in portions that grow. Raises Gone."""
    portion = 0
    while place < lineup.ideas_count:
        if portion == 0:
            stretch = _stretch(lineup, variant, place // LENGTH)
            ids = stretch[place % LENGTH :]
        else:
            ids = _stretches_of(lineup, variant, place // LENGTH, portion)
        yield ids
        place += len(ids)
        portion = min(8, portion * 2 or 1)


def whole_order(lineup: Lineup, variant: int) -> array:
    """All ids. Raises Gone."""
    count = -(-lineup.ideas_count // LENGTH)
    return _stretches_of(lineup, variant, 0, count)


def packed(ids: list[int]) -> Iterator[bytes]:
    for start in range(0, len(ids), LENGTH):
        yield array("I", ids[start : start + LENGTH]).tobytes()


def _stretch(lineup: Lineup, variant: int, position: int) -> array:
    key = (lineup.window_id, variant, position)
    return _stretches.get_or_make(key, lambda: _stretches_of(lineup, variant, position, 1))


def _stretches_of(lineup: Lineup, variant: int, position: int, count: int) -> array:
    asked = {"window": lineup.window_id, "variant": variant}
    asked |= {"first": position, "beyond": position + count}
    ids = array("I", b"".join(db.session.execute(_some_stretches, asked).scalars()))
    if not ids and count:
        raise Gone
    return ids
