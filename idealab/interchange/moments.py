"""Times of a package and times of the database: a record may know only the day, or none."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from idealab.interchange.values import moment_of

# Far enough from the ends of the calendar that every zone and both databases can show it.
EARLIEST, LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)


def instant_of(value: str, zone: ZoneInfo, *, ends: bool = False) -> datetime:
    """The moment in UTC. A bare date is the start of the day in `zone`, or, where something ends
    with that day, the start of the next one."""
    moment = moment_of(value)
    if isinstance(moment, datetime):
        return min(max(moment, EARLIEST), LATEST)
    midnight = datetime.combine(moment, time())
    clear = min(max(midnight, EARLIEST.replace(tzinfo=None)), LATEST.replace(tzinfo=None))
    # A day is added to the local time, so that it keeps midnight when the clocks change.
    return (clear + timedelta(days=1 if ends else 0)).replace(tzinfo=zone).astimezone(UTC)


def as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of that name, UTC when nobody knows it."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, or no name of a file
        return ZoneInfo("UTC")
