"""The co-authors of an idea, and who was asked to be one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select

from idealab.accounts.models import EmailAddress, User, hue_of
from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.models import CoauthorInvitation, Contributor, Idea
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db


class Coauthor(NamedTuple):
    id: int
    name: str
    face: str | None
    is_active: bool  # and has not left

    @property
    def hue(self) -> int:
        return hue_of(self.id)


class Invited(NamedTuple):
    """Somebody who has not answered yet, or has declined, as the author wrote them."""

    id: int
    written_as: str
    created_at: datetime
    declined_at: datetime | None


class Asked(NamedTuple):
    """An idea that somebody was asked to have together with its author."""

    idea_id: int
    title: str
    language: str
    by_name: str
    campaign_title: str
    created_at: datetime


def coauthors_of(idea: Idea) -> Sequence[Coauthor]:
    rows = (
        select(User.id, User.name, User.avatar, User.deactivated_at.is_(None))
        .join(Contributor, Contributor.user_id == User.id)
        .where(Contributor.idea_id == idea.id)
        .order_by(Contributor.position, User.id)
    )
    return [Coauthor(*row) for row in db.session.execute(rows)]


def invited_to(idea: Idea) -> Sequence[Invited]:
    """The oldest first. Of who was invited by an address no name is told before they answer."""
    rows = (
        select(
            CoauthorInvitation.id,
            CoauthorInvitation.address,
            CoauthorInvitation.created_at,
            CoauthorInvitation.declined_at,
            User.name,
        )
        .outerjoin(User, User.id == CoauthorInvitation.user_id)
        .where(CoauthorInvitation.idea_id == idea.id, CoauthorInvitation.withdrawn_at.is_(None))
        .order_by(CoauthorInvitation.id)
    )
    return [
        Invited(row.id, row.address or row.name, row.created_at, row.declined_at)
        for row in db.session.execute(rows)
    ]


def invitations_for(person: User) -> ColumnElement[bool]:
    """A condition on CoauthorInvitation: those that went to the person, or to the address they
    have confirmed, whatever became of them."""
    confirmed = select(EmailAddress.address).where(
        EmailAddress.user_id == person.id, EmailAddress.confirmed_at.is_not(None)
    )
    return or_(CoauthorInvitation.user_id == person.id, CoauthorInvitation.address.in_(confirmed))


def asked_of(person: User) -> Sequence[Asked]:
    """The ideas that wait for the person's answer, in one query."""
    inviter = User.__table__.alias()
    rows = (
        select(
            Idea.id,
            Idea.title,
            Idea.language,
            inviter.c.name,
            Campaign.title,
            CoauthorInvitation.created_at,
        )
        .join(Idea, Idea.id == CoauthorInvitation.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .join(inviter, inviter.c.id == CoauthorInvitation.by_id)
        .where(
            invitations_for(person),
            CoauthorInvitation.declined_at.is_(None),
            CoauthorInvitation.withdrawn_at.is_(None),
            Idea.status.in_(OPEN),
            campaigns_seen_by(person),
        )
        .order_by(CoauthorInvitation.id.desc())
        .limit(20)
    )
    found = {row[0]: Asked(*row) for row in reversed(db.session.execute(rows).all())}
    return list(reversed(found.values()))


def is_invited(idea: Idea, person: User) -> bool:
    """Also if the person has declined, for people change their minds."""
    mine = and_(
        CoauthorInvitation.idea_id == idea.id,
        CoauthorInvitation.withdrawn_at.is_(None),
        invitations_for(person),
    )
    return bool(db.session.scalar(select(exists().where(mine))))
