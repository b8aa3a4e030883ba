"""Finding people."""

from sqlalchemy import select

from idealab.accounts.models import EmailAddress, User
from idealab.lib.db import db


def address_of(user: User) -> EmailAddress | None:
    return db.session.scalar(select(EmailAddress).filter_by(user_id=user.id))


def person_of_address(address: str) -> User | None:
    found = select(User).join(EmailAddress, EmailAddress.user_id == User.id)
    return db.session.scalar(found.where(EmailAddress.address == address.strip().lower()))
