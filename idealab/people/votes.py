"""The votes of a person, and how many are left, campaign by campaign where voting is open."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable
from idealab.campaigns.queries import campaigns_taking_votes
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib.db import db
from idealab.voting.models import Vote

MOST_CAMPAIGNS, MOST_SHOWN = 12, 5


class Placed(NamedTuple):
    idea_id: int
    title: str
    language: str


class Purse(NamedTuple):
    """The votes of the person in one campaign."""

    campaign: Campaign
    times: Timetable
    placed_count: int
    left: int | None  # None where votes are unlimited
    placed: Sequence[Placed]  # the newest

    @property
    def closes(self) -> str:
        at = self.times.closes_at(Capability.VOTE)
        return self.times.until(at) if at else ""


def purses_of(person: User, *, now: datetime) -> list[Purse]:
    """One for each campaign that takes votes now, if the person has placed any there or has only
    so many; the one that closes first comes first."""
    plans = campaigns_taking_votes(person, now=now)
    counts, placed = _placed_in([plan.campaign.id for plan in plans], person)
    found = []
    for plan in plans:
        campaign, count = plan.campaign, counts.get(plan.campaign.id, 0)
        most = campaign.votes_per_person
        left = None if most is None else max(0, most - count)
        if count or left is not None:
            found.append(Purse(campaign, plan, count, left, placed[campaign.id]))
    return found[:MOST_CAMPAIGNS]


def _placed_in(
    campaign_ids: Sequence[int], person: User
) -> tuple[dict[int, int], dict[int, list[Placed]]]:
    """How many votes that count the person has placed in each of them, and the newest ones."""
    own = (
        Vote.voter_id == person.id,
        Vote.value > 0,
        Vote.withdrawn_at.is_(None),
        Idea.status == IdeaStatus.PUBLISHED,
        Idea.campaign_id.in_(campaign_ids),
    )
    place = func.row_number().over(partition_by=Idea.campaign_id, order_by=Vote.id.desc())
    count = func.count().over(partition_by=Idea.campaign_id)
    all_placed = (
        select(
            Idea.campaign_id,
            count.label("count"),
            place.label("place"),
            Idea.id,
            Idea.title,
            Idea.language,
        )
        .select_from(Vote)
        .join(Idea, Idea.id == Vote.idea_id)
        .where(*own)
        .subquery()
    )
    newest = select(all_placed).where(all_placed.c.place <= MOST_SHOWN)
    counts: dict[int, int] = {}
    placed: dict[int, list[Placed]] = defaultdict(list)
    for campaign_id, number, _place, *idea in db.session.execute(
        newest.order_by(all_placed.c.campaign_id, all_placed.c.place)
    ):
        counts[campaign_id] = number
        placed[campaign_id].append(Placed(*idea))
    return counts, placed
