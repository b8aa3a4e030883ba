"""The counters of comments, and what their rows add up to."""

from sqlalchemy import func, select

from idealab.comments.commenting import COUNTED
from idealab.comments.models import Comment, CommentStatus, Reaction
from idealab.comments.queries import HELPFUL
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
    Counter(
        "helpful marks of comments",
        Comment.helpful_count,
        select(func.count())
        .where(Reaction.comment_id == Comment.id, Reaction.kind == HELPFUL)
        .scalar_subquery(),
    ),
)
