"""What a person has done here, as others may see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.seeing import ideas_of_person
from idealab.lib.db import db

MOST = 100


class Mine(NamedTuple):
    id: int
    number: int
    title: str
    language: str
    status: IdeaStatus
    created_at: datetime
    campaign_title: str
    campaign_slug: str
    time_zone: str
    stage_name: str | None
    stage_kind: str | None
    comments_count: int


def ideas_by(person: User, *, viewer: User | None) -> Sequence[Mine]:
    """The newest ideas of the person that `viewer` may see, in one query."""
    rows = db.session.execute(
        select(
            Idea.id,
            Idea.number,
            Idea.title,
            Idea.language,
            Idea.status,
            Idea.created_at,
            Campaign.title,
            Campaign.slug,
            Campaign.time_zone,
            Stage.name,
            Stage.kind,
            Idea.comments_count,
        )
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(Stage, Stage.id == Idea.stage_id)
        .where(ideas_of_person(person, viewer), campaigns_seen_by(viewer))
        .order_by(Idea.id.desc())
        .limit(MOST)
    )
    return [Mine._make(row) for row in rows]
