"""The counter of comments, and what its rows add up to."""

from sqlalchemy import func, select

from idealab.comments.commenting import COUNTED
from idealab.comments.models import Comment, CommentStatus
from idealab.ideas.models import Idea
from idealab.lib.counters import Counter

COUNTERS = (
    Counter(
        "comments of ideas",
        Idea.comments_count,
        select(func.count())
        .where(
            Comment.idea_id == Idea.id,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.kind.in_(COUNTED),
        )
        .scalar_subquery(),
    ),
)
