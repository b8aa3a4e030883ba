"""What waits for a person: answers of the company and moves of the person's own ideas, unread."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.authorship import ideas_had_by
from idealab.ideas.models import Idea
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db
from idealab.lib.text import excerpt_of, plain_of
from idealab.stages.models import Move

MOST = 12
EXCERPT = 240


class Waiting(NamedTuple):
    """Something that somebody of the company said about an idea, to those who have it."""

    at: datetime
    idea_id: int
    title: str
    language: str
    text: str
    by_id: int | None
    by_name: str | None
    by_department: str | None
    by_face: str | None
    stage_name: str | None = None  # of a move
    comment_id: int | None = None  # of an answer


def waiting_for(person: User) -> Sequence[Waiting]:
    """The newest unread answers and moves with a reason, in two queries."""
    found = [*_answers(person), *_moves(person)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def read_news(person: User, *, now: datetime) -> None:
    """The person has read all that there is until now."""
    person.news_read_at = now
    db.session.flush()


def _answers(person: User) -> list[Waiting]:
    rows = db.session.execute(
        select(
            Comment.created_at,
            Idea.id,
            Idea.title,
            Idea.language,
            Comment.body_html,
            User.id,
            User.name,
            User.department,
            User.avatar,
            Comment.id,
        )
        .join(Idea, Idea.id == Comment.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Comment.author_id)
        .where(
            *_own(person),
            Comment.kind == CommentKind.OFFICIAL_REPLY,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.author_id.is_distinct_from(person.id),
            *_since(person, Comment.created_at),
        )
        .order_by(Comment.id.desc())
        .limit(MOST)
    )
    return [
        Waiting(*row[:4], excerpt_of(plain_of(row[4]), length=EXCERPT), *row[5:9], None, row[9])
        for row in rows
    ]


def _moves(person: User) -> list[Waiting]:
    rows = db.session.execute(
        select(
            Move.created_at,
            Idea.id,
            Idea.title,
            Idea.language,
            Move.reason,
            User.id,
            User.name,
            User.department,
            User.avatar,
            Stage.name,
        )
        .join(Idea, Idea.id == Move.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .join(Stage, Stage.id == Move.target_id)
        .outerjoin(User, User.id == Move.by_id)
        .where(
            *_own(person),
            Move.by_id.is_distinct_from(person.id),
            *_since(person, Move.created_at),
        )
        .order_by(Move.id.desc())
        .limit(MOST)
    )
    return [Waiting(*row) for row in rows]


def _own(person: User):
    return Idea.id.in_(ideas_had_by(person)), Idea.status.in_(OPEN), campaigns_seen_by(person)


def _since(person: User, column):
    return () if person.news_read_at is None else (column > person.news_read_at,)
