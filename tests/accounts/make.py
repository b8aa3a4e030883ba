"""People with an address and a password."""

from idealab.accounts import passwords
from idealab.accounts.joining import make_account
from idealab.accounts.models import User
from idealab.lib.clock import now
from idealab.lib.db import db

PASSWORD = "four random words"


def member(name: str = "Ana", *, confirmed: bool = True, password: str = PASSWORD) -> User:
    secret_hash = passwords.hash_of(password)
    address = f"{name.lower()}@example.org"
    user = make_account(
        name, address, secret_hash=secret_hash, language="en", confirmed=confirmed, now=now()
    )
    assert user
    db.session.commit()
    return user
