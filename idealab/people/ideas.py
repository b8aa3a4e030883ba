"""The ideas of a person, a page at a time, as somebody else may see them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.authorship import ideas_had_by
from idealab.ideas.models import Idea, IdeaStatus, Link
from idealab.ideas.seeing import OPEN, ideas_of_person
from idealab.lib.db import db

PAGE = 24
GROWN = 6
GROWN_BY = ("builds_on", "remix_of")


class Mine(NamedTuple):
    id: int
    number: int
    title: str
    language: str
    status: IdeaStatus
    created_at: datetime
    campaign_title: str
    campaign_slug: str
    campaign_language: str
    time_zone: str
    stage_name: str | None
    stage_kind: str | None
    stage_since: datetime | None
    comments_count: int
    is_author: bool  # and not somebody who helped


class Grown(NamedTuple):
    """An idea of somebody else that builds on one of the person's."""

    id: int
    title: str
    language: str
    author_name: str | None
    base_id: int
    base_title: str
    base_language: str


def ideas_by(
    person: User, *, viewer: User | None, after: int = 0, most: int = PAGE
) -> tuple[Sequence[Mine], int | None]:
    """The person's ideas that `viewer` may see, the newest first and those before the number
    `after`, in one query; and where the next page begins."""
    wanted = (
        _mine(person)
        .where(ideas_of_person(person, viewer), campaigns_seen_by(viewer))
        .order_by(Idea.id.desc())
        .limit(most + 1)
    )
    rows = db.session.execute(wanted.where(Idea.id < after) if after else wanted).all()
    ideas = [Mine._make(row) for row in rows[:most]]
    return ideas, ideas[-1].id if len(rows) > most else None


def remix_counts(ids: Collection[int], *, viewer: User | None) -> dict[int, int]:
    """How many open ideas that `viewer` may see build on each of these; none is left out."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(Link.to_id, func.count())
        .join(Idea, Idea.id == Link.from_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .where(
            Link.to_id.in_(ids),
            Link.kind.in_(GROWN_BY),
            Idea.status.in_(OPEN),
            campaigns_seen_by(viewer),
        )
        .group_by(Link.to_id)
    )
    return {row[0]: row[1] for row in rows}


def grown_from(person: User, *, viewer: User | None) -> list[Grown]:
    """The newest ideas of others that build on open ones of the person."""
    base, home = aliased(Idea), aliased(Campaign)
    rows = db.session.execute(
        select(Idea.id, Idea.title, Idea.language, User.name, base.id, base.title, base.language)
        .join(Link, Link.from_id == Idea.id)
        .join(base, base.id == Link.to_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .join(home, home.id == base.campaign_id)
        .outerjoin(User, User.id == Idea.author_id)
        .where(
            Link.kind.in_(GROWN_BY),
            base.id.in_(ideas_had_by(person)),
            Idea.id.not_in(ideas_had_by(person)),
            Idea.status.in_(OPEN),
            base.status.in_(OPEN),
            campaigns_seen_by(viewer),
            campaigns_seen_by(viewer, home),
        )
        .order_by(Link.id.desc())
        .limit(GROWN)
    )
    return [Grown._make(row) for row in rows]


def _mine(person: User) -> Any:
    return (
        select(
            Idea.id,
            Idea.number,
            Idea.title,
            Idea.language,
            Idea.status,
            Idea.created_at,
            Campaign.title,
            Campaign.slug,
            Campaign.language,
            Campaign.time_zone,
            Stage.name,
            Stage.kind,
            Idea.stage_since,
            Idea.comments_count,
            Idea.author_id == person.id,
        )
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(Stage, Stage.id == Idea.stage_id)
    )
