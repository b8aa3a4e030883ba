from collections.abc import Collection

from sqlalchemy import bindparam, select

from idealab.accounts.models import User
from idealab.lib.db import db
from idealab.voting.models import Vote

_votes = Vote.__table__.c
_of_voter = select(_votes.idea_id).where(
    _votes.voter_id == bindparam("voter"),
    _votes.idea_id.in_(bindparam("ideas", expanding=True)),
    _votes.value > 0,
    _votes.withdrawn_at.is_(None),
)


def voted_on(ids: Collection[int], voter: User) -> set[int]:
    """Which of these ideas the person supports."""
    if not ids:
        return set()
    return set(db.session.scalars(_of_voter, {"voter": voter.id, "ideas": [*ids]}))
