"""Drafts nobody has gone on with are forgotten; their files go with the next clearing."""

from datetime import datetime

from sqlalchemy import delete, select

from idealab.drafts.models import Draft, DraftPicture
from idealab.lib.db import db

AT_ONCE = 500


def forget_drafts(*, now: datetime) -> int:
    """Delete as many as one transaction should; return how many that were."""
    over = select(Draft.id).where(Draft.expires_at <= now).order_by(Draft.id).limit(AT_ONCE)
    ids = db.session.scalars(over).all()
    if ids:
        db.session.execute(delete(DraftPicture).where(DraftPicture.draft_id.in_(ids)))
        db.session.execute(delete(Draft).where(Draft.id.in_(ids), Draft.expires_at <= now))
    return len(ids)
