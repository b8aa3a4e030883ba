"""Count who took part in a campaign and how much came of it; what pages show of that."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, union

from idealab.accounts.models import Affiliation, User
from idealab.campaigns.models import Campaign, CampaignState, Phase
from idealab.comments.commenting import COUNTED
from idealab.comments.models import Comment, CommentKind
from idealab.ideas.models import Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.lib.languages import ngettext
from idealab.results.models import Figures
from idealab.results.taking_part import comments_in
from idealab.sketches.models import Sketch
from idealab.voting.models import Vote

WHILE_RUNNING, AFTERWARDS = timedelta(minutes=5), timedelta(days=1)
MOST_AT_ONCE = 200


def figures_of(campaign_ids: Collection[int]) -> dict[int, Figures]:
    """By campaign, in one query; those that were never counted are left out."""
    if not campaign_ids:
        return {}
    found = db.session.scalars(select(Figures).where(Figures.campaign_id.in_(campaign_ids)))
    return {one.campaign_id: one for one in found}


def ties_told(figures: Figures) -> str:
    """“12 employees, one partner”; empty where nobody's tie to the company is confirmed."""
    told = (
        (
            figures.employees_count,
            ngettext("one employee", "%(num)s employees", figures.employees_count),
        ),
        (
            figures.partners_count,
            ngettext("one partner", "%(num)s partners", figures.partners_count),
        ),
        (
            figures.customers_count,
            ngettext("one customer", "%(num)s customers", figures.customers_count),
        ),
    )
    return ", ".join(words for count, words in told if count)


def campaigns_to_count(*, now: datetime) -> Sequence[int]:
    """Those whose figures are old: of a running campaign after minutes, else after a day."""
    running = exists().where(
        Phase.campaign_id == Campaign.id,
        Phase.starts_at <= now,
        # A while longer, so that the last votes are counted too.
        Phase.ends_at > now - AFTERWARDS,
    )
    due = (
        select(Campaign.id)
        .outerjoin(Figures, Figures.campaign_id == Campaign.id)
        .where(
            Campaign.state != CampaignState.DRAFT,
            or_(
                Figures.campaign_id.is_(None),
                Figures.counted_at <= now - AFTERWARDS,
                and_(running, Figures.counted_at <= now - WHILE_RUNNING),
            ),
        )
    )
    return db.session.scalars(due.order_by(Campaign.id).limit(MOST_AT_ONCE)).all()


def count_campaign(campaign_id: int) -> dict[str, int]:
    """The figures as the rows say them now."""
    authors, commenters = _authors(campaign_id), _commenters(campaign_id)
    voters = _voters(campaign_id)
    everybody = union(authors, commenters, voters).subquery()
    sums = select(func.count(), func.sum(Idea.votes_count), func.sum(Idea.comments_count))
    _ideas, votes, comments = db.session.execute(
        sums.where(Idea.campaign_id == campaign_id, ideas_on_wall())
    ).one()
    return {
        "people_count": _count(select(everybody)),
        "authors_count": _count(authors),
        "commenters_count": _count(commenters),
        "voters_count": _count(voters),
        "votes_count": votes or 0,
        "comments_count": comments or 0,
        "sketches_count": _count(_sketches(campaign_id)),
        "answers_count": _count(_answered(campaign_id)),
        **_ties(everybody),
    }


def keep_figures(campaign_id: int, counted: dict[str, int], *, now: datetime) -> None:
    figures = db.session.get(Figures, campaign_id) or Figures(campaign_id=campaign_id)
    figures.counted_at = now
    for name, count in counted.items():
        setattr(figures, name, count)
    db.session.add(figures)
    db.session.flush()


def _authors(campaign_id: int) -> Select:
    of_ideas = select(Idea.author_id).where(Idea.campaign_id == campaign_id, ideas_on_wall())
    return of_ideas.where(Idea.author_id.is_not(None)).distinct()


def _commenters(campaign_id: int) -> Select:
    said = comments_in(campaign_id, COUNTED, Comment.author_id)
    return said.where(Comment.author_id.is_not(None)).distinct()


def _voters(campaign_id: int) -> Select:
    return (
        select(Vote.voter_id)
        .join(Idea, Idea.id == Vote.idea_id)
        .where(
            Idea.campaign_id == campaign_id,
            ideas_on_wall(),
            Vote.value > 0,
            Vote.withdrawn_at.is_(None),
        )
        .distinct()
    )


def _sketches(campaign_id: int) -> Select:
    of_ideas = select(Sketch.id).join(Idea, Idea.id == Sketch.idea_id)
    return of_ideas.where(Idea.campaign_id == campaign_id, ideas_on_wall())


def _answered(campaign_id: int) -> Select:
    return comments_in(campaign_id, (CommentKind.OFFICIAL_REPLY,), Comment.idea_id).distinct()


def _ties(everybody: Any) -> dict[str, int]:
    """What ties how many of them to the company, as far as an admin has confirmed it."""
    rows = db.session.execute(
        select(User.affiliation, func.count())
        .where(User.id.in_(select(everybody)), User.affiliation_confirmed_at.is_not(None))
        .group_by(User.affiliation)
    )
    counts = {row[0]: row[1] for row in rows}
    return {f"{tie.value}s_count": counts.get(tie, 0) for tie in Affiliation}


def _count(rows: Select) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
