"""Find the comment an address names, for somebody who may see it, and the page it stands on."""

from typing import Any

from sqlalchemy import Select, func, select

from idealab.accounts.models import User
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.comments.queries import REPLIES, THREADS, is_shown, is_shown_root
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea
from idealab.lib.db import db, row_of


def find_comment(comment_id: int, viewer: User | None) -> tuple[Comment, Idea] | None:
    """A comment that everybody who sees its idea may read; one that was taken back is still found
    by its author."""
    comment = row_of(Comment, comment_id)
    if comment is None or comment.kind is CommentKind.INTERNAL_NOTE:
        return None
    own = viewer is not None and viewer.is_authenticated and comment.author_id == viewer.id
    gone = comment.status is CommentStatus.DELETED and own
    if comment.status is not CommentStatus.PUBLISHED and not gone:
        return None
    root = comment if comment.parent_id is None else row_of(Comment, comment.root_id)
    if root is None or root.status not in (CommentStatus.PUBLISHED, CommentStatus.DELETED):
        return None
    idea = find_idea(comment.idea_id, viewer)
    return (comment, idea) if idea is not None else None


def address_of(comment: Comment) -> str:
    """The page of threads, in their usual order, that shows it, and its place there."""
    page = f"/ideas/{comment.idea_id}"
    root = comment if comment.parent_id is None else db.session.get_one(Comment, comment.root_id)
    if root is not comment and _count(_replies_before(comment)) >= REPLIES:
        page = f"/comments/{root.id}/thread?after={comment.id - 1}"
    elif root.kind is not CommentKind.OFFICIAL_REPLY and _count(_roots_before(root)) >= THREADS:
        page = f"{page}?comments={root.id - 1}"
    return f"{page}#comment-{comment.id}"


def _count(found: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _replies_before(comment: Comment) -> Select[Any]:
    return (
        select(Comment.id)
        .where(
            Comment.idea_id == comment.idea_id,
            Comment.root_id == comment.root_id,
            Comment.id != comment.root_id,
            Comment.id < comment.id,
            is_shown(),
        )
        .limit(REPLIES)
    )


def _roots_before(root: Comment) -> Select[Any]:
    return (
        select(Comment.id)
        .where(
            Comment.idea_id == root.idea_id,
            Comment.parent_id.is_(None),
            Comment.kind != CommentKind.OFFICIAL_REPLY,
            Comment.id < root.id,
            is_shown_root(),
        )
        .limit(THREADS)
    )
