"""Say something about an idea, in threads of two levels, while the phase allows it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from idealab.accounts.confirming import require_confirmed
from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.comments.mentioning import People, keep_mentions, names_in, people_named
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.comments.pinning import LONGEST as LONGEST_PIN
from idealab.comments.pinning import Spot, hang_pin, require_pinnable
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.writing import once_of, touch_idea
from idealab.lib.access import MODERATOR, PRODUCT
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned, html_of

LONGEST = 4000
COUNTED = (
    CommentKind.COMMENT,
    CommentKind.QUESTION,
    CommentKind.ARGUMENT,
    CommentKind.REVIEW,
    CommentKind.SOURCE,
)


class NotSayable(Refused):
    """Something is wrong with the words themselves."""

    status = 422


class NothingSaid(NotSayable):
    pass


class TooLong(NotSayable):
    pass


class TalkClosed(Refused):
    """A moderator has closed the talk about the idea."""


class NoSuchThread(Refused):
    def __init__(self) -> None:
        super().__init__(_("The comment you answered is gone. Your words are kept below."))


def add_comment(
    idea: Idea,
    text: str,
    *,
    by: User,
    now: datetime,
    parent: Comment | None = None,
    official: bool = False,
    spot: Spot | None = None,
    chosen: Collection[int] = (),
    once: str | None = None,
) -> Comment:
    """Add a comment, a reply, a pin on a picture (`spot`), or (staff) an official answer, which may
    come at any time. `chosen` are people whose names were picked from the list. Sending the same
    form again (`once`) gives the comment that is there already. Raises NotNow, TalkClosed,
    NothingSaid, TooLong, NotAllowed, NoSuchThread, NotOnPicture."""
    text = cleaned(text)
    require_open_talk(idea, by=by, now=now, official=official)
    require_sayable(text, longest=LONGEST if spot is None else LONGEST_PIN)
    if spot is not None:
        require_pinnable(spot, idea)
    if parent is not None and not _is_answerable(parent, idea):
        raise NoSuchThread
    once, people = once_of(once, by), people_named(text, idea, chosen=chosen)
    comment = Comment(
        idea_id=idea.id,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        author_id=by.id,
        kind=CommentKind.OFFICIAL_REPLY if official else CommentKind.COMMENT,
        body=text,
        body_html=html_of(text, names=names_in(people)),
        created_at=now,
        once=once,
    )
    try:
        with db.session.begin_nested():
            db.session.add(comment)
    except IntegrityError:  # the same form, a moment ago
        return db.session.scalars(select(Comment).filter_by(once=once)).one()
    comment.root_id = comment.root_id or comment.id
    keep_mentions(comment, people)
    if spot is not None:
        hang_pin(comment, spot)
    _tell(comment, idea, people, by=by, now=now)
    return comment


def _tell(comment: Comment, idea: Idea, people: People, *, by: User, now: datetime) -> None:
    """Count the comment, end the kept pages of its idea, and write down what happened."""
    official = comment.kind is CommentKind.OFFICIAL_REPLY
    count_comments(idea, 0 if official else 1)
    if official:  # which no count of the page tells
        touch_idea(idea)
    record(
        "idea.answered" if official else "comment.added",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        comment_id=comment.id,
        mentioned=[user_id for user_id, _named in people.values()],
    )


def _is_answerable(comment: Comment, idea: Idea) -> bool:
    return (
        comment.idea_id == idea.id
        and comment.status is CommentStatus.PUBLISHED
        and comment.kind is not CommentKind.INTERNAL_NOTE
    )


def count_comments(idea: Idea, change: int) -> None:
    """Move the counter by SQL. It counts what participants said; official answers stand apart.
    Either way pages of the idea that are kept end here."""
    moved = {"comments_count": Idea.comments_count + change, "version": Idea.version + 1}
    counted = update(Idea).where(Idea.id == idea.id).values(moved)
    db.session.execute(counted.execution_options(synchronize_session=False))


def may_answer_officially(idea: Idea | IdeaGlance, person: User) -> bool:
    return holds(person, MODERATOR, PRODUCT, campaign_id=idea.campaign_id)


def require_open_talk(idea: Idea, *, by: User, now: datetime, official: bool = False) -> None:
    """Raise NotAllowed, NotNow or TalkClosed unless the person may speak here now."""
    if idea.status is not IdeaStatus.PUBLISHED:
        raise NotAllowed(_("This idea is not open for comments."))
    require_confirmed(by)
    if official and not may_answer_officially(idea, by):
        raise NotAllowed(_("Only the campaign's team answers officially."))
    if not official:
        timetable(idea.campaign, now=now).require(Capability.COMMENT)
        if idea.talk_closed_at is not None:
            raise TalkClosed(
                _("The talk about this idea is closed: %(reason)s", reason=idea.talk_closed_reason)
            )


def require_sayable(text: str, *, longest: int = LONGEST) -> None:
    """Raise NothingSaid or TooLong unless this can be said."""
    if not text:
        raise NothingSaid(_("Your comment is still empty."))
    if len(text) > longest:
        raise TooLong(too_long(text, longest))
