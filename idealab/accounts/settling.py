"""What people say about themselves, and the keys they hold."""

from collections.abc import Callable
from datetime import datetime

from idealab.accounts import passwords
from idealab.accounts.models import User
from idealab.accounts.queries import address_of
from idealab.accounts.resetting import set_password
from idealab.accounts.spelling import tidy_name
from idealab.lib.db import db

LONGEST_HOME, LONGEST_ABOUT = 80, 1000
_listeners: list[Callable[[User], None]] = []


def when_renamed(listener: Callable[[User], None]) -> None:
    """Have `listener(user)` called in the transaction in which a person takes another name."""
    if listener not in _listeners:
        _listeners.append(listener)


def describe(user: User, *, name: str, home: str, about: str, language: str) -> None:
    """Raises Refused if the name will not do."""
    before, user.name = user.name, tidy_name(name)
    user.home = " ".join(home.split())[:LONGEST_HOME] or None
    user.about = about.strip()[:LONGEST_ABOUT] or None
    user.language = language
    db.session.flush()
    if user.name != before:
        for listener in _listeners:
            listener(user)


def change_password(user: User, password: str, *, now: datetime) -> None:
    """Set a new password and end all sessions but this one. Raises Refused if it is too easy."""
    held = address_of(user)
    passwords.check(password, name=user.name, address=held.address if held else "")
    secret_hash = passwords.hash_of(password)
    set_password(user, secret_hash, now=now, but_session=user.session_token)
