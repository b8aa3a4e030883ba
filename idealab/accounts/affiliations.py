"""What ties people to the company: said by themselves, confirmed by who knows."""

from datetime import datetime

from idealab.accounts.announcing import announce
from idealab.accounts.models import Affiliation, User
from idealab.accounts.roles import holds
from idealab.accounts.settling import tell_changed
from idealab.lib.access import ADMIN
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.lib.languages import _


def confirm_affiliation(person: User, *, by: User, now: datetime, confirmed: bool) -> None:
    """An admin knows that it is so, or no longer. Raises NotAllowed."""
    if not holds(by, ADMIN) or person.affiliation is None:
        raise NotAllowed(_("Only an admin confirms what ties somebody to the company."))
    if confirmed == (person.affiliation_confirmed_at is not None):
        return
    person.affiliation_confirmed_at = now if confirmed else None
    db.session.flush()
    tell_changed(person)
    announce(
        "person.affiliation-confirmed" if confirmed else "person.affiliation-doubted",
        by=by,
        now=now,
        user_id=person.id,
    )


def name_of(affiliation: Affiliation) -> str:
    return {
        Affiliation.EMPLOYEE: _("Employee"),
        Affiliation.PARTNER: _("Partner"),
        Affiliation.CUSTOMER: _("Customer"),
    }[affiliation]


def words_of(affiliation: Affiliation | None, organisation: str | None) -> str:
    """“Partner, Studio Nord”; empty for who has said nothing."""
    if affiliation is None:
        return ""
    return ", ".join(filter(None, (name_of(affiliation), organisation)))


def badge_of(person: User | None) -> str:
    """The words beside a name: only what somebody has confirmed stands there."""
    if person is None or person.affiliation_confirmed_at is None:
        return ""
    return words_of(person.affiliation, person.organisation)
