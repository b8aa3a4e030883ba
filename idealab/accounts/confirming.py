"""Confirming a mail address, by the code or the link that was sent to it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from idealab.accounts import tokens
from idealab.accounts.announcing import announce
from idealab.accounts.models import EmailAddress, Token, TokenPurpose, User
from idealab.accounts.queries import address_of
from idealab.accounts.tokens import Issued, LinkSpent
from idealab.accounts.writing import write_link, write_note
from idealab.lib.addresses import own_path
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _

PURPOSES = (TokenPurpose.CONFIRM, TokenPurpose.CHANGE_ADDRESS)
MOST_MAILS_AN_HOUR = 6


class NotConfirmed(NotAllowed):
    pass


def is_confirmed(user: User) -> bool:
    """No address of the person waits to be confirmed. (Without any address nobody signs in.)"""
    if user.confirmed is None:
        waiting = exists().where(
            EmailAddress.user_id == user.id, EmailAddress.confirmed_at.is_(None)
        )
        user.confirmed = not db.session.scalar(select(waiting))
    return user.confirmed


def require_confirmed(user: User) -> None:
    """Raises NotConfirmed to somebody whose address is not confirmed yet."""
    if not is_confirmed(user):
        raise NotConfirmed(
            _("Confirm your e-mail address first: we sent you a code. It is asked for once.")
        )


def send_confirmation(user: User, *, now: datetime, onward: str = "/") -> Issued:
    """Send a code and a link to the person's address. Raises Refused if it is confirmed, or if
    many were sent just now."""
    waiting = _waiting_address(user)
    if _was_sent_many(user, now=now):
        raise Refused(_("We sent you several codes. Look in the spam folder, or wait an hour."))
    issued = _issue(user, waiting, now=now, onward=onward)
    write_link(
        "confirm", waiting.address, issued,
        path="/confirm", language=user.language, now=now, name=user.name,
    )  # fmt: skip
    return issued


def confirm_path(user: User, *, now: datetime) -> str:
    """A fresh path to confirm the address, for whoever hands it over by other means. Raises
    Refused if it is confirmed."""
    return _issue(user, _waiting_address(user), now=now, onward="/").path_to("/confirm")


def send_again(ticket: str, *, now: datetime) -> str | None:
    """Send a new code to whom that ticket was given, and return the new ticket; None if nobody
    waits for one. Says nothing of a limit: that would tell which addresses have an account."""
    token = db.session.scalar(select(Token).filter_by(link_hash=ticket))
    user = db.session.get(User, token.user_id) if token and token.user_id else None
    if token is None or user is None or not user.is_active or is_confirmed(user):
        return None
    if _was_sent_many(user, now=now):
        return ticket
    return send_confirmation(user, now=now, onward=onward_of(token)).ticket


def confirm_by_code(ticket: str, code: str, *, now: datetime) -> tuple[User, str] | None:
    """Whose address is now confirmed, and the path to go on to; None if that is not the code.
    Commit either way: wrong tries are counted."""
    token = tokens.use_code(ticket, "".join(code.split()), now=now)
    return _confirm(token, now=now) if token else None


def confirm_by_link(token: Token, *, now: datetime) -> tuple[User, str]:
    """As `confirm_by_code`, for a token of PURPOSES. Raises LinkSpent."""
    tokens.use(token, now=now)
    return _confirm(token, now=now)


def person_of(token: Token) -> User:
    """Whom the link was sent to. Raises LinkSpent if the account is gone or closed."""
    user = db.session.get(User, token.user_id) if token.user_id else None
    if user is None or not user.is_active:
        raise LinkSpent
    return user


def onward_of(token: Token) -> str:
    return own_path(token.particulars.get("onward")) or "/"


def _waiting_address(user: User) -> EmailAddress:
    held = address_of(user)
    if held is None or held.confirmed_at:
        raise Refused(_("This address is confirmed already."))
    return held


def _issue(user: User, waiting: EmailAddress, *, now: datetime, onward: str) -> Issued:
    return tokens.issue(
        TokenPurpose.CONFIRM, user=user, now=now, address=waiting.address, onward=onward
    )


def _was_sent_many(user: User, *, now: datetime) -> bool:
    lately = tokens.issued_since(user, TokenPurpose.CONFIRM, moment=now - timedelta(hours=1))
    return lately >= MOST_MAILS_AN_HOUR


def _confirm(token: Token, *, now: datetime) -> tuple[User, str]:
    user = person_of(token)
    held = address_of(user)
    if held is None:
        raise LinkSpent
    old, new = held.address, token.particulars["address"]
    if token.purpose is TokenPurpose.CONFIRM and new != old:
        raise LinkSpent
    _take_address(held, new, now=now)
    tokens.forget_others(user, *PURPOSES, now=now)
    user.confirmed = True
    if old != new:
        tokens.forget_others(user, TokenPurpose.RESET, now=now)  # sent to the old address
        write_note("address-changed", old, language=user.language, now=now, name=user.name)
    announce("account.confirmed", by=user, now=now)
    return user, onward_of(token)


def _take_address(held: EmailAddress, address: str, *, now: datetime) -> None:
    try:
        with db.session.begin_nested():
            held.address, held.confirmed_at = address, now
    except IntegrityError as taken:
        raise Refused(_("Somebody else uses this address by now.")) from taken
