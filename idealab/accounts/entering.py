"""Somebody signs in: told to whoever was wired to hear of it (drafts stand above)."""

from collections.abc import Callable
from datetime import datetime

from idealab.accounts.models import User

_listeners: list[Callable[[User, datetime], None]] = []


def when_entering(listener: Callable[[User, datetime], None]) -> None:
    """Have `listener(user, now)` called in the same transaction, while the browser still has what
    it had before."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_entering(user: User, *, now: datetime) -> None:
    for listener in _listeners:
        listener(user, now)
