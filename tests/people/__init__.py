"""The people in tests: Ana and Bruno take part, Marta moderates, Paulo builds the product."""

from idealab.accounts.models import User
from idealab.accounts.roles import grant
from idealab.lib.access import Role
from idealab.lib.db import db


def participant(name: str, *, language: str = "en") -> User:
    user = User(name=name, language=language)
    db.session.add(user)
    db.session.commit()
    return user


def member(name: str, role: Role, *, campaign_id: int | None = None) -> User:
    user = participant(name)
    grant(user, role, campaign_id=campaign_id)
    db.session.commit()
    return user


def moderator(name: str) -> User:
    return member(name, Role.MODERATOR)


def product_person(name: str) -> User:
    return member(name, Role.PRODUCT)


def admin(name: str) -> User:
    return member(name, Role.ADMIN)
