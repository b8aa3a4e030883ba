"""What a person follows: ideas and whole campaigns, and how to stop."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.models import Follow, Idea
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db

PAGE = 30


class Followed(NamedTuple):
    id: int
    created_at: datetime
    idea_id: int | None
    title: str
    language: str
    stage_name: str | None
    campaign_title: str
    campaign_slug: str

    @property
    def address(self) -> str:
        return f"/ideas/{self.idea_id}" if self.idea_id else f"/campaigns/{self.campaign_slug}"


def followed_by(
    person: User, *, after: int = 0, most: int = PAGE
) -> tuple[Sequence[Followed], int | None]:
    """What the person follows and may see, the newest first, in one query; and where the next page
    begins."""
    home = aliased(Campaign)
    wanted = (
        select(
            Follow.id,
            Follow.created_at,
            Idea.id,
            Idea.title,
            Idea.language,
            Stage.name,
            home.title,
            home.slug,
            home.language,
        )
        .outerjoin(Idea, Idea.id == Follow.idea_id)
        .outerjoin(Stage, Stage.id == Idea.stage_id)
        .join(home, or_(home.id == Follow.campaign_id, home.id == Idea.campaign_id))
        .where(
            Follow.user_id == person.id,
            or_(Follow.idea_id.is_(None), Idea.status.in_(OPEN)),
            Idea.author_id.is_distinct_from(person.id),  # which they know already
            campaigns_seen_by(person, home),
        )
        .order_by(Follow.id.desc())
        .limit(most + 1)
    )
    rows = db.session.execute(wanted.where(Follow.id < after) if after else wanted).all()
    found = [
        Followed(row[0], row[1], row[2], row[3] or row[6], row[4] or row[8], row[5], row[6], row[7])
        for row in rows[:most]
    ]
    return found, found[-1].id if len(rows) > most else None


def stop_following(person: User, follow_id: int) -> None:
    """Doing it twice does no harm; a follow of somebody else stays."""
    db.session.execute(delete(Follow).filter_by(id=follow_id, user_id=person.id))
