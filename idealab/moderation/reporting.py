"""Report an idea or a comment, and close a report with a reason."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from idealab.accounts.confirming import require_confirmed
from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.comments.models import Comment
from idealab.ideas.models import Idea
from idealab.lib.access import MODERATOR
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned
from idealab.moderation.models import Report, ReportReason

LONGEST = 1000
REASONS: dict[ReportReason, Callable[[], str]] = {
    ReportReason.RUDE: lambda: _("It hurts or insults somebody"),
    ReportReason.OFF_TOPIC: lambda: _("It has nothing to do with the question"),
    ReportReason.PROMOTION: lambda: _("It sells something"),
    ReportReason.NOT_OWN: lambda: _("It is somebody else’s work"),
    ReportReason.PRIVATE: lambda: _("It shows something private"),
    ReportReason.ILLEGAL: lambda: _("It is against the law"),
    ReportReason.OTHER: lambda: _("Something else"),
}


class NoReason(Refused):
    status = 422


class OpenAlready(Refused):
    """The person has reported it, and nobody has closed that yet."""


def report(
    idea: Idea, comment: Comment | None, *, reason: str, words: str, by: User, now: datetime
) -> Report:
    """Tell the team that the idea, or the comment about it, should not stand here like this. Raises
    NotAllowed, NoReason, OpenAlready."""
    _require_of_others(comment or idea, by)
    require_confirmed(by)
    if reason not in set(ReportReason):
        raise NoReason(_("Choose what is wrong with it."))
    words = cleaned(words)
    if len(words) > LONGEST:
        raise NoReason(too_long(words, LONGEST))
    if reason == ReportReason.OTHER and not words:
        raise NoReason(_("Say in a few words what is wrong with it."))
    made = Report(
        created_at=now,
        by_id=by.id,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        comment_id=comment.id if comment else None,
        thing=f"comment-{comment.id}" if comment else f"idea-{idea.id}",
        reason=ReportReason(reason),
        words=words,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as known:
        raise OpenAlready(_("You have reported this. The team looks at it.")) from known
    record(
        "report.made",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        report_id=made.id,
    )
    return made


def close_report(found: Report, reason: str, *, by: User, now: datetime) -> None:
    """Say what came of it. Closing it twice changes nothing. Raises NotAllowed, NoReason."""
    if not holds(by, MODERATOR, campaign_id=found.campaign_id):
        raise NotAllowed(_("Only moderators close a report."))
    reason = cleaned(reason)
    if not reason:
        raise NoReason(_("Say what came of it."))
    if len(reason) > LONGEST:
        raise NoReason(too_long(reason, LONGEST))
    db.session.refresh(found, with_for_update={"key_share": True})
    if found.closed_at is not None:
        return
    found.closed_at, found.closed_by_id, found.closed_reason = now, by.id, reason
    db.session.flush()
    record(
        "report.closed",
        by=by,
        now=now,
        campaign_id=found.campaign_id,
        idea_id=found.idea_id,
        report_id=found.id,
        reason=reason,
    )


def _require_of_others(thing: Idea | Comment, by: User) -> None:
    if thing.author_id == by.id:
        raise NotAllowed(_("This is your own. You can change it yourself."))
