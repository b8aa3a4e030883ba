"""What a person supports, as others may know it: who voted for what stays hidden for as long as it
could sway anybody."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Text, and_, cast, exists, or_, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Capability, Phase
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.models import Idea
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db
from idealab.voting.models import Vote

PAGE = 24


class Supported(NamedTuple):
    vote_id: int
    id: int
    title: str
    language: str
    author_name: str | None
    campaign_title: str
    campaign_slug: str
    campaign_language: str


def support_of(
    person: User, *, viewer: User | None, now: datetime, after: int = 0, most: int = PAGE
) -> tuple[Sequence[Supported], int | None]:
    """Open ideas that the person supports, the newest vote first, in campaigns whose voting is
    over and whose counts are open; nothing of who hides it. And where the next page begins."""
    if person.hides_support:
        return [], None
    wanted = (
        select(
            Vote.id,
            Idea.id,
            Idea.title,
            Idea.language,
            User.name,
            Campaign.title,
            Campaign.slug,
            Campaign.language,
        )
        .join(Idea, Idea.id == Vote.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Idea.author_id)
        .where(
            Vote.voter_id == person.id,
            Vote.value > 0,
            Vote.withdrawn_at.is_(None),
            Idea.status.in_(OPEN),
            campaigns_seen_by(viewer),
            votes_are_known(now),
        )
        .order_by(Vote.id.desc())
        .limit(most + 1)
    )
    rows = db.session.execute(wanted.where(Vote.id < after) if after else wanted).all()
    found = [Supported._make(row) for row in rows[:most]]
    return found, found[-1].vote_id if len(rows) > most else None


def votes_are_known(now: datetime) -> ColumnElement[bool]:
    """A condition on Campaign: nobody votes there any more, and the counts are open, as
    Timetable.allows says it of one campaign."""
    ahead = and_(Phase.campaign_id == Campaign.id, Phase.ends_at > now)
    counted = exists().where(ahead, Phase.starts_at <= now, _allows(Capability.SEE_COUNTS))
    return and_(
        exists().where(Phase.campaign_id == Campaign.id),
        ~exists().where(ahead, _allows(Capability.VOTE)),
        or_(counted, ~exists().where(ahead)),
    )


def _allows(capability: Capability) -> ColumnElement[bool]:
    return cast(Phase.allows, Text).contains(f'"{capability.value}"')
