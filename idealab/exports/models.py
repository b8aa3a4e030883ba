from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime

PERSON = "person"  # the kind of export that holds what is a person's own


class ExportState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class Export(Model):
    """A file made for one person, who alone may fetch it until it expires."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("ix_exports_by_id_campaign_id", "by_id", "campaign_id"),
        Index("ix_exports_state_id", "state", "id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    # None where the person takes away what is the person's own.
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]  # csv or zip of a shortlist, or PERSON
    language: Mapped[str] = mapped_column(default="en")
    state: Mapped[ExportState] = mapped_column(default=ExportState.WAITING)
    done_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int] = mapped_column(default=0)
    storage_key: Mapped[str | None]
    byte_size: Mapped[int | None]
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str | None]
