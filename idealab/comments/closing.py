"""Close the talk about an idea, with a reason that everybody reads, and open it again."""

from datetime import datetime

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Idea
from idealab.ideas.writing import touch_idea
from idealab.lib.access import MODERATOR
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned

LONGEST_REASON = 300


class NoReason(Refused):
    status = 422


def close_talk(idea: Idea, reason: str, *, by: User, now: datetime) -> None:
    """Nobody but the team says anything more here. Raises NotAllowed, NoReason."""
    _require_moderator(idea, by)
    reason = " ".join(cleaned(reason).split())
    if not reason:
        raise NoReason(_("Say why the talk is closed. Everybody reads it."))
    if len(reason) > LONGEST_REASON:
        raise NoReason(too_long(reason, LONGEST_REASON))
    _set(idea, now, reason, by=by, now=now, event="talk.closed")


def open_talk(idea: Idea, *, by: User, now: datetime) -> None:
    """Raises NotAllowed."""
    _require_moderator(idea, by)
    if idea.talk_closed_at is not None:
        _set(idea, None, None, by=by, now=now, event="talk.opened")


def may_close_talk(idea: Idea | IdeaGlance, person: User) -> bool:
    return holds(person, MODERATOR, campaign_id=idea.campaign_id)


def _require_moderator(idea: Idea, by: User) -> None:
    if not may_close_talk(idea, by):
        raise NotAllowed(_("Only moderators close the talk about an idea."))


def _set(
    idea: Idea, at: datetime | None, reason: str | None, *, by: User, now: datetime, event: str
) -> None:
    idea.talk_closed_at, idea.talk_closed_reason = at, reason
    touch_idea(idea)
    db.session.flush()
    record(event, by=by, now=now, campaign_id=idea.campaign_id, idea_id=idea.id, reason=reason)
