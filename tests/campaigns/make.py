"""Campaigns for tests: a name and only what matters."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from idealab.accounts.models import User
from idealab.campaigns.creating import create_campaign
from idealab.campaigns.models import Campaign, CampaignState, Capability, Phase
from idealab.lib.clock import now
from idealab.lib.db import db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def campaign(title: str = "City car", *, by: User | None = None, **more: Any) -> Campaign:
    """A draft."""
    made = create_campaign(title, by=by, now=now(), question="What is missing?", **more)
    db.session.commit()
    return made


def public_campaign(title: str = "City car", **more: Any) -> Campaign:
    """A published one, in the phase that takes ideas."""
    made = campaign(title, starts_at=now() - 20 * DAY, **more)
    made.state = CampaignState.PUBLISHED
    db.session.commit()
    return made


def phases(of: Campaign, *planned: tuple[datetime, datetime, Iterable[Capability]]) -> None:
    """Instead of the default ones."""
    db.session.execute(delete(Phase).filter_by(campaign_id=of.id))
    for place, (starts_at, ends_at, allows) in enumerate(planned):
        db.session.add(
            Phase(
                campaign_id=of.id,
                position=place,
                name=f"Phase {place + 1}",
                starts_at=starts_at,
                ends_at=ends_at,
                allows=[*allows],
            )
        )
    db.session.commit()
