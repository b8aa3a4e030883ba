"""Mark a comment as helpful: one mark a person, never on one's own. It is no vote on the idea, so
its count is shown also while the votes are not."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from idealab.accounts.models import User
from idealab.comments.commenting import count_comments, require_open_talk
from idealab.comments.models import Comment, CommentStatus, Reaction
from idealab.comments.queries import HELPFUL
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _


class NotMarkable(Refused):
    pass


def set_helpful(comment: Comment, idea: Idea, *, wanted: bool, by: User, now: datetime) -> int:
    """Make the mark be there, or not, and return how many there are; asking twice changes nothing.
    Raises NotMarkable, NotNow, TalkClosed, NotAllowed."""
    if comment.author_id == by.id:
        raise NotMarkable(_("This is your own comment; whether it helps is up to the others."))
    if comment.status is not CommentStatus.PUBLISHED:
        raise NotMarkable(_("This comment is no longer there."))
    require_open_talk(idea, by=by, now=now)
    count_comments(idea, 0)  # locks the idea, then the comment, as everybody does
    change = _mark(comment, by, now) if wanted else -_unmark(comment, by)
    counted = (
        update(Comment)
        .where(Comment.id == comment.id)
        .values(helpful_count=Comment.helpful_count + change)
        .returning(Comment.helpful_count)
    )
    return db.session.execute(
        counted, execution_options={"synchronize_session": False}
    ).scalar_one()


def _mark(comment: Comment, by: User, now: datetime) -> int:
    kind: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    placed = (
        kind.insert(Reaction)
        .values(comment_id=comment.id, user_id=by.id, kind=HELPFUL, emoji="", created_at=now)
        .on_conflict_do_nothing(index_elements=["comment_id", "user_id", "kind", "emoji"])
        .returning(Reaction.id)
    )
    return 0 if db.session.execute(placed).first() is None else 1


def _unmark(comment: Comment, by: User) -> int:
    gone = (
        delete(Reaction)
        .where(
            Reaction.comment_id == comment.id,
            Reaction.user_id == by.id,
            Reaction.kind == HELPFUL,
        )
        .returning(Reaction.id)
    )
    return len(db.session.execute(gone, execution_options={"synchronize_session": False}).all())
