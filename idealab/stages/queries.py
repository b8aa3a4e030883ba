"""Where an idea stands: the stages it has been through, with dates and reasons."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.times import day
from idealab.stages.models import Move


class Step(NamedTuple):
    name: str
    state: str  # done, now or next
    note: str
    reason: str


class Moved(NamedTuple):
    created_at: datetime
    source_id: int | None
    target_id: int
    by_name: str | None
    reason: str


def stages_of(campaign: Campaign) -> Sequence[Stage]:
    found = select(Stage).filter_by(campaign_id=campaign.id).order_by(Stage.position, Stage.id)
    return db.session.scalars(found).all()


def moves_of(idea: Idea) -> list[Moved]:
    rows = db.session.execute(
        select(Move.created_at, Move.source_id, Move.target_id, User.name, Move.reason)
        .outerjoin(User, User.id == Move.by_id)
        .where(Move.idea_id == idea.id)
        .order_by(Move.id)
    )
    return [Moved(*row) for row in rows]


def track_of(idea: Idea, stages: Sequence[Stage], *, time_zone: str) -> list[Step]:
    """The way so far with dates, who decided and why, then the stages that may follow."""
    at = next((stage for stage in stages if stage.id == idea.stage_id), None)
    names = {stage.id: stage.name for stage in stages}
    moves = moves_of(idea)
    first = names.get(moves[0].source_id or 0) if moves else at and at.name
    begun = day(idea.published_at or idea.created_at, time_zone)
    steps = [Step(first, "done", begun, "")] if first else []
    steps += [_step(move, names, time_zone) for move in moves]
    if steps:
        steps[-1] = steps[-1]._replace(state="now")
    return steps + _ahead(at, stages)


def _step(move: Moved, names: dict[int, str], time_zone: str) -> Step:
    note = ", ".join(filter(None, (day(move.created_at, time_zone), move.by_name)))
    return Step(names.get(move.target_id, ""), "done", note, move.reason)


def _ahead(at: Stage | None, stages: Sequence[Stage]) -> list[Step]:
    if at is None or at.outcome == "negative":
        return []
    ahead = [s for s in stages if s.position > at.position and s.outcome != "negative" and s.public]
    return [Step(stage.name, "next", "", "") for stage in ahead]
