"""What becomes of the comments of somebody who leaves."""

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, select, update

from idealab.accounts.models import User
from idealab.comments.commenting import COUNTED, count_comments
from idealab.comments.mentioning import forget_mentions
from idealab.comments.models import Comment, CommentKind, CommentRevision, CommentStatus
from idealab.comments.renaming import touch_ideas_around
from idealab.ideas.models import Idea
from idealab.lib.db import db


def take_comments_along(user: User, *, now: datetime, takes_comments: bool) -> None:
    """Their words go with them, if they wish; what others answered stays. Official answers are the
    company's. Otherwise all of it stays, without the name. What others wrote leads to them no
    more."""
    touch_ideas_around(user)
    forget_mentions(user)
    if not takes_comments:
        return
    own = (Comment.author_id == user.id, Comment.kind != CommentKind.OFFICIAL_REPLY)
    counted = select(Comment.idea_id).where(
        *own, Comment.status == CommentStatus.PUBLISHED, Comment.kind.in_(COUNTED)
    )
    gone = Counter(db.session.scalars(counted))
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(gone)).order_by(Idea.id)):
        count_comments(idea, -gone[idea.id])
    emptied = (
        update(Comment)
        .where(*own)
        .values(status=CommentStatus.DELETED, body="", body_html="", edited_at=now)
    )
    db.session.execute(emptied, execution_options={"synchronize_session": False})
    before = CommentRevision.comment_id.in_(select(Comment.id).where(*own))
    db.session.execute(
        delete(CommentRevision).where(before), execution_options={"synchronize_session": False}
    )
