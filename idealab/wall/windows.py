"""Windows of time in which an order of the wall stands still while people read in it."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flask import current_app

from idealab.campaigns.models import Capability
from idealab.campaigns.phases import Timetable
from idealab.wall.models import Line

VARIANTS = 64  # orders of Discover in a window; each visitor reads one of them
LONG, SHORT = timedelta(hours=6), timedelta(hours=1)
LAST_DAYS = timedelta(days=2)  # before the end, in which the windows are short
TRENDING_LASTS = timedelta(minutes=10)


class Turn(NamedTuple):
    """Which order somebody reads."""

    line: Line
    starts_at: datetime
    variant: int


def turn_of(visitor: str, times: Timetable, *, line: Line = Line.DISCOVER) -> Turn:
    """The order of this visitor now, the same for the whole window."""
    starts_at, _ends_at = window_now(times, line)
    if line is Line.TRENDING:
        return Turn(line, starts_at, 0)
    named = f"{times.campaign.id}:{starts_at.timestamp():.0f}:{visitor}"
    digest = hmac.digest(str(current_app.secret_key).encode(), named.encode(), hashlib.sha256)
    return Turn(line, starts_at, digest[0] % VARIANTS)


def window_now(times: Timetable, line: Line = Line.DISCOVER) -> tuple[datetime, datetime]:
    """When the window of this moment began, and when it ends."""
    length = TRENDING_LASTS if line is Line.TRENDING else _length(times)
    seconds = int(length.total_seconds())
    starts_at = datetime.fromtimestamp(times.now.timestamp() // seconds * seconds, UTC)
    return starts_at, starts_at + length


def _length(times: Timetable) -> timedelta:
    sways = (Capability.SUBMIT, Capability.VOTE)
    ends = [span.ends_at for span in times.phases if any(one in span.allows for one in sways)]
    left = max(ends) - times.now if ends else timedelta()
    return SHORT if timedelta() < left <= LAST_DAYS else LONG
