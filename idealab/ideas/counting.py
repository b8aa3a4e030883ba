"""The counters of ideas, and what their rows add up to.

Two who change ideas of one campaign must not wait for each other: everybody locks the idea first,
then its campaign (`touch_idea`, `next_number`), then the stages and topics that count it."""

from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from idealab.campaigns.models import Campaign, Stage, Topic
from idealab.ideas.models import Idea, IdeaStatus, IdeaTopic
from idealab.lib.counters import Counter
from idealab.lib.db import db

COUNTERS = (
    Counter(
        "published ideas of campaigns",
        Campaign.ideas_count,
        select(func.count())
        .where(Idea.campaign_id == Campaign.id, Idea.status == IdeaStatus.PUBLISHED)
        .scalar_subquery(),
    ),
    Counter(
        "published ideas of stages",
        Stage.ideas_count,
        select(func.count())
        .where(Idea.stage_id == Stage.id, Idea.status == IdeaStatus.PUBLISHED)
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


def count_idea(idea: Idea, change: int) -> None:
    """An idea has come onto the wall (1) or has left it (-1): its campaign, stage and topics
    count it, by SQL and in this transaction."""
    _count(Campaign, Campaign.id == idea.campaign_id, change)
    _count(Stage, Stage.id == idea.stage_id, change)
    topics = select(IdeaTopic.topic_id).filter_by(idea_id=idea.id)
    _count(Topic, Topic.id.in_(topics), change)


def count_stage(stage_id: int | None, change: int) -> None:
    _count(Stage, Stage.id == stage_id, change)


def count_topic(topic_id: int, change: int) -> None:
    _count(Topic, Topic.id == topic_id, change)


def _count(table: Any, where: ColumnElement[bool], change: int) -> None:
    counted = update(table).where(where).values(ideas_count=table.ideas_count + change)
    db.session.execute(counted.execution_options(synchronize_session=False))
