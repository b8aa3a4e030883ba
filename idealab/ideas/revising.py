"""Revise an own idea while the phase allows it; every revision is kept."""

from datetime import datetime

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.ideas.answers import Answer, require_complete
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.writing import touch_idea, write_answer
from idealab.lib.access import MODERATOR
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _

REVISABLE = (IdeaStatus.DRAFT, IdeaStatus.PENDING, IdeaStatus.PUBLISHED)


class ChangedMeanwhile(Refused):
    pass


def revise_idea(idea: Idea, answer: Answer, *, by: User, now: datetime, seen_revision: int) -> None:
    """Give the idea a new revision. `seen_revision` is the one the form was filled from; if
    another has come since, nothing is overwritten. Raises NotAllowed, NotNow, Incomplete,
    ChangedMeanwhile."""
    require_may_revise(idea, by=by, now=now)
    require_complete(answer, idea.campaign)
    db.session.refresh(idea, ["revision", "status"], with_for_update={"key_share": True})
    if idea.revision != seen_revision:
        raise ChangedMeanwhile(
            _("This idea was revised in another window. Compare, then save again.")
        )
    idea.revision += 1
    idea.updated_at = now
    touch_idea(idea)  # before the counters: ideas/counting.py says why
    write_answer(idea, answer, by=by, now=now)
    record(
        "idea.revised",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        revision=idea.revision,
    )


def require_may_revise(idea: Idea, *, by: User, now: datetime) -> None:
    """The author while the phase allows it; staff what staff entered, at any time."""
    entered = idea.author_id is None and holds(by, MODERATOR, campaign_id=idea.campaign_id)
    if idea.author_id != by.id and not entered:
        raise NotAllowed(_("Only its author revises an idea."))
    if idea.status not in REVISABLE:
        raise NotAllowed(_("This idea is closed and stays as it is."))
    if not entered:
        timetable(idea.campaign, now=now).require(Capability.EDIT)


def may_revise(idea: Idea | IdeaGlance, *, by: User, now: datetime) -> bool:
    """For the page: whether to show the button."""
    entered = idea.author_id is None and holds(by, MODERATOR, campaign_id=idea.campaign_id)
    own = idea.author_id is not None and idea.author_id == by.id
    if not (own or entered) or idea.status not in REVISABLE:
        return False
    return entered or timetable(idea.campaign, now=now).allows(Capability.EDIT)
