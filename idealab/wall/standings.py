"""How the ideas of a campaign stand: the list that decides, and the public one after the close."""

from collections.abc import Sequence

from sqlalchemy import select

from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.wall.models import Looks
from idealab.wall.ranking import Ranked, Standing, rank, wilson_lower_bound


def standings_of(campaign: Campaign | Glance) -> list[Standing]:
    """Votes and looks of what hangs on the wall."""
    found = (
        select(Idea.id, Idea.votes_count, Looks.looks)
        .outerjoin(Looks, Looks.idea_id == Idea.id)
        .where(Idea.campaign_id == campaign.id, ideas_on_wall())
        .order_by(Idea.id)
    )
    return [Standing(id_, votes, looks or 0.0) for id_, votes, looks in db.session.execute(found)]


def ranked(campaign: Campaign | Glance, *, places: int) -> list[Ranked]:
    """For staff: all ideas by support per look with its interval, and which of them go on when so
    many places are given away. It tells counts: show it where these may be seen."""
    return rank(standings_of(campaign), places=places)


def top(campaign: Campaign | Glance, *, most: int) -> list[Standing]:
    """The public list after the close, by what support per look is at least."""
    standings: Sequence[Standing] = standings_of(campaign)
    best = sorted(
        standings,
        key=lambda one: (wilson_lower_bound(one.votes, one.looks), one.votes, -one.id),
        reverse=True,
    )
    return best[:most]
