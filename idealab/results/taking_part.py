"""Who took part in public: whoever has an idea on the wall or said something about one. Those who
only supported stay unnamed; they are counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, func, literal, or_, select, union_all

from idealab.accounts.models import User, hue_of
from idealab.campaigns.models import Campaign
from idealab.comments.commenting import COUNTED
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.updates.models import Update
from idealab.updates.seeing import is_out

ON_PAGE = 200
LONGEST_NAME = 80


class Participant(NamedTuple):
    id: int
    name: str
    is_author: bool


class Crowd(NamedTuple):
    people: Sequence[Participant]
    after: int | None  # how many came before the next page begins


class Member(NamedTuple):
    """Somebody of the team who answered or told something in public."""

    id: int
    name: str
    department: str | None

    @property
    def hue(self) -> int:
        return hue_of(self.id)


def people_of(campaign: Campaign, *, name: str = "", after: int = 0) -> Crowd:
    """In the order in which they came, in one query; `name` finds the beginning of any part of a
    name."""
    acts = union_all(_ideas(campaign), _comments(campaign)).subquery()
    came = (
        select(
            acts.c.person_id,
            func.min(acts.c.at).label("at"),
            func.max(acts.c.is_author).label("is_author"),
        )
        .group_by(acts.c.person_id)
        .subquery()
    )
    found = (
        select(User.id, User.name, came.c.is_author)
        .join(came, came.c.person_id == User.id)
        .where(User.deactivated_at.is_(None))
        .order_by(came.c.at, User.id)
    )
    if name:
        begins = func.lower(User.name)
        wanted = _escaped(name.lower()[:LONGEST_NAME])
        found = found.where(
            or_(begins.like(f"{wanted}%", escape="\\"), begins.like(f"% {wanted}%", escape="\\"))
        )
    rows = db.session.execute(found.offset(after).limit(ON_PAGE + 1)).all()
    people = [Participant(row.id, row.name, bool(row.is_author)) for row in rows[:ON_PAGE]]
    return Crowd(people, after + ON_PAGE if len(rows) > ON_PAGE else None)


def team_of(campaign: Campaign, *, now: datetime) -> list[Member]:
    """Who answered officially or wrote in the journal, in one query."""
    answered = (
        select(Comment.author_id)
        .join(Idea, Idea.id == Comment.idea_id)
        .where(
            Idea.campaign_id == campaign.id,
            ideas_on_wall(),
            Comment.kind == CommentKind.OFFICIAL_REPLY,
            Comment.status == CommentStatus.PUBLISHED,
        )
    )
    told = select(Update.author_id).where(Update.campaign_id == campaign.id, is_out(now=now))
    people = select(User.id, User.name, User.department).where(
        User.deactivated_at.is_(None), or_(User.id.in_(answered), User.id.in_(told))
    )
    return [Member(*row) for row in db.session.execute(people.order_by(User.name, User.id))]


def _ideas(campaign: Campaign) -> Select:
    return (
        select(
            Idea.author_id.label("person_id"),
            func.min(Idea.published_at).label("at"),
            literal(1).label("is_author"),
        )
        .where(Idea.campaign_id == campaign.id, ideas_on_wall(), Idea.author_id.is_not(None))
        .group_by(Idea.author_id)
    )


def _comments(campaign: Campaign) -> Select:
    said = and_(
        Comment.status == CommentStatus.PUBLISHED,
        Comment.kind.in_(COUNTED),
        Comment.author_id.is_not(None),
    )
    return (
        select(
            Comment.author_id.label("person_id"),
            func.min(Comment.created_at).label("at"),
            literal(0).label("is_author"),
        )
        .join(Idea, Idea.id == Comment.idea_id)
        .where(Idea.campaign_id == campaign.id, ideas_on_wall(), said)
        .group_by(Comment.author_id)
    )


def _escaped(text: str) -> str:
    """`text` as LIKE takes it literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
