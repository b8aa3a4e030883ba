"""Making an account."""

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from idealab.accounts import passwords
from idealab.accounts.announcing import announce
from idealab.accounts.confirming import send_confirmation
from idealab.accounts.models import EmailAddress, User
from idealab.accounts.queries import person_of_address
from idealab.accounts.spelling import tidy_address, tidy_name
from idealab.accounts.tokens import hash_of
from idealab.accounts.writing import write_note
from idealab.lib.db import db


def join(
    name: str, address: str, *, password: str, language: str, now: datetime, onward: str = "/"
) -> str:
    """Make an account, send a code and a link to its address, and return the ticket with which
    the code can be told. Whoever has an account already gets a mail that says so, and the
    answer is the same. Raises Refused if a name, address or password will not do."""
    name, address = tidy_name(name), tidy_address(address)
    passwords.check(password, name=name, address=address)
    secret_hash = passwords.hash_of(password)  # before the database is locked, and in any case
    user = make_account(name, address, secret_hash=secret_hash, language=language, now=now)
    if user is None:
        write_note("known", address, language=language, now=now)
        return ticket_for_nothing()
    announce("account.joined", by=user, now=now)
    return send_confirmation(user, now=now, onward=onward).ticket


def make_account(
    name: str,
    address: str,
    *,
    secret_hash: str | None,
    language: str,
    now: datetime,
    confirmed: bool = False,
) -> User | None:
    """A person with an address and, if a hash is given, a password; None if the address is
    somebody's. Name and address must be tidy."""
    if person_of_address(address):
        return None
    user = User(name=name, language=language, created_at=now)
    confirmed_at = now if confirmed else None
    try:
        with db.session.begin_nested():
            db.session.add(user)
            db.session.flush()
            db.session.add(
                EmailAddress(
                    user_id=user.id, address=address, created_at=now, confirmed_at=confirmed_at
                )
            )
    except IntegrityError:  # somebody took the address between the two looks
        return None
    if secret_hash:
        passwords.store(user, secret_hash, now=now)
    return user


def ticket_for_nothing() -> str:
    """Looks like any other ticket; no code fits it."""
    return hash_of(secrets.token_urlsafe(32))
