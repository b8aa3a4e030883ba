"""Submit an idea: once, while the phase takes ideas, with the rules accepted."""

import random
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from idealab.accounts.confirming import require_confirmed
from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign, Capability, Stage
from idealab.campaigns.numbering import next_number
from idealab.campaigns.phases import timetable
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.answers import Answer, require_complete
from idealab.ideas.counting import count_idea
from idealab.ideas.models import Follow, Idea, IdeaStatus, Via
from idealab.ideas.writing import once_of, touch_idea, write_answer
from idealab.lib.access import MODERATOR
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _
from idealab.lib.text import cleaned


class RulesNotAccepted(Refused):
    status = 422


def submit_idea(
    campaign: Campaign,
    answer: Answer,
    *,
    by: User,
    now: datetime,
    accepted: bool,
    once: str | None = None,
) -> Idea:
    """Publish the answer as an idea of `by`. Sending the same form again (`once`) gives the idea
    that is there already. Raises NotNow, Incomplete, RulesNotAccepted, NotAllowed."""
    if not may_see_campaign(campaign, by):
        raise NotAllowed(_("This campaign is by invitation."))
    require_confirmed(by)
    once = once_of(once, by)
    if again := _sent_before(once):
        return again
    timetable(campaign, now=now).require(Capability.SUBMIT)
    require_complete(answer, campaign)
    if not accepted:
        raise RulesNotAccepted(_("Please read the rules and accept them, then publish."))
    accepted_rules = {"rules_version": campaign.rules_version, "accepted_at": now}
    idea, is_new = _add_once(campaign, once, now=now, author_id=by.id, **accepted_rules)
    if is_new:
        _publish(idea, answer, by=by, now=now)
        db.session.add(Follow(user_id=by.id, idea_id=idea.id))
    return idea


def idea_of_form(number: str | None, *, by: User) -> Idea | None:
    """The idea that this form of theirs has made already."""
    return _sent_before(once_of(number, by))


def enter_idea(
    campaign: Campaign,
    answer: Answer,
    *,
    by: User,
    now: datetime,
    via: Via,
    source: str,
    once: str | None = None,
) -> Idea:
    """Staff write down an idea from a meeting or on paper. It has no author and no deadline.
    Sending the same form again (`once`) gives the idea that is there already."""
    if not holds(by, MODERATOR, campaign_id=campaign.id):
        raise NotAllowed(_("Only moderators enter ideas of others."))
    require_complete(answer, campaign)
    told = {"entered_by_id": by.id, "via": via, "source": cleaned(source) or None}
    idea, is_new = _add_once(campaign, once_of(once, by), now=now, **told)
    if is_new:
        _publish(idea, answer, by=by, now=now)
    return idea


def first_stage(campaign: Campaign) -> Stage | None:
    stages = select(Stage).filter_by(campaign_id=campaign.id).order_by(Stage.position)
    return db.session.scalars(stages.limit(1)).first()


def _sent_before(once: str | None) -> Idea | None:
    return db.session.scalar(select(Idea).filter_by(once=once)) if once else None


def _add_once(
    campaign: Campaign, once: str | None, *, now: datetime, **particulars: Any
) -> tuple[Idea, bool]:
    """The idea of this form, and whether it is new: of a double click the second one waits for
    the number of the first, and finds its idea."""
    try:
        with db.session.begin_nested():
            idea = _new_idea(campaign, now=now)
            idea.once = once
            for name, value in particulars.items():
                setattr(idea, name, value)
    except IntegrityError:
        there = _sent_before(once)
        if there is None:
            raise
        return there, False
    return idea, True


def _new_idea(campaign: Campaign, *, now: datetime) -> Idea:
    stage = first_stage(campaign)
    idea = Idea(
        campaign_id=campaign.id,
        campaign=campaign,
        number=next_number(campaign),
        title="",
        status=IdeaStatus.PENDING,  # until it is whole
        stage_id=stage.id if stage else None,
        stage_since=now,
        created_at=now,
        published_at=now,
        licence=campaign.licence,
        shuffle=random.random(),
    )
    db.session.add(idea)
    return idea


def _publish(idea: Idea, answer: Answer, *, by: User, now: datetime) -> None:
    write_answer(idea, answer, by=by, now=now)
    idea.status = IdeaStatus.PUBLISHED
    count_idea(idea, 1)
    touch_idea(idea)
    record("idea.submitted", by=by, now=now, campaign_id=idea.campaign_id, idea_id=idea.id)
