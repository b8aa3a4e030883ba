from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from idealab.accounts.models import User
from idealab.ideas.models import Contributor
from idealab.lib.db import db
from idealab.voting.models import Vote

_votes: Any = Vote.__table__.c
_shared: Any = Contributor.__table__.c
_of_reader = union_all(
    select(_votes.idea_id, literal(False).label("has_it")).where(
        _votes.voter_id == bindparam("reader"),
        _votes.idea_id.in_(bindparam("ideas", expanding=True)),
        _votes.value > 0,
        _votes.withdrawn_at.is_(None),
    ),
    select(_shared.idea_id, literal(True)).where(
        _shared.user_id == bindparam("reader"),
        _shared.idea_id.in_(bindparam("ideas", expanding=True)),
    ),
)


class Bonds(NamedTuple):
    """Which ideas a reader supports, and which they have as a co-author."""

    voted: set[int]
    shared: set[int]


def bonds_of(reader: User, ids: Collection[int]) -> Bonds:
    """What the reader has to do with these ideas, in one query."""
    bonds = Bonds(set(), set())
    if ids:
        for idea_id, has_it in db.session.execute(
            _of_reader, {"reader": reader.id, "ideas": [*ids]}
        ):
            (bonds.shared if has_it else bonds.voted).add(idea_id)
    return bonds
