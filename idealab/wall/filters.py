"""What a visitor narrows the wall down to, as conditions that are made once and bound each time."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import aliased

from idealab.ideas.models import Idea, IdeaTag, IdeaTopic
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.lib.search import matching

FEW = 500
_ideas, _topics, _tags = Idea.__table__, IdeaTopic.__table__, IdeaTag.__table__


def _of_topic() -> ColumnElement[bool]:
    hung = select(_topics.c.idea_id).where(_topics.c.topic_id == bindparam("topic"))
    return _ideas.c.id.in_(hung)


def _with_tag() -> ColumnElement[bool]:
    named = select(_tags.c.idea_id).where(_tags.c.name == bindparam("tag"))
    return _ideas.c.id.in_(named)


CONDITIONS = {
    "topic": _of_topic,
    "tag": _with_tag,
    "stage": lambda: _ideas.c.stage_id == bindparam("stage"),
    "language": lambda: _ideas.c.language == bindparam("language"),
    "pictured": lambda: _ideas.c.cover_file_id.is_not(None),
}


def conditions(names: Sequence[str]) -> list[ColumnElement[bool]]:
    """What these filters ask of an idea; the values are bound by their names."""
    return [CONDITIONS[name]() for name in names]


def few_filtered(
    names: tuple[str, ...], asked: dict[str, Any], *, searched: str | None = None
) -> list[int] | None:
    """The ids of the ideas on the wall that pass the filters, if these are few, else None; and
    have the words, where they are `searched` on this database too. Without this, three ideas in a
    rare language would be looked for through a whole order of the wall."""
    found = list(db.session.scalars(_first_of(names, searched), asked | {"most": FEW + 1}))
    return found if len(found) <= FEW else None


@cache
def _first_of(names: tuple[str, ...], searched: str | None) -> Select[Any]:
    on_wall = (_ideas.c.campaign_id == bindparam("campaign"), ideas_on_wall())
    words = [matching(_ideas.c.id, on=searched)] if searched else []
    wanted = (*on_wall, *conditions(names), *words)
    return select(_ideas.c.id).where(*wanted).limit(bindparam("most"))


def languages_of(campaign_id: int) -> list[str]:
    """The languages in which ideas of the campaign hang, by one step into the index for each."""
    return list(db.session.scalars(_languages(), {"campaign": campaign_id}))


@cache
def _languages() -> Select[Any]:
    least = _ideas.c.language
    on_wall = (_ideas.c.campaign_id == bindparam("campaign"), ideas_on_wall())

    def next_after(*further: ColumnElement[bool]) -> Any:
        found = select(least).where(*on_wall, *further).order_by(least).limit(1)
        return found.scalar_subquery()

    steps = select(next_after().label("language")).cte("steps", recursive=True)
    before = aliased(steps)
    onwards = select(next_after(least > before.c.language)).where(before.c.language.is_not(None))
    steps = steps.union_all(onwards)
    return select(steps.c.language).where(steps.c.language.is_not(None))
