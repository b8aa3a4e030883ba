"""A glance at a campaign: what says whether a page of it that is kept ready may be shown."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from idealab.campaigns.models import Campaign, CampaignState, Phase, Visibility
from idealab.campaigns.phases import SPAN, Span, Timetable
from idealab.lib.db import db


class Glance(NamedTuple):
    """The few columns that a page depends on before anything of it is made."""

    id: int
    version: int
    edition: int
    state: CampaignState
    visibility: Visibility
    time_zone: str
    votes_per_person: int | None


_campaigns, _phases = Campaign.__table__, Phase.__table__
_both = (
    select(*(_campaigns.c[name] for name in Glance._fields), *SPAN)
    .select_from(_campaigns)
    .outerjoin(_phases, _phases.c.campaign_id == _campaigns.c.id)
    .where(_campaigns.c.slug == bindparam("slug"))
    .order_by(_phases.c.position)
)
WIDTH = len(Glance._fields)


def glance(slug: str, *, now: datetime) -> tuple[Glance, Timetable] | None:
    """The campaign and what it allows now, in one statement; None if there is none."""
    rows = db.session.execute(_both, {"slug": slug}).all()
    if not rows:
        return None
    seen = Glance(*rows[0][:WIDTH])
    spans = [Span(*row[WIDTH:]) for row in rows if row[WIDTH] is not None]
    return seen, Timetable(seen, spans, now)
