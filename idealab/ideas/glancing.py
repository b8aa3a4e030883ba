"""A glance at an idea: what says whether a page of it that is kept ready may be shown."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign, Phase
from idealab.campaigns.phases import SPAN, Span, Timetable
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib.db import db


class IdeaGlance(NamedTuple):
    id: int
    campaign_id: int
    author_id: int | None
    status: IdeaStatus
    version: int
    votes_count: int
    comments_count: int
    talk_closed_at: Any
    campaign: Any  # a glance as well


OWN = IdeaGlance._fields[:-1]
_ideas, _campaigns, _phases = Idea.__table__, Campaign.__table__, Phase.__table__
_all = (
    select(
        *(_ideas.c[name] for name in OWN),
        *(_campaigns.c[name] for name in Glance._fields),
        *SPAN,
    )
    .select_from(_ideas)
    .join(_campaigns, _campaigns.c.id == _ideas.c.campaign_id)
    .outerjoin(_phases, _phases.c.campaign_id == _ideas.c.campaign_id)
    .where(_ideas.c.id == bindparam("id"))
    .order_by(_phases.c.position)
)
TO_CAMPAIGN, TO_SPAN = len(OWN), len(OWN) + len(Glance._fields)


def glance_at_idea(idea_id: int, *, now: datetime) -> tuple[IdeaGlance, Timetable] | None:
    """The idea, its campaign and what that allows now, in one statement; None if there is none."""
    rows = db.session.execute(_all, {"id": idea_id}).all()
    if not rows:
        return None
    campaign = Glance(*rows[0][TO_CAMPAIGN:TO_SPAN])
    spans = [Span(*row[TO_SPAN:]) for row in rows if row[TO_SPAN] is not None]
    seen = IdeaGlance._make([*rows[0][:TO_CAMPAIGN], campaign])
    return seen, Timetable(campaign, spans, now)
