"""What the public sees, for programs: drafts, hidden ideas and campaigns by invitation are nowhere
here, whoever asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import campaign_by_slug
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.updates.models import Update
from idealab.updates.seeing import is_out

IN_FEED = 50
MOST_IN_MAP = 8_000  # campaigns, and updates, in the first part
IN_PART = 2_500  # addresses of ideas in one part of the site map; the law allows 50,000


def public_campaign(slug: str) -> Campaign | None:
    """The campaign if everybody may see it, also those without an account."""
    return campaign_by_slug(slug, viewer=None)


def newest_campaigns() -> Sequence[Campaign]:
    found = select(Campaign).where(campaigns_seen_by(None)).order_by(Campaign.id.desc())
    return db.session.scalars(found.limit(IN_FEED)).all()


def newest_ideas(campaign: Campaign) -> Sequence[Any]:
    found = (
        select(
            Idea.id,
            Idea.title,
            Idea.excerpt,
            Idea.language,
            Idea.published_at,
            Idea.updated_at,
            Idea.created_at,
            Idea.source,
            User.name,
        )
        .outerjoin(User, User.id == Idea.author_id)
        .where(Idea.campaign_id == campaign.id, ideas_on_wall())
        .order_by(Idea.published_at.desc(), Idea.id.desc())
        .limit(IN_FEED)
    )
    return db.session.execute(found).all()


def newest_answers() -> Sequence[Any]:
    found = (
        select(
            Comment.id,
            Comment.created_at,
            Comment.edited_at,
            Comment.body_html,
            Comment.language,
            Idea.id.label("idea_id"),
            Idea.title,
            User.name,
        )
        .join(Idea, Idea.id == Comment.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Comment.author_id)
        .where(
            Comment.kind == CommentKind.OFFICIAL_REPLY,
            Comment.status == CommentStatus.PUBLISHED,
            ideas_on_wall(),
            campaigns_seen_by(None),
        )
        .order_by(Comment.id.desc())
        .limit(IN_FEED)
    )
    return db.session.execute(found).all()


def parts_count() -> int:
    """How many parts of the site map list ideas: each holds the ideas of so many numbers."""
    last = db.session.scalar(select(func.max(Idea.id))) or 0
    return -(-last // IN_PART)


def ideas_in_part(part: int) -> Sequence[Any]:
    """Of the parts from 1 on."""
    # Cut out of the table first: else SQLite reads all ideas of each campaign in turn.
    some = (
        select(Idea)
        .where(Idea.id > (part - 1) * IN_PART, Idea.id <= part * IN_PART)
        .order_by(Idea.id)
        .limit(IN_PART)
        .subquery()
    )
    changed = func.coalesce(some.c.updated_at, some.c.published_at, some.c.created_at)
    found = (
        select(some.c.id, changed.label("changed_at"))
        .join(Campaign, Campaign.id == some.c.campaign_id)
        .where(some.c.status == IdeaStatus.PUBLISHED, campaigns_seen_by(None))
        .order_by(some.c.id)
    )
    return db.session.execute(found).all()


def campaigns_in_map() -> Sequence[Any]:
    columns = (Campaign.slug, Campaign.created_at, Campaign.updated_at)
    found = select(*columns).where(campaigns_seen_by(None)).order_by(Campaign.id.desc())
    return db.session.execute(found.limit(MOST_IN_MAP)).all()


def updates_in_map(*, now: datetime) -> Sequence[Any]:
    found = (
        select(Update.id, Campaign.slug, Update.published_at, Update.edited_at)
        .join(Campaign, Campaign.id == Update.campaign_id)
        .where(is_out(now=now), campaigns_seen_by(None))
        .order_by(Update.published_at.desc())
        .limit(MOST_IN_MAP)
    )
    return db.session.execute(found).all()
