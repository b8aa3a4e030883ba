"""Signing in and out. The cookie holds a token; a row, found by its hash, says if it counts."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, exists, select, update

from idealab.accounts import passwords
from idealab.accounts.models import Credential, EmailAddress, RoleGrant, Session, User
from idealab.accounts.tokens import hash_of
from idealab.lib.db import db, reading
from idealab.lib.errors import NotAllowed
from idealab.lib.languages import _

SESSION_LIVES = timedelta(days=60)
LONGEST_BROWSER = 200

HAS_UNCONFIRMED = exists().where(
    EmailAddress.user_id == User.id, EmailAddress.confirmed_at.is_(None)
)
HAS_ROLE = exists().where(RoleGrant.user_id == User.id)
_person = (
    select(User, HAS_UNCONFIRMED, HAS_ROLE)
    .join(Session, Session.user_id == User.id)
    .where(
        Session.token_hash == bindparam("token_hash"),
        Session.revoked_at.is_(None),
        Session.expires_at > bindparam("now"),
        User.deactivated_at.is_(None),
    )
)


class AccountClosed(NotAllowed):
    pass


def sign_in(address: str, password: str, *, now: datetime) -> User | None:
    """The person whose address and password these are, else None, in the same time either way.
    Raises AccountClosed to somebody who knows the password of a deactivated account."""
    known = _credential_of(address.strip().lower())
    if not passwords.fits(password, known.secret_hash if known else None) or known is None:
        return None
    user = db.session.get_one(User, known.user_id)
    if not user.is_active:
        raise AccountClosed(_("This account is closed. Ask the people who run this site why."))
    if passwords.is_outdated(known.secret_hash):
        passwords.store(user, passwords.hash_of(password), now=now)
    return user


def open_session(user: User, *, now: datetime, browser: str | None = None) -> str:
    """Begin a session and return the token for the cookie; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(Session).where(Session.user_id == user.id, Session.expires_at <= now))
    db.session.add(
        Session(
            user_id=user.id,
            created_at=now,
            token_hash=hash_of(token),
            expires_at=now + SESSION_LIVES,
            browser=browser[:LONGEST_BROWSER] if browser else None,
        )
    )
    db.session.flush()
    user.session_token = token
    return token


def person_of_session(token: str, *, now: datetime) -> User | None:
    """Whose session this is; None once it is revoked or over, or the account closed."""
    found = db.session.execute(_person, {"token_hash": hash_of(token), "now": now}).first()
    if found is None:
        return None
    user, has_unconfirmed, has_role = found
    user.session_token = token
    user.confirmed = not has_unconfirmed
    if not has_role:
        user.held_roles = frozenset()  # most people hold none, and need not be asked again
    return user


def close_session(token: str, *, now: datetime) -> None:
    db.session.execute(
        update(Session)
        .where(Session.token_hash == hash_of(token), Session.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def close_all_sessions(user: User, *, now: datetime, but: str | None = None) -> None:
    """Sign the person out everywhere, or everywhere `but` in the session of that token."""
    ending = update(Session).where(Session.user_id == user.id, Session.revoked_at.is_(None))
    if but:
        ending = ending.where(Session.token_hash != hash_of(but))
    db.session.execute(ending.values(revoked_at=now))


class _Known(NamedTuple):
    user_id: int
    secret_hash: str


def _credential_of(address: str) -> _Known | None:
    """Read on a connection of its own, so that no lock is held while a password is hashed."""
    credential = (
        select(Credential.user_id, Credential.secret_hash)
        .join(EmailAddress, EmailAddress.user_id == Credential.user_id)
        .where(EmailAddress.address == address, Credential.kind == "password")
    )
    with reading(), db.engine.connect() as connection:
        found = connection.execute(credential).first()
    return _Known(*found) if found else None
