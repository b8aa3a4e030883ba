"""Invitations into a campaign. What membership is, is known above: it is handed in."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update

from idealab.accounts import tokens
from idealab.accounts.announcing import announce
from idealab.accounts.confirming import require_confirmed
from idealab.accounts.models import Token, TokenPurpose, User
from idealab.accounts.queries import address_of
from idealab.accounts.roles import grant
from idealab.accounts.spelling import tidy_address
from idealab.lib.access import Role
from idealab.lib.addresses import public_url
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.lib.languages import _
from idealab.mail.outbox import write_mail
from idealab.mail.writing import letter

_listeners: list[Callable[..., None]] = []


def when_invitation_accepted(listener: Callable[..., None]) -> None:
    """Have `listener(user, *, campaign_id, now)` called in the same transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def invitation_path(
    address: str,
    *,
    campaign_id: int,
    title: str,
    onward: str,
    now: datetime,
    role: Role | None = None,
) -> str:
    """A path that invites whoever has that address; `title` names the campaign to them and
    `onward` is where they come out. Raises Refused if it is no address."""
    issued = tokens.issue(
        TokenPurpose.INVITATION,
        user=None,
        now=now,
        address=tidy_address(address),
        campaign_id=campaign_id,
        title=title,
        onward=onward,
        role=role.value if role else None,
    )
    return f"/invitations/{issued.link}"


def send_invitation(
    address: str,
    *,
    by: User,
    campaign_id: int,
    title: str,
    onward: str,
    language: str,
    now: datetime,
    role: Role | None = None,
) -> None:
    """Write the mail with the link. Raises Refused if it is no address."""
    path = invitation_path(
        address, campaign_id=campaign_id, title=title, onward=onward, now=now, role=role
    )
    subject, text = letter(
        "invitation", language=language, by=by.name, title=title, link=public_url(path)
    )
    once = f"invitation:{tokens.hash_of(path)}"
    write_mail(
        tidy_address(address), subject, text, once=once, language=language, now=now, secret=True
    )


def accept(token: Token, *, by: User, now: datetime) -> None:
    """Make the person a member, with the role that was offered. Raises LinkSpent, or a Refused
    for somebody else than the one invited."""
    require_confirmed(by)
    invited = token.particulars
    held = address_of(by)
    if held is None or held.address != invited["address"]:
        raise NotAllowed(
            _(
                "This invitation went to another address. Sign in with the account of that "
                "address, or ask for an invitation to yours."
            )
        )
    tokens.use(token, now=now)
    if invited.get("role"):
        grant(by, Role(invited["role"]), campaign_id=invited["campaign_id"])
    for listener in _listeners:
        listener(by, campaign_id=invited["campaign_id"], now=now)
    announce("invitation.accepted", by=by, now=now, campaign_id=invited["campaign_id"])


def take_back(person: User, *, campaign_id: int, now: datetime) -> None:
    """No invitation into the campaign that was sent to the person's address works any more."""
    held = address_of(person)
    if held is None:
        return
    offered = Token.particulars
    db.session.execute(
        update(Token)
        .where(
            Token.purpose == TokenPurpose.INVITATION,
            Token.used_at.is_(None),
            offered["campaign_id"].as_integer() == campaign_id,
            offered["address"].as_string() == held.address,
        )
        .values(used_at=now),
        execution_options={"synchronize_session": False},
    )
