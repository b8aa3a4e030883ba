"""Tell once what happened; consumers read it from the table."""

from datetime import datetime

from idealab.accounts.models import User
from idealab.activity.models import Event
from idealab.lib.db import db


def record(
    kind: str,
    *,
    by: User | None,
    now: datetime,
    campaign_id: int | None = None,
    idea_id: int | None = None,
    **particulars: object,
) -> Event:
    """Write down what happened. Secrets do not belong in `particulars`."""
    event = Event(
        kind=kind,
        created_at=now,
        actor_id=by.id if by else None,
        campaign_id=campaign_id,
        idea_id=idea_id,
        particulars=particulars,
    )
    db.session.add(event)
    db.session.flush()
    return event
