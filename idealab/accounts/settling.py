"""What people say about themselves, and the keys they hold."""

from collections.abc import Callable
from datetime import datetime

from idealab.accounts import passwords
from idealab.accounts.models import Affiliation, User
from idealab.accounts.queries import address_of
from idealab.accounts.resetting import set_password
from idealab.accounts.spelling import tidy_line, tidy_name
from idealab.lib.db import db
from idealab.lib.text import cleaned, html_of

LONGEST_HOME, LONGEST_ABOUT, LONGEST_ORGANISATION = 80, 1000, 80
_listeners: list[Callable[[User], None]] = []


def when_changed(listener: Callable[[User], None]) -> None:
    """Have `listener(user)` called in the transaction in which what stands beside the ideas of a
    person changes: name, face, home or what ties the person to the company."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_changed(user: User) -> None:
    for listener in _listeners:
        listener(user)


def describe(
    user: User,
    *,
    name: str,
    home: str,
    about: str,
    language: str,
    affiliation: Affiliation | None = None,
    organisation: str = "",
) -> None:
    """What the person says anew of the company has to be confirmed anew. Raises Refused if the
    name will not do."""
    before = _shown(user)
    user.name = tidy_name(name)
    user.home = tidy_line(home)[:LONGEST_HOME] or None
    user.about = cleaned(about)[:LONGEST_ABOUT] or None
    user.about_html = html_of(user.about) if user.about else None
    user.affiliation = affiliation
    user.organisation = (
        (tidy_line(organisation)[:LONGEST_ORGANISATION] or None) if affiliation else None
    )
    user.language = language
    if (user.affiliation, user.organisation) != before[2:]:
        user.affiliation_confirmed_at = None
    db.session.flush()
    if _shown(user) != before:
        tell_changed(user)


def choose_what_is_shown(user: User, *, support: bool, thanks: bool) -> None:
    """Whether others see what the person supported, and how much thanks there was."""
    user.hides_support, user.hides_thanks = not support, not thanks
    db.session.flush()


def _shown(user: User) -> tuple[str | None, ...]:
    return user.name, user.home, user.affiliation, user.organisation


def change_password(user: User, password: str, *, now: datetime) -> None:
    """Set a new password and end all sessions but this one. Raises Refused if it is too easy."""
    held = address_of(user)
    passwords.check(password, name=user.name, address=held.address if held else "")
    secret_hash = passwords.hash_of(password)
    set_password(user, secret_hash, now=now, but_session=user.session_token)
