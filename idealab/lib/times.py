"""Times as people read them: in a stated zone, with the name of the month, in their language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from flask_babel import format_date, format_datetime, format_timedelta

from idealab.lib.clock import now
from idealab.lib.languages import current_language

# Day before month in every language of the site; German says the day as an ordinal.
DAY = {"de": "d. MMMM y"}
SHORT_DAY = {"de": "d. MMM"}


def day(value: datetime, time_zone: str = "UTC") -> str:
    pattern = DAY.get(current_language(), "d MMMM y")
    return format_date(value.astimezone(ZoneInfo(time_zone)), pattern, rebase=False)


def short_day(value: datetime, time_zone: str = "UTC") -> str:
    pattern = SHORT_DAY.get(current_language(), "d MMM")
    return format_date(value.astimezone(ZoneInfo(time_zone)), pattern, rebase=False)


def clock_time(value: datetime, time_zone: str = "UTC") -> str:
    return format_datetime(value.astimezone(ZoneInfo(time_zone)), "HH:mm", rebase=False)


def moment(value: datetime, time_zone: str = "UTC") -> str:
    zoned = value.astimezone(ZoneInfo(time_zone))
    clock = format_datetime(zoned, "HH:mm", rebase=False)
    return f"{day(value, time_zone)}, {clock} {zone_name(zoned)}"


def zone_name(zoned: datetime) -> str:
    """“CET”, in German “MEZ”; what a language has no word for is told as everywhere."""
    named = get_timezone_name(zoned, width="short", locale=current_language())
    return str(zoned.tzname()) if named.startswith(("+", "-")) else named


def ago(value: datetime) -> str:
    """“3 hours ago” in the language of the page."""
    return format_timedelta(value - now(), add_direction=True, granularity="minute")
