from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from idealab.accounts.models import User
from idealab.ideas.models import Contributor, Follow
from idealab.lib.db import db
from idealab.voting.models import Vote

_votes: Any = Vote.__table__.c
_shared: Any = Contributor.__table__.c
_followed: Any = Follow.__table__.c


def _ideas_of(rows: Any, reader: Any, name: str) -> Any:
    return select(rows.idea_id, literal(name).label("bond")).where(
        reader == bindparam("reader"), rows.idea_id.in_(bindparam("ideas", expanding=True))
    )


_of_reader = union_all(
    _ideas_of(_votes, _votes.voter_id, "voted").where(
        _votes.value > 0, _votes.withdrawn_at.is_(None)
    ),
    _ideas_of(_shared, _shared.user_id, "shared"),
    _ideas_of(_followed, _followed.user_id, "followed"),
)


class Bonds(NamedTuple):
    """Which ideas a reader supports, has as a co-author, and follows."""

    voted: set[int]
    shared: set[int]
    followed: set[int]


def bonds_of(reader: User, ids: Collection[int]) -> Bonds:
    """What the reader has to do with these ideas, in one query."""
    bonds = Bonds(set(), set(), set())
    if ids:
        asked = {"reader": reader.id, "ideas": [*ids]}
        for idea_id, bond in db.session.execute(_of_reader, asked):
            getattr(bonds, bond).add(idea_id)
    return bonds
