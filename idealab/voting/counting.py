"""The counter of votes, and what its rows add up to."""

from sqlalchemy import func, select

from idealab.ideas.models import Idea
from idealab.lib.counters import Counter
from idealab.voting.models import Vote

COUNTERS = (
    Counter(
        "votes of ideas",
        Idea.votes_count,
        select(func.count() + Idea.imported_votes_count)
        .select_from(Vote)
        .where(Vote.idea_id == Idea.id, Vote.value > 0, Vote.withdrawn_at.is_(None))
        .scalar_subquery(),
    ),
)
