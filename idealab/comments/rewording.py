"""Edit an own comment; what it said before is kept for everybody to read."""

from collections.abc import Collection
from datetime import datetime

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.comments.commenting import (
    LONGEST,
    count_comments,
    may_answer_officially,
    require_open_talk,
    require_sayable,
)
from idealab.comments.mentioning import keep_mentions, names_in, people_named
from idealab.comments.models import Comment, CommentKind, CommentRevision, CommentStatus, Pin
from idealab.comments.pinning import LONGEST as LONGEST_PIN
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _
from idealab.lib.text import cleaned, html_of


class EditedMeanwhile(Refused):
    pass


def reword_comment(
    comment: Comment,
    idea: Idea,
    text: str,
    *,
    by: User,
    now: datetime,
    seen_edit: datetime | None,
    chosen: Collection[int] = (),
) -> None:
    """Say it in other words. `seen_edit` is when it had been edited last as the form was filled; if
    it was edited since, nothing is overwritten. Raises NotAllowed, NotNow, TalkClosed,
    EditedMeanwhile, NothingSaid, TooLong."""
    text = cleaned(text)
    require_may_reword(comment, idea, by=by, now=now)
    require_sayable(text, longest=LONGEST_PIN if db.session.get(Pin, comment.id) else LONGEST)
    # The idea first, then the comment: everybody locks them in this order.
    db.session.refresh(idea, ["comments_count"], with_for_update={"key_share": True})
    db.session.refresh(comment, with_for_update={"key_share": True})
    if comment.edited_at != seen_edit:
        raise EditedMeanwhile(
            _("This comment was edited in another window. Compare, then save again.")
        )
    if text == comment.body:
        return
    db.session.add(
        CommentRevision(
            comment_id=comment.id,
            created_at=comment.edited_at or comment.created_at,
            body=comment.body,
            body_html=comment.body_html,
        )
    )
    people = people_named(text, idea, chosen=chosen)
    comment.body, comment.body_format = text, "markdown"
    comment.body_html = html_of(text, names=names_in(people))
    comment.edited_at = now
    keep_mentions(comment, people)
    count_comments(idea, 0)
    record(
        "comment.edited",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        comment_id=comment.id,
        mentioned=[user_id for user_id, _named in people.values()],
    )


def require_may_reword(comment: Comment, idea: Idea, *, by: User, now: datetime) -> None:
    """Its author while one may speak here; an official answer by whoever gave it, at any time."""
    if comment.author_id != by.id:
        raise NotAllowed(_("Only its author edits a comment."))
    if comment.status is not CommentStatus.PUBLISHED:
        raise NotAllowed(_("This comment is no longer there."))
    official = comment.kind is CommentKind.OFFICIAL_REPLY
    if official and not may_answer_officially(idea, by):
        raise NotAllowed(_("You do not speak for the company here any more."))
    require_open_talk(idea, by=by, now=now, official=official)
