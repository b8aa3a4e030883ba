"""Move an idea along an arrow of its campaign's workflow, and tell why."""

from datetime import datetime

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.campaigns.models import Stage, Transition
from idealab.ideas.counting import count_stage
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.writing import touch_idea
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _
from idealab.lib.text import cleaned
from idealab.lib.times import ago
from idealab.stages.models import Move

LONGEST_REASON = 4000


class NoSuchMove(Refused):
    pass


class ReasonMissing(Refused):
    status = 422


class MovedMeanwhile(Refused):
    pass


def move_idea(
    idea: Idea,
    target: Stage,
    *,
    by: User,
    now: datetime,
    reason: str = "",
    seen_stage_id: int | None = None,
) -> Move | None:
    """Move the idea, if an arrow leads there and `by` holds its role. `seen_stage_id` is where
    the mover saw it; moving it where it already is changes nothing and gives None. Raises
    NotAllowed, NoSuchMove, ReasonMissing, MovedMeanwhile."""
    reason = cleaned(reason)[:LONGEST_REASON]
    # Not a full lock: whoever comments holds the row as the target of a foreign key.
    db.session.refresh(idea, ["stage_id", "status"], with_for_update={"key_share": True})
    if target.campaign_id != idea.campaign_id:
        raise NoSuchMove(_("That is no stage of this campaign."))
    if idea.stage_id == target.id:
        return None
    if seen_stage_id is not None and seen_stage_id != idea.stage_id:
        raise MovedMeanwhile(_moved_by_somebody(idea))
    _require_arrow(idea, target, by=by, reason=reason)
    return _move(idea, target, by=by, now=now, reason=reason)


def arrows_from(stage_ids: set[int]) -> dict[int, list[Transition]]:
    """The arrows that leave these stages, by the stage they leave."""
    found: dict[int, list[Transition]] = {stage_id: [] for stage_id in stage_ids}
    arrows = select(Transition).where(Transition.source_id.in_(stage_ids))
    for arrow in db.session.scalars(arrows.order_by(Transition.target_id)):
        found[arrow.source_id].append(arrow)
    return found


def _require_arrow(idea: Idea, target: Stage, *, by: User, reason: str) -> None:
    arrow = db.session.get(Transition, (idea.stage_id, target.id))
    if arrow is None:
        raise NoSuchMove(_("There is no arrow to “%(stage)s” from where it is.", stage=target.name))
    if not holds(by, arrow.role, campaign_id=idea.campaign_id):
        raise NotAllowed(_("Your role does not move ideas there."))
    if arrow.needs_reason and not reason:
        raise ReasonMissing(
            _("Say why it goes to “%(stage)s”; its author will read it.", stage=target.name)
        )


def _move(idea: Idea, target: Stage, *, by: User, now: datetime, reason: str) -> Move:
    source_id = idea.stage_id
    move = Move(
        idea_id=idea.id,
        source_id=source_id,
        target_id=target.id,
        by_id=by.id,
        reason=reason,
        created_at=now,
    )
    db.session.add(move)
    idea.stage_id, idea.stage_since = target.id, now
    touch_idea(idea)  # before the counters: ideas/counting.py says why
    if idea.status is IdeaStatus.PUBLISHED:
        count_stage(source_id, -1)
        count_stage(target.id, 1)
    record(
        "idea.moved",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        source_id=source_id,
        target_id=target.id,
        reason=reason,
    )
    return move


def _moved_by_somebody(idea: Idea) -> str:
    last = db.session.execute(
        select(Move.created_at, User.name, Stage.name)
        .outerjoin(User, User.id == Move.by_id)
        .join(Stage, Stage.id == Move.target_id)
        .where(Move.idea_id == idea.id)
        .order_by(Move.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return _("It was moved meanwhile. Load the board again.")
    at, name, stage = last
    return _(
        "%(name)s moved it to “%(stage)s” %(ago)s.",
        name=name or _("Somebody"),
        stage=stage,
        ago=ago(at),
    )
