"""Who has an idea: its author and, with them, its co-authors."""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, exists, or_, select, union_all
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Contributor, Idea
from idealab.lib.db import db


def has_idea(idea: Idea | IdeaGlance, person: User) -> bool:
    """Is the person its author or one of its co-authors?"""
    if idea.author_id == person.id:
        return True
    return idea.author_id is not None and is_coauthor(idea.id, person)


def is_coauthor(idea_id: int, person: User) -> bool:
    found = select(Contributor.user_id).filter_by(idea_id=idea_id, user_id=person.id)
    return db.session.scalar(found) is not None


def ideas_had_by(person: User) -> CompoundSelect[tuple[int]]:
    """The ids of the ideas of which has_idea is true."""
    had = aliased(Idea)
    alone = select(had.id).where(had.author_id == person.id)
    shared = (
        select(Contributor.idea_id)
        .join(had, had.id == Contributor.idea_id)
        .where(Contributor.user_id == person.id, had.author_id.is_not(None))
    )
    return union_all(alone, shared)  # each by its index, where an OR would read all ideas


def is_had_by(person_id: Any, idea: Any = Idea) -> ColumnElement[bool]:
    """The same as a condition on a row of ideas, for a column with ids of people."""
    shared = aliased(Contributor)
    shares = exists().where(shared.idea_id == idea.id, shared.user_id == person_id)
    return or_(idea.author_id.is_not_distinct_from(person_id), shares)
