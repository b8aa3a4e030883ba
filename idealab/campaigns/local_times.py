"""Times as staff type them: to the minute, in the campaign's own zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from idealab.lib.languages import _

FORMAT = "%Y-%m-%dT%H:%M"  # of <input type="datetime-local">


class NoSuchTime(ValueError):
    """What was typed names no moment, or two. The message says so to the person who typed."""


def is_time_zone(name: str) -> bool:
    return name in available_timezones()


def typed(moment: datetime, time_zone: str) -> str:
    """The text of the input that stands for `moment`."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime(FORMAT)


def moment_of(text: str, time_zone: str) -> datetime:
    """The moment that `text` names in the zone. Raises NoSuchTime for an unreadable text and for
    the hour that the clocks leave out or repeat."""
    try:
        wall = datetime.strptime(text.strip()[:16], FORMAT)  # noqa: DTZ007 — the zone comes next
    except ValueError:
        raise NoSuchTime(_("Choose a day and a time.")) from None
    zone = ZoneInfo(time_zone)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchTime(_left_out(wall, zone))
    raise NoSuchTime(
        _(
            "The clocks in %(zone)s are set back that night, so %(time)s comes twice. Choose an "
            "hour before or after.",
            zone=time_zone,
            time=wall.strftime("%H:%M"),
        )
    )


def _left_out(wall: datetime, zone: ZoneInfo) -> str:
    # Read with the offset from before the change, the time lands behind the gap.
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    before = wall.replace(tzinfo=zone, fold=1)
    gap = wall.replace(tzinfo=zone, fold=0).utcoffset()
    width = (before.utcoffset() or timedelta()) - (gap or timedelta())
    return _(
        "The clocks in %(zone)s are set forward by %(minutes)s minutes that night, so there is no "
        "%(time)s. Choose %(later)s instead.",
        zone=zone.key,
        minutes=abs(round(width.total_seconds() / 60)),
        time=wall.strftime("%H:%M"),
        later=after.strftime("%H:%M"),
    )
