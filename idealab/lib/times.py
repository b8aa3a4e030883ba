"""Times as people read them: in a stated zone, with the name of the month, in their language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_datetime, format_timedelta

from idealab.lib.clock import now


def day(value: datetime, time_zone: str = "UTC") -> str:
    return format_date(value.astimezone(ZoneInfo(time_zone)), "d MMMM y", rebase=False)


def short_day(value: datetime, time_zone: str = "UTC") -> str:
    return format_date(value.astimezone(ZoneInfo(time_zone)), "d MMM", rebase=False)


def moment(value: datetime, time_zone: str = "UTC") -> str:
    zoned = value.astimezone(ZoneInfo(time_zone))
    return format_datetime(zoned, "d MMMM y, HH:mm", rebase=False) + f" {zoned.tzname()}"


def ago(value: datetime) -> str:
    """“3 hours ago” in the language of the page."""
    return format_timedelta(value - now(), add_direction=True, granularity="minute")
