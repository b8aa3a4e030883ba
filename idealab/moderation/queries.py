"""What was reported, for the team."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.comments.models import Comment
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.text import excerpt_of, plain_of
from idealab.moderation.models import Report, ReportReason

PAGE = 30


class Reported(NamedTuple):
    id: int
    created_at: datetime
    reason: ReportReason
    words: str
    closed_at: datetime | None
    closed_reason: str | None
    closer_name: str | None
    reporter_name: str | None
    idea_id: int
    title: str
    language: str
    comment_id: int | None
    comment_html: str | None
    author_name: str | None

    @property
    def excerpt(self) -> str:
        return excerpt_of(plain_of(self.comment_html or ""))


def reports_of(
    campaign: Campaign, *, closed: bool, after: int = 0
) -> tuple[Sequence[Reported], int | None]:
    """Open ones, the oldest first, or closed ones, the newest first, in one query; and where the
    next page begins."""
    reporter, closer, author = aliased(User), aliased(User), aliased(User)
    author_id = func.coalesce(Comment.author_id, Idea.author_id)
    found = (
        select(
            Report.id,
            Report.created_at,
            Report.reason,
            Report.words,
            Report.closed_at,
            Report.closed_reason,
            closer.name,
            reporter.name,
            Idea.id,
            Idea.title,
            Idea.language,
            Comment.id,
            Comment.body_html,
            author.name,
        )
        .join(Idea, Idea.id == Report.idea_id)
        .outerjoin(Comment, Comment.id == Report.comment_id)
        .join(reporter, reporter.id == Report.by_id)
        .outerjoin(closer, closer.id == Report.closed_by_id)
        .outerjoin(author, author.id == author_id)
        .where(Report.campaign_id == campaign.id)
    )
    if closed:
        found = found.where(Report.closed_at.is_not(None)).order_by(Report.id.desc())
        found = found.where(Report.id < after) if after else found
    else:
        found = found.where(Report.closed_at.is_(None), Report.id > after).order_by(Report.id)
    rows = db.session.execute(found.limit(PAGE + 1)).all()
    shown = [Reported._make(row) for row in rows[:PAGE]]
    return shown, shown[-1].id if len(rows) > PAGE else None


def open_reports_count(campaign_ids: Sequence[int]) -> dict[int, int]:
    """How many wait in each campaign, in one query."""
    if not campaign_ids:
        return {}
    waiting = (
        select(Report.campaign_id, func.count())
        .where(Report.campaign_id.in_(campaign_ids), Report.closed_at.is_(None))
        .group_by(Report.campaign_id)
    )
    return {row[0]: row[1] for row in db.session.execute(waiting)}
