"""Who took part in public: whoever has an idea on the wall or said something about one. Those who
only supported stay unnamed; they are counted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, or_, select, union_all

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
MOST_ANSWERING = 500


class Participant(NamedTuple):
    id: int
    name: str
    is_author: bool


class Crowd(NamedTuple):
    """Everybody who took part in public, in the order in which they came."""

    came: dict[int, bool]  # by person: has the person an idea?
    answered: Sequence[int]  # who gave official answers


class Page(NamedTuple):
    people: Sequence[Participant]
    after: int | None  # how many came before the next page begins


class Member(NamedTuple):
    """Somebody of the team who answered or told something in public."""

    id: int
    name: str
    department: str | None
    face: str | None

    @property
    def hue(self) -> int:
        return hue_of(self.id)


def crowd_of(campaign_id: int) -> Crowd:
    """In two queries over all ideas and comments: keep what it returns while `mark_of` says the
    same."""
    acts = union_all(_ideas(campaign_id), _comments(campaign_id)).subquery()
    first = func.min(acts.c.at)
    came = (
        select(acts.c.person_id, func.max(acts.c.is_author))
        .group_by(acts.c.person_id)
        .order_by(first, acts.c.person_id)
    )
    people = {person_id: bool(author) for person_id, author in db.session.execute(came)}
    return Crowd(people, db.session.scalars(_answered(campaign_id)).all())


def mark_of(campaign: Campaign) -> tuple[int, int, int]:
    """What moves when an idea or a comment appears or is hidden."""
    comments = select(func.sum(Idea.comments_count)).where(
        Idea.campaign_id == campaign.id, ideas_on_wall()
    )
    return campaign.id, campaign.version, db.session.scalar(comments) or 0


def people_of(crowd: Crowd, *, name: str = "", after: int = 0) -> Page:
    """A page of them, or of those with `name` at the beginning of a part of their name; who has
    left is not named. One query, two to find a name."""
    ids = [*crowd.came]
    if name:
        found = set(db.session.scalars(_named(name)))
        ids = [person_id for person_id in ids if person_id in found]
    shown = ids[after : after + ON_PAGE]
    rows = db.session.execute(
        select(User.id, User.name).where(User.id.in_(shown), User.deactivated_at.is_(None))
    )
    names = {row.id: row.name for row in rows}
    people = [
        Participant(person_id, names[person_id], crowd.came[person_id])
        for person_id in shown
        if person_id in names
    ]
    return Page(people, after + ON_PAGE if len(ids) > after + ON_PAGE else None)


def team_of(campaign: Campaign, crowd: Crowd, *, now: datetime) -> list[Member]:
    """Who answered officially or wrote in the journal, in one query."""
    told = select(Update.author_id).where(Update.campaign_id == campaign.id, is_out(now=now))
    people = select(User.id, User.name, User.department, User.avatar).where(
        User.deactivated_at.is_(None), or_(User.id.in_(crowd.answered), User.id.in_(told))
    )
    return [Member(*row) for row in db.session.execute(people.order_by(User.name, User.id))]


def comments_in(campaign_id: int, kinds: Collection[CommentKind], *columns: Any) -> Select:
    """What was said in public, of these kinds."""
    return (
        select(*columns)
        .select_from(Comment)
        .join(Idea, Idea.id == Comment.idea_id)
        .where(
            Idea.campaign_id == campaign_id,
            ideas_on_wall(),
            Comment.status == CommentStatus.PUBLISHED,
            Comment.kind.in_(kinds),
        )
    )


def _answered(campaign_id: int) -> Select:
    answers = comments_in(campaign_id, (CommentKind.OFFICIAL_REPLY,), Comment.author_id)
    return answers.where(Comment.author_id.is_not(None)).distinct().limit(MOST_ANSWERING)


def _ideas(campaign_id: int) -> Select:
    return (
        select(
            Idea.author_id.label("person_id"),
            func.min(Idea.published_at).label("at"),
            literal(1).label("is_author"),
        )
        .where(Idea.campaign_id == campaign_id, ideas_on_wall(), Idea.author_id.is_not(None))
        .group_by(Idea.author_id)
    )


def _comments(campaign_id: int) -> Select:
    person, first = Comment.author_id.label("person_id"), func.min(Comment.created_at).label("at")
    said = comments_in(campaign_id, COUNTED, person, first, literal(0).label("is_author"))
    return said.where(Comment.author_id.is_not(None)).group_by(Comment.author_id)


def _named(name: str) -> Select:
    begins, wanted = func.lower(User.name), _escaped(name.lower()[:LONGEST_NAME])
    return select(User.id).where(
        or_(begins.like(f"{wanted}%", escape="\\"), begins.like(f"% {wanted}%", escape="\\"))
    )


def _escaped(text: str) -> str:
    """`text` as LIKE takes it literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
