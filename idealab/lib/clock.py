"""The one clock. Verbs are handed the time; only views, jobs and commands look at it."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
