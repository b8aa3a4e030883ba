from collections.abc import Collection

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.lib.db import db
from idealab.voting.models import Vote


def voted_on(ids: Collection[int], voter: User) -> set[int]:
    """Which of these ideas the person supports."""
    if not ids:
        return set()
    votes = select(Vote.idea_id).where(
        Vote.voter_id == voter.id,
        Vote.idea_id.in_(ids),
        Vote.value > 0,
        Vote.withdrawn_at.is_(None),
    )
    return set(db.session.scalars(votes))
