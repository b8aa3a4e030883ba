"""Somebody signs in: told to whoever was wired to hear of it (drafts stand above)."""

from collections.abc import Callable
from datetime import datetime

from idealab.accounts.models import User

Listener = Callable[[User, datetime], list[str]]
_listeners: list[Listener] = []


def when_entering(listener: Listener) -> None:
    """Have `listener(user, now)` called in the same transaction, while the browser still has what
    it had before. It returns the names of what the browser is to go on having."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_entering(user: User, *, now: datetime) -> list[str]:
    return [name for listener in _listeners for name in listener(user, now)]
