"""Which roles a person holds, for the whole installation or in one campaign."""

from contextlib import suppress

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from idealab.accounts.models import EVERYWHERE, RoleGrant, User
from idealab.lib.access import Role
from idealab.lib.db import db


def grant(user: User, role: Role, *, campaign_id: int | None = None) -> None:
    """Give the role, in one campaign or (None) everywhere; asking twice changes nothing."""
    where = campaign_id or EVERYWHERE
    if (where, role) not in roles_of(user):
        with suppress(IntegrityError), db.session.begin_nested():  # granted a moment ago
            db.session.add(RoleGrant(user_id=user.id, campaign_id=where, role=role))
    user.held_roles = None


def withdraw(user: User, role: Role, *, campaign_id: int | None = None) -> None:
    where = campaign_id or EVERYWHERE
    gone = delete(RoleGrant).filter_by(user_id=user.id, campaign_id=where, role=role)
    db.session.execute(gone)
    user.held_roles = None


def roles_of(user: User) -> frozenset[tuple[int, Role]]:
    """Pairs of campaign id (EVERYWHERE is 0) and role, read once per loaded person."""
    if user.held_roles is None:
        found = select(RoleGrant.campaign_id, RoleGrant.role).filter_by(user_id=user.id)
        user.held_roles = frozenset((where, role) for where, role in db.session.execute(found))
    return user.held_roles


def holds(user: User | None, *roles: Role, campaign_id: int | None = None) -> bool:
    """Does the person hold one of `roles` in this campaign (None: in any)? An admin of the
    installation holds every role everywhere; a campaign's admin all in that campaign."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    wanted = {*roles, Role.ADMIN}
    return any(
        role in wanted and (where == EVERYWHERE or campaign_id in (None, where))
        for where, role in roles_of(user)
    )


def campaigns_of(user: User, *roles: Role) -> set[int] | None:
    """Ids of the campaigns in which the person holds one of `roles`; None means: in all."""
    wanted = {*roles, Role.ADMIN}
    where = {campaign for campaign, role in roles_of(user) if role in wanted}
    return None if EVERYWHERE in where else where
