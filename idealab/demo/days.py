"""The calendar of the demo: its days become moments around the day of installation."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

WAKING = (0.3, 0.8)  # the hours in which people write, as parts of a day


class Days:
    """Day 0 begins with the night before `now`, as the campaign's clocks tell it."""

    def __init__(self, now: datetime, *, time_zone: str) -> None:
        local = now.astimezone(ZoneInfo(time_zone))
        self.midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)

    def moment(self, day: float) -> datetime:
        # Adding days to a local time keeps midnight, also over a change of the clocks.
        return (self.midnight + timedelta(days=day)).astimezone(UTC)

    def waking(self, day: float, what: str) -> datetime:
        """Some time in the waking hours of a whole day, always the same for `what`; a day told
        with its part is taken as it is."""
        part = Random(what).uniform(*WAKING) if day == int(day) else 0.0
        return self.moment(day + part)
