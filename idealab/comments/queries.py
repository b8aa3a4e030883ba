"""The talk about an idea: threads of two levels in an order, a page at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from idealab.accounts.models import Affiliation, User, hue_of
from idealab.comments.models import (
    Comment,
    CommentKind,
    CommentRevision,
    CommentStatus,
    Opening,
    Pin,
    Reaction,
)
from idealab.ideas.models import Idea
from idealab.lib.db import db

THREADS = 20
REPLIES = 5  # of each thread on the page of the idea; the rest is on the thread's own page
REPLIES_OF_THREAD = 50
OFFICIAL = 10
HELPFUL = "like"  # the kind of reaction


class Order(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    HELPFUL = "helpful"


class Said(NamedTuple):
    id: int
    root_id: int
    parent_id: int | None
    created_at: datetime
    edited_at: datetime | None
    kind: CommentKind
    status: CommentStatus
    stance: str | None
    language: str | None
    html: str
    helpful_count: int
    author_id: int | None
    author_name: str | None
    author_department: str | None
    author_face: str | None
    author_tie: Affiliation | None  # only what has been confirmed
    author_organisation: str | None
    author_is_open: bool  # whether there is a page of the person
    sketch_id: int | None
    opening: Opening | None

    @property
    def author_hue(self) -> int:
        return hue_of(self.author_id)

    @property
    def official(self) -> bool:
        return self.kind is CommentKind.OFFICIAL_REPLY

    @property
    def gone(self) -> bool:
        return self.status is CommentStatus.DELETED


class Thread(NamedTuple):
    root: Said
    replies: Sequence[Said]
    replies_count: int = 0


class Talk(NamedTuple):
    threads: Sequence[Thread]
    after: str | None  # where the next page begins


def talk_about(
    idea: Idea, *, order: Order = Order.OLDEST, after: str = "", least: int = THREADS
) -> Talk:
    """A page of threads with their first replies, in two queries. The first page begins with the
    official answers. `after` is the mark that the page before has given."""
    mark = mark_of(after, order)
    official, roots = _roots_of(idea, order, mark, least)
    shown = roots[:least]
    replies = _first_replies([root.id for root in (*official, *shown)], idea)
    threads = [Thread(root, *replies.get(root.id, ((), 0))) for root in (*official, *shown)]
    return Talk(threads, _mark_after(shown[-1], order) if len(roots) > least else None)


def thread_of(root: Comment, *, after: int = 0) -> Talk:
    """One thread with a page of its replies, in two queries."""
    found = _columns().where(Comment.idea_id == root.idea_id, Comment.root_id == root.id)
    below = found.where(Comment.id != root.id, Comment.id > after, is_shown())
    top = Said(*db.session.execute(_columns().where(Comment.id == root.id)).one())
    rows = db.session.execute(below.order_by(Comment.id).limit(REPLIES_OF_THREAD + 1)).all()
    replies = [Said(*row) for row in rows[:REPLIES_OF_THREAD]]
    more = str(replies[-1].id) if len(rows) > REPLIES_OF_THREAD else None
    return Talk([Thread(top, replies, len(replies))], more)


def said(comment: Comment) -> Said:
    """One comment as the page shows it."""
    shown = _columns().where(Comment.id == comment.id)
    return Said(*db.session.execute(shown).one())


def is_shown() -> ColumnElement[bool]:
    """A condition on Comment: what everybody who sees the idea may read."""
    return and_(
        Comment.status == CommentStatus.PUBLISHED, Comment.kind != CommentKind.INTERNAL_NOTE
    )


def is_shown_root() -> ColumnElement[bool]:
    """The same for the beginning of a thread. One that was taken back keeps its place as long as
    there are answers to it."""
    below = aliased(Comment)
    answered = exists().where(
        below.idea_id == Comment.idea_id,
        below.root_id == Comment.id,
        below.id != Comment.id,
        below.status == CommentStatus.PUBLISHED,
        below.kind != CommentKind.INTERNAL_NOTE,
    )
    noted = Comment.kind == CommentKind.INTERNAL_NOTE
    return or_(is_shown(), and_(Comment.status == CommentStatus.DELETED, ~noted, answered))


def mark_of(after: str, order: Order) -> tuple[int, ...] | None:
    """The place that the address names, or None for the beginning."""
    parts = after.split("-")
    if len(parts) != (2 if order is Order.HELPFUL else 1):
        return None
    if not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in parts):
        return None
    return tuple(map(int, parts))


def revisions_of(comment: Comment) -> Sequence[CommentRevision]:
    """What it said before, the newest first."""
    found = select(CommentRevision).filter_by(comment_id=comment.id)
    return db.session.scalars(found.order_by(CommentRevision.id.desc())).all()


class Stand(NamedTuple):
    """How a reader stands to a comment that is their own, or that they found helpful."""

    id: int
    helpful_count: int
    author_name: str | None
    own: bool
    gone: bool


_own = Comment.author_id == bindparam("reader")
_stands = (
    select(Comment.id, Comment.helpful_count, User.name, _own, Comment.status)
    .outerjoin(User, User.id == Comment.author_id)
    .outerjoin(
        Reaction,
        and_(
            Reaction.comment_id == Comment.id,
            Reaction.user_id == bindparam("reader"),
            Reaction.kind == HELPFUL,
        ),
    )
    .where(Comment.id.in_(bindparam("ids", expanding=True)), or_(_own, Reaction.id.is_not(None)))
)


def stands_to(ids: Collection[int], person: User) -> list[Stand]:
    """Of these comments those that the person wrote or found helpful, in one query."""
    if not ids:
        return []
    rows = db.session.execute(_stands, {"reader": person.id, "ids": [*ids]})
    return [
        Stand(comment_id, count, name, bool(is_own), status is CommentStatus.DELETED)
        for comment_id, count, name, is_own, status in rows
    ]


def _roots_of(
    idea: Idea, order: Order, mark: tuple[int, ...] | None, least: int
) -> tuple[list[Said], list[Said]]:
    """The official answers, on the first page only, and the threads of this page; in one query."""
    page = _page_of_roots(idea, order, mark).limit(least + 1).subquery()
    ids: Any = select(page.c.id)
    if mark is None:
        answers = _root_ids(idea, official=True).order_by(Comment.id.desc()).limit(OFFICIAL)
        ids = union_all(ids, select(answers.subquery().c.id))
    rows = db.session.execute(_columns().where(Comment.id.in_(ids)))
    found = sorted((Said(*row) for row in rows), key=lambda said: _place(said, order))
    official = [said for said in found if said.official]
    return sorted(official, key=lambda said: said.id), [s for s in found if not s.official]


def _page_of_roots(idea: Idea, order: Order, mark: tuple[int, ...] | None) -> Any:
    roots = _root_ids(idea, official=False)
    if order is Order.OLDEST:
        roots = roots.order_by(Comment.id)
        return roots.where(Comment.id > mark[0]) if mark else roots
    if order is Order.NEWEST:
        roots = roots.order_by(Comment.id.desc())
        return roots.where(Comment.id < mark[0]) if mark else roots
    place = tuple_(Comment.helpful_count, Comment.id)
    roots = roots.order_by(Comment.helpful_count.desc(), Comment.id.desc())
    return roots.where(place < tuple_(*mark)) if mark else roots


def _root_ids(idea: Idea, *, official: bool) -> Any:
    answers = Comment.kind == CommentKind.OFFICIAL_REPLY
    return select(Comment.id).where(
        Comment.idea_id == idea.id,
        Comment.parent_id.is_(None),
        answers if official else ~answers,
        is_shown_root(),
    )


def _place(said: Said, order: Order) -> tuple[int, ...]:
    if order is Order.HELPFUL:
        return (-said.helpful_count, -said.id)
    return (said.id if order is Order.OLDEST else -said.id,)


def _mark_after(last: Said, order: Order) -> str:
    return f"{last.helpful_count}-{last.id}" if order is Order.HELPFUL else str(last.id)


def _first_replies(ids: Sequence[int], idea: Idea) -> dict[int, tuple[list[Said], int]]:
    """By thread its first replies, and how many there are."""
    if not ids:
        return {}
    ranked = (
        select(
            Comment.id,
            func.row_number()
            .over(partition_by=Comment.root_id, order_by=Comment.id)
            .label("place"),
            func.count().over(partition_by=Comment.root_id).label("all"),
        )
        .where(
            Comment.idea_id == idea.id,
            Comment.root_id.in_(ids),
            Comment.id != Comment.root_id,
            is_shown(),
        )
        .subquery()
    )
    first = (
        _columns(ranked.c.all)
        .join(ranked, ranked.c.id == Comment.id)
        .where(ranked.c.place <= REPLIES)
        .order_by(Comment.id)
    )
    found: dict[int, tuple[list[Said], int]] = {}
    for *columns, count in db.session.execute(first):
        reply = Said(*columns)
        found.setdefault(reply.root_id, ([], count))[0].append(reply)
    return found


def _columns(*more: Any) -> Any:
    return (
        select(
            Comment.id,
            Comment.root_id,
            Comment.parent_id,
            Comment.created_at,
            Comment.edited_at,
            Comment.kind,
            Comment.status,
            Comment.stance,
            Comment.language,
            Comment.body_html,
            Comment.helpful_count,
            Comment.author_id,
            User.name,
            User.department,
            User.avatar,
            case((User.affiliation_confirmed_at.is_not(None), User.affiliation)),
            User.organisation,
            User.id.is_not(None) & User.deactivated_at.is_(None),
            Pin.sketch_id,
            Pin.opening,
            *more,
        )
        .outerjoin(User, User.id == Comment.author_id)
        .outerjoin(Pin, Pin.comment_id == Comment.id)
    )
