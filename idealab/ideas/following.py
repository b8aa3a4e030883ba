"""Follow an idea, to hear of answers, moves and comments, and stop following it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from idealab.accounts.models import User
from idealab.ideas.models import Follow, Idea
from idealab.lib.db import db


def set_following(idea: Idea, person: User, *, wanted: bool, now: datetime) -> None:
    """Make the follow be there, or not; asking twice changes nothing."""
    if not wanted:
        db.session.execute(delete(Follow).filter_by(user_id=person.id, idea_id=idea.id))
        return
    kind: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    followed = kind.insert(Follow).values(user_id=person.id, idea_id=idea.id, created_at=now)
    db.session.execute(followed.on_conflict_do_nothing(index_elements=["user_id", "idea_id"]))
