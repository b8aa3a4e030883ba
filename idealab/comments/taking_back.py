"""Take an own comment back, and put it there again."""

from datetime import datetime

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.comments.commenting import (
    COUNTED,
    count_comments,
    may_answer_officially,
    require_open_talk,
)
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.lib.languages import _

TURNS = {
    True: (CommentStatus.PUBLISHED, CommentStatus.DELETED, -1, "comment.taken_back"),
    False: (CommentStatus.DELETED, CommentStatus.PUBLISHED, 1, "comment.put_back"),
}


def set_taken_back(comment: Comment, idea: Idea, *, wanted: bool, by: User, now: datetime) -> None:
    """Make the own comment be gone, or be there again; asking twice changes nothing. Answers to it
    stay. Raises NotAllowed, NotNow, TalkClosed."""
    if comment.author_id != by.id:
        raise NotAllowed(_("Only its author takes a comment back."))
    official = comment.kind is CommentKind.OFFICIAL_REPLY
    if official and not may_answer_officially(idea, by):
        raise NotAllowed(_("You do not speak for the company here any more."))
    require_open_talk(idea, by=by, now=now, official=official)
    before, after, change, event = TURNS[wanted]
    # The idea first, then the comment: everybody locks them in this order.
    db.session.refresh(idea, ["comments_count"], with_for_update={"key_share": True})
    db.session.refresh(comment, ["status"], with_for_update={"key_share": True})
    if comment.status is not before:
        return
    comment.status = after
    count_comments(idea, change if comment.kind in COUNTED else 0)
    record(
        event,
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        comment_id=comment.id,
    )
