"""After whose sketch a picture was made: told anew each time, for people are called otherwise later
on, and leave."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from idealab.accounts.models import User
from idealab.campaigns.licences import licence_of
from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.sketches.models import Sketch


def credits_of(ids: Collection[int]) -> dict[int, str]:
    """By sketch that began as another one, who had the idea of the very first, in one query. Where
    that came with a credit of its own, that is told."""
    if not ids:
        return {}
    origin = _origins(ids)
    rows = db.session.execute(
        select(
            origin.c.sketch_id,
            Sketch.credit,
            func.coalesce(User.name, Idea.source).label("name"),
            func.coalesce(Idea.licence, Campaign.licence).label("licence"),
        )
        .select_from(origin)
        .join(Sketch, Sketch.id == origin.c.origin_id)
        .join(Idea, Idea.id == func.coalesce(Sketch.idea_id, Sketch.past_idea_id))
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Idea.author_id)
        .where(Sketch.derived_from_id.is_(None))
    )
    return {row.sketch_id: row.credit or _sentence(row) for row in rows}


def _origins(ids: Collection[int]) -> Any:
    """Each sketch with all those it came from, one after the other."""
    first = select(Sketch.id.label("sketch_id"), Sketch.derived_from_id.label("origin_id"))
    first_ones = first.where(Sketch.id.in_(ids), Sketch.derived_from_id.is_not(None))
    origin = first_ones.cte("origin", recursive=True)
    further = (
        select(origin.c.sketch_id, Sketch.derived_from_id)
        .join(Sketch, Sketch.id == origin.c.origin_id)
        .where(Sketch.derived_from_id.is_not(None))
    )
    return origin.union(further)  # and not union_all: so it ends whatever the rows say


def _sentence(row: Any) -> str:
    return _(
        "After a sketch by %(name)s, %(licence)s",
        name=row.name or _("the team"),
        licence=licence_of(row.licence).name(),
    )
