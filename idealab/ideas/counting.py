"""The counters of ideas, and what their rows add up to."""

from sqlalchemy import func, select

from idealab.campaigns.models import Campaign, Topic
from idealab.ideas.models import Idea, IdeaStatus, IdeaTopic
from idealab.lib.counters import Counter

COUNTERS = (
    Counter(
        "published ideas of campaigns",
        Campaign.ideas_count,
        select(func.count())
        .where(Idea.campaign_id == Campaign.id, Idea.status == IdeaStatus.PUBLISHED)
        .scalar_subquery(),
    ),
    Counter(
        "published ideas of topics",
        Topic.ideas_count,
        select(func.count())
        .select_from(IdeaTopic)
        .join(Idea, Idea.id == IdeaTopic.idea_id)
        .where(IdeaTopic.topic_id == Topic.id, Idea.status == IdeaStatus.PUBLISHED)
        .scalar_subquery(),
    ),
)
