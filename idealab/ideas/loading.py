"""Find what an address names, for somebody who may see it; else it does not exist."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea
from idealab.ideas.seeing import may_see_idea
from idealab.lib.db import db


def find_idea(idea_id: int, viewer: User | None) -> Idea | None:
    """The idea with its campaign, author and place, in one query."""
    found = (
        select(Idea)
        .join(Campaign)
        .options(contains_eager(Idea.campaign), joinedload(Idea.author), joinedload(Idea.place))
    )
    idea = db.session.scalars(found.where(Idea.id == idea_id)).first()
    return idea if idea is not None and may_see_idea(idea, viewer) else None


def campaign_of_idea(idea_id: int) -> int | None:
    return db.session.scalar(select(Idea.campaign_id).filter_by(id=idea_id))


def minute(now: datetime) -> int:
    """Pages say times to the minute, so what they show may change with each."""
    return int(now.timestamp() // 60)
