"""One-time links and six-digit codes. Only hashes are kept; each works once, for one purpose."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, func, select, update

from idealab.accounts.models import Token, TokenPurpose, User
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _

LIVES = {
    TokenPurpose.CONFIRM: timedelta(days=1),
    TokenPurpose.RESET: timedelta(hours=1),
    TokenPurpose.CHANGE_ADDRESS: timedelta(days=1),
    TokenPurpose.INVITATION: timedelta(days=30),
}
CODE_LIVES = timedelta(hours=1)
MOST_WRONG_CODES = 5
CODE_DIGITS = 6


class LinkSpent(Refused):
    status = 410

    def __init__(self, purpose: TokenPurpose | None = None) -> None:
        if purpose is TokenPurpose.RESET:
            advice = _("“Forgotten your password?” sends you a new one.")
        elif purpose is TokenPurpose.INVITATION:
            advice = _("Ask who invited you for a new one.")
        else:
            advice = _("Sign in, and we send you a new one if you still need it.")
        super().__init__(_("This link was used before, or it is too old.") + " " + advice)


@dataclass(frozen=True)
class Issued:
    """What goes into a mail. `ticket` names the token to the browser that asked for it: it may
    be told the code there, but the ticket alone opens nothing."""

    id: int
    link: str
    code: str
    ticket: str

    def path_to(self, page: str) -> str:
        return f"{page}?token={self.link}"


def issue(purpose: TokenPurpose, *, user: User | None, now: datetime, **particulars: Any) -> Issued:
    link = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    ticket = hash_of(link)
    token = Token(
        purpose=purpose,
        user_id=user.id if user else None,
        created_at=now,
        link_hash=ticket,
        code_hash=_hash_of_code(ticket, code) if purpose is TokenPurpose.CONFIRM else None,
        expires_at=now + LIVES[purpose],
        particulars=particulars,
    )
    db.session.add(token)
    db.session.flush()
    return Issued(token.id, link, code, ticket)


def token_of_link(link: str, *purposes: TokenPurpose, now: datetime) -> Token:
    """The token of a link that still works, left unused. Raises LinkSpent."""
    found = working_token(link, *purposes, now=now)
    if found is None:
        raise LinkSpent(purposes[0])
    return found


def working_token(link: str, *purposes: TokenPurpose, now: datetime) -> Token | None:
    token = select(Token).where(Token.link_hash == hash_of(link), *_still_works(purposes, now))
    return db.session.scalar(token)


def use(token: Token, *, now: datetime) -> None:
    """Use it up, once, whoever else tries at the same moment. Raises LinkSpent."""
    used = db.session.execute(
        update(Token)
        .where(Token.id == token.id, *_still_works((token.purpose,), now))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkSpent(token.purpose)


def use_code(ticket: str, code: str, *, now: datetime) -> Token | None:
    """Use up the token of `ticket` if this is its code, else count a wrong try: commit either
    way. None if the code is wrong or too old, or was tried too often."""
    tried = db.session.execute(
        update(Token)
        .where(
            Token.link_hash == ticket,
            Token.wrong_codes < MOST_WRONG_CODES,
            Token.created_at > now - CODE_LIVES,
            *_still_works((TokenPurpose.CONFIRM,), now),
        )
        .values(wrong_codes=Token.wrong_codes + 1)
        .execution_options(synchronize_session=False)
    )
    if tried.rowcount != 1:  # type: ignore[attr-defined]
        return None
    token = db.session.scalars(select(Token).filter_by(link_hash=ticket)).one()
    if not hmac.compare_digest(token.code_hash or "", _hash_of_code(ticket, code)):
        return None
    use(token, now=now)
    return token


def forget_others(user: User, *purposes: TokenPurpose, now: datetime) -> None:
    """No other link that was sent for these purposes works any more."""
    db.session.execute(
        update(Token)
        .where(Token.user_id == user.id, *_still_works(purposes, now))
        .values(used_at=now)
    )


def issued_since(user: User, purpose: TokenPurpose, *, moment: datetime) -> int:
    """How many were sent to the person after that moment."""
    sent = select(func.count()).select_from(Token).filter_by(user_id=user.id, purpose=purpose)
    return db.session.scalar(sent.where(Token.created_at > moment)) or 0


def latest_ticket(user: User, purpose: TokenPurpose, *, now: datetime) -> str | None:
    """The ticket of the newest link to the person that still works."""
    newest = select(Token.link_hash).filter_by(user_id=user.id).order_by(Token.id.desc()).limit(1)
    return db.session.scalar(newest.where(*_still_works((purpose,), now)))


def hash_of(secret: str) -> str:
    """For long random secrets only: they need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def _hash_of_code(ticket: str, code: str) -> str:
    """Keyed, since a million codes are tried in a second by whoever has read the table."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{ticket}:{code}".encode(), sha256).hexdigest()


def _still_works(
    purposes: tuple[TokenPurpose, ...], now: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (Token.purpose.in_(purposes), Token.used_at.is_(None), Token.expires_at > now)
