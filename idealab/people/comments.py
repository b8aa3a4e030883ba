"""What a person has said, for that person."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import Idea
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db
from idealab.lib.text import excerpt_of, plain_of

PAGE = 30
SHOWN = (CommentStatus.PUBLISHED, CommentStatus.PENDING, CommentStatus.HIDDEN)


class Spoken(NamedTuple):
    id: int
    created_at: datetime
    status: CommentStatus
    language: str | None
    text: str
    idea_id: int
    title: str
    idea_language: str


def comments_by(
    person: User, *, after: int = 0, most: int = PAGE
) -> tuple[Sequence[Spoken], int | None]:
    """The person's own comments on ideas that can still be read, the newest first, in one query;
    and where the next page begins."""
    wanted = (
        select(
            Comment.id,
            Comment.created_at,
            Comment.status,
            Comment.language,
            Comment.body_html,
            Idea.id,
            Idea.title,
            Idea.language,
        )
        .join(Idea, Idea.id == Comment.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .where(
            Comment.author_id == person.id,
            Comment.status.in_(SHOWN),
            Comment.kind != CommentKind.INTERNAL_NOTE,
            Idea.status.in_(OPEN),
            campaigns_seen_by(person),
        )
        .order_by(Comment.id.desc())
        .limit(most + 1)
    )
    rows = db.session.execute(wanted.where(Comment.id < after) if after else wanted).all()
    found = [Spoken(*row[:4], excerpt_of(plain_of(row[4])), *row[5:]) for row in rows[:most]]
    return found, found[-1].id if len(rows) > most else None
