"""What happens to accounts, told to whoever was wired to hear of it (activity stands above)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from idealab.accounts.models import User

_listeners: list[Callable[..., Any]] = []


def when_announced(listener: Callable[..., Any]) -> None:
    """Have `listener(kind, *, by, now, **particulars)` called in the same transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(kind: str, *, by: User | None, now: datetime, **particulars: object) -> None:
    for listener in _listeners:
        listener(kind, by=by, now=now, **particulars)
