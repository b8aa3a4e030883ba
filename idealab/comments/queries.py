"""The talk below an idea: threads of two levels, a page at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, select

from idealab.accounts.models import Affiliation, User, hue_of
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import Idea
from idealab.lib.db import db

THREADS = 20
REPLIES = 200  # of one page of threads; the rest is on the thread's own page


class Said(NamedTuple):
    id: int
    root_id: int
    parent_id: int | None
    created_at: datetime
    edited_at: datetime | None
    kind: CommentKind
    stance: str | None
    language: str | None
    html: str
    author_id: int | None
    author_name: str | None
    author_department: str | None
    author_face: str | None
    author_tie: Affiliation | None  # only what has been confirmed
    author_organisation: str | None
    author_is_open: bool  # whether there is a page of the person

    @property
    def author_hue(self) -> int:
        return hue_of(self.author_id)

    @property
    def official(self) -> bool:
        return self.kind is CommentKind.OFFICIAL_REPLY


class Thread(NamedTuple):
    root: Said
    replies: Sequence[Said]


class Talk(NamedTuple):
    threads: Sequence[Thread]
    after: int | None  # where the next page begins


def talk_about(idea: Idea, *, after: int = 0) -> Talk:
    """Threads in the order in which they began, with their replies, in two queries."""
    roots = db.session.execute(
        _said(idea).where(Comment.root_id == Comment.id, Comment.id > after).limit(THREADS + 1)
    ).all()
    shown = [Said(*row) for row in roots[:THREADS]]
    replies: dict[int, list[Said]] = {said.id: [] for said in shown}
    if shown:
        below = _said(idea).where(Comment.root_id.in_(replies), Comment.root_id != Comment.id)
        for row in db.session.execute(below.limit(REPLIES)):
            said = Said(*row)
            replies[said.root_id].append(said)
    threads = [Thread(root, replies[root.id]) for root in shown]
    return Talk(threads, shown[-1].id if len(roots) > THREADS else None)


def said(comment: Comment) -> Said:
    """One comment as the page shows it."""
    shown = _columns().where(Comment.id == comment.id)
    return Said(*db.session.execute(shown).one())


def _said(idea: Idea):
    return (
        _columns()
        .where(
            Comment.idea_id == idea.id,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.kind != CommentKind.INTERNAL_NOTE,
        )
        .order_by(Comment.id)
    )


def _columns():
    return select(
        Comment.id,
        Comment.root_id,
        Comment.parent_id,
        Comment.created_at,
        Comment.edited_at,
        Comment.kind,
        Comment.stance,
        Comment.language,
        Comment.body_html,
        Comment.author_id,
        User.name,
        User.department,
        User.avatar,
        case((User.affiliation_confirmed_at.is_not(None), User.affiliation)),
        User.organisation,
        User.id.is_not(None) & User.deactivated_at.is_(None),
    ).outerjoin(User, User.id == Comment.author_id)
