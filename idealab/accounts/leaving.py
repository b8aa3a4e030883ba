"""Leaving for good: the account is closed and forgets whose it was. What was published stays under
its licence, by “a former participant”."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import delete, select

from idealab.accounts.announcing import announce
from idealab.accounts.models import (
    EVERYWHERE,
    Credential,
    EmailAddress,
    RoleGrant,
    Session,
    Token,
    User,
)
from idealab.accounts.settling import tell_changed
from idealab.lib.access import ADMIN
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.mail.models import Mail


class LastAdmin(Refused):
    pass


class Leaving(Protocol):
    def __call__(self, user: User, *, now: datetime, takes_comments: bool) -> object: ...


_listeners: list[Leaving] = []


def when_leaving(listener: Leaving) -> None:
    """Have `listener(user, now=…, takes_comments=…)` called in the transaction in which a person
    leaves, to forget what a feature keeps of them alone."""
    if listener not in _listeners:
        _listeners.append(listener)


def leave(user: User, *, now: datetime, takes_comments: bool) -> None:
    """Close the account, with all that only it needed. Raises LastAdmin."""
    _require_another_admin(user)
    for listener in _listeners:
        listener(user, now=now, takes_comments=takes_comments)
    announce("person.left", by=user, now=now, takes_comments=takes_comments)
    _forget_keys(user)
    user.name = _("A former participant")
    user.home = user.about = user.about_html = user.department = None
    user.affiliation = user.organisation = user.affiliation_confirmed_at = None
    user.avatar_file_id = user.avatar = None
    user.hides_support = user.hides_thanks = True
    user.deactivated_at = now
    db.session.flush()
    tell_changed(user)


def _require_another_admin(user: User) -> None:
    admins = (
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            RoleGrant.role == ADMIN,
            RoleGrant.campaign_id == EVERYWHERE,
            User.deactivated_at.is_(None),
        )
        .with_for_update()
    )
    if set(db.session.scalars(admins)) == {user.id}:
        raise LastAdmin(_("You are the only admin here. Give the role to somebody else first."))


def _forget_keys(user: User) -> None:
    """Addresses, passwords, links, sessions, roles, and the mails that were written."""
    addresses = select(EmailAddress.address).filter_by(user_id=user.id)
    db.session.execute(delete(Mail).where(Mail.to_address.in_(addresses)))
    for kind in (Token, Session, Credential, RoleGrant, EmailAddress):
        db.session.execute(delete(kind).where(kind.user_id == user.id))
    user.held_roles = None
