"""The people of the demo become rows. Four of them can sign in; the others have neither an address
nor a password."""

from dataclasses import dataclass
from datetime import datetime

from idealab.accounts import passwords
from idealab.accounts.joining import make_account
from idealab.accounts.models import Affiliation, User
from idealab.accounts.roles import grant
from idealab.demo.content import Demo, Person, Staff
from idealab.demo.sign_ins import SignIn, fresh_password
from idealab.lib.access import Role
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.text import html_of

Cast = dict[str, User]


class NameTaken(Refused):
    pass


@dataclass(frozen=True)
class Ticket:
    """A sign-in to be, its password hashed before the database is locked."""

    sign_in: SignIn
    key: str
    secret_hash: str


def draw_tickets(demo: Demo) -> list[Ticket]:
    names = {person.key: person.name for person in _everybody(demo)}
    tickets = []
    for account in demo.accounts:
        password = fresh_password()
        sign_in = SignIn(account.role, names[account.key], account.address, password)
        tickets.append(Ticket(sign_in, account.key, passwords.hash_of(password)))
    return tickets


def cast_people(demo: Demo, tickets: list[Ticket], *, now: datetime) -> Cast:
    """Everybody by key, as having joined at `now`. Raises NameTaken."""
    cast = {ticket.key: _with_account(ticket, now=now) for ticket in tickets}
    for person in _everybody(demo):
        user = cast.setdefault(person.key, User(name=person.name, created_at=now))
        _describe(user, person)
        db.session.add(user)
    db.session.flush()
    return cast


def give_roles(demo: Demo, cast: Cast, *, campaign_id: int) -> None:
    """The company's people move and answer ideas in this campaign."""
    signing_in = {account.key for account in demo.accounts}
    for person in demo.staff:
        if person.key not in signing_in:
            grant(cast[person.key], Role.MODERATOR, campaign_id=campaign_id)


def _everybody(demo: Demo) -> list[Person | Staff]:
    return [*demo.people, *demo.staff, *demo.voters]


def _with_account(ticket: Ticket, *, now: datetime) -> User:
    role, name, address, _password = ticket.sign_in
    user = make_account(
        name, address, secret_hash=ticket.secret_hash, language="en", now=now, confirmed=True
    )
    if user is None:
        raise NameTaken(f"Somebody here has the address {address}, which the demo needs.")
    if role != Role.PARTICIPANT:
        grant(user, Role(role))
    return user


def _describe(user: User, person: Person | Staff) -> None:
    if isinstance(person, Staff):
        user.department = person.department
        user.affiliation = Affiliation.EMPLOYEE
        user.organisation = person.department.partition(",")[0]
        user.affiliation_confirmed_at = user.created_at
    else:
        user.home, user.about = person.town or None, person.about or None
        user.about_html = html_of(person.about) or None
        user.language = person.language if person.language in ("en", "de") else "en"
