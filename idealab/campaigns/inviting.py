"""Who is let into a campaign: invitations by mail, members, and the people who run it."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from idealab.accounts.inviting import send_invitation, take_back
from idealab.accounts.models import User
from idealab.accounts.roles import withdraw
from idealab.accounts.spelling import tidy_address
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign, Membership
from idealab.lib.access import Role
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import NAMES, _

MOST_AT_ONCE = 100


class NobodyToInvite(Refused):
    status = 422


def addresses_in(text: str) -> list[str]:
    """The mail addresses of a list somebody typed or pasted, each once. Raises Refused with the
    first one that cannot be read."""
    found = []
    for part in re.split(r"[,;\n]+", text):
        if not (part := part.strip()):
            continue
        named = re.search(r"<([^<>]+)>", part)
        words = [named[1]] if named else part.split()
        found += [_readable(word) for word in words]
    unique = list(dict.fromkeys(found))
    if not unique:
        raise NobodyToInvite(_("Write at least one e-mail address."))
    if len(unique) > MOST_AT_ONCE:
        raise NobodyToInvite(
            _("Invite at most %(most)s people at once, the rest after them.", most=MOST_AT_ONCE)
        )
    return unique


def invite(
    campaign: Campaign,
    addresses: Sequence[str],
    *,
    by: User,
    now: datetime,
    role: Role | None = None,
) -> None:
    """Write each of them a mail with a link that makes them a member, with `role` if one is
    given."""
    for address in addresses:
        send_invitation(
            address,
            by=by,
            campaign_id=campaign.id,
            title=campaign.title,
            onward=f"/campaigns/{campaign.slug}",
            language=campaign.language if campaign.language in NAMES else "en",
            now=now,
            role=role,
        )
    record("campaign.invited", by=by, now=now, campaign_id=campaign.id, count=len(addresses))


def become_member(person: User, *, campaign_id: int, now: datetime) -> None:
    """Let the person in; being in already is fine."""
    try:
        with db.session.begin_nested():
            entry = Membership(campaign_id=campaign_id, user_id=person.id, created_at=now)
            db.session.add(entry)
    except IntegrityError:
        return


def remove_member(campaign: Campaign, person: User, *, by: User, now: datetime) -> None:
    """The person is no member any more, from the next request on, also with an invitation that
    was not used yet; what they wrote stays."""
    take_back(person, campaign_id=campaign.id, now=now)
    gone = delete(Membership).filter_by(campaign_id=campaign.id, user_id=person.id)
    if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        record("campaign.member_removed", by=by, now=now, campaign_id=campaign.id, person=person.id)


def withdraw_role(campaign: Campaign, person: User, role: Role, *, by: User, now: datetime) -> None:
    """Raises Refused for one's own role as admin: else nobody might be left to give it back."""
    if person.id == by.id and role is Role.ADMIN:
        raise Refused(_("Let another admin take your role away, so that somebody is left."))
    withdraw(person, role, campaign_id=campaign.id)
    take_back(person, campaign_id=campaign.id, now=now)
    record(
        "campaign.role_withdrawn",
        by=by,
        now=now,
        campaign_id=campaign.id,
        person=person.id,
        role=role.value,
    )


def _readable(word: str) -> str:
    try:
        return tidy_address(word)
    except Refused:
        sentence = _("“%(word)s” does not look like an e-mail address.", word=word[:80])
        raise NobodyToInvite(sentence) from None
