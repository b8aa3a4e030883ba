"""Revise an own idea while the phase allows it; every revision is kept."""

from datetime import datetime

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.ideas.answers import LONGEST_NOTE, Answer, Incomplete, require_complete
from idealab.ideas.authorship import has_idea
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.versioning import complete_newest, lock_revision, record_revision
from idealab.ideas.writing import touch_idea, write_answer
from idealab.lib.access import MODERATOR
from idealab.lib.errors import NotAllowed, Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned

REVISABLE = (IdeaStatus.DRAFT, IdeaStatus.PENDING, IdeaStatus.PUBLISHED)


class ChangedMeanwhile(Refused):
    pass


def revise_idea(
    idea: Idea,
    answer: Answer,
    *,
    by: User,
    now: datetime,
    seen_revision: int,
    note: str = "",
    restored_from: int | None = None,
) -> None:
    """Give the idea a new revision. `seen_revision` is the one the form was filled from; if
    another has come since, nothing is overwritten. `note` says what is new. Raises NotAllowed,
    NotNow, Incomplete, ChangedMeanwhile."""
    require_may_revise(idea, by=by, now=now)
    require_complete(answer, idea.campaign)
    note = _note(note)
    lock_revision(idea)
    if idea.revision != seen_revision:
        raise ChangedMeanwhile(
            _("This idea was revised in another window. Compare, then save again.")
        )
    complete_newest(idea)
    idea.revision += 1
    idea.updated_at = now
    touch_idea(idea)  # before the counters: ideas/counting.py says why
    write_answer(idea, answer, by=by, now=now, note=note, restored_from=restored_from)
    record_revision(idea, by=by, now=now)


def require_may_revise(idea: Idea, *, by: User, now: datetime) -> None:
    """Who has the idea, while the phase allows it; staff what staff entered, at any time."""
    entered = idea.author_id is None and holds(by, MODERATOR, campaign_id=idea.campaign_id)
    if not entered and not has_idea(idea, by):
        raise NotAllowed(_("Only its author revises an idea."))
    if idea.status not in REVISABLE:
        raise NotAllowed(_("This idea is closed and stays as it is."))
    if not entered:
        timetable(idea.campaign, now=now).require(Capability.EDIT)


def _note(text: str) -> str:
    """On one line."""
    note = " ".join(cleaned(text).split())
    if len(note) > LONGEST_NOTE:
        raise Incomplete({"note": too_long(note, LONGEST_NOTE)})
    return note


def may_revise(idea: Idea | IdeaGlance, *, by: User, now: datetime, own: bool) -> bool:
    """For the page: whether to show the button. `own` says whether the person has the idea."""
    entered = idea.author_id is None and holds(by, MODERATOR, campaign_id=idea.campaign_id)
    if not (own or entered) or idea.status not in REVISABLE:
        return False
    return entered or timetable(idea.campaign, now=now).allows(Capability.EDIT)
