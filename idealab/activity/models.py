from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey


class Event(Model):
    """What happened, written once in the transaction in which it happened, never changed.
    Campaign and idea are plain numbers: their tables stand above this one."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_idea_id_id", "idea_id", "id"),
        Index("ix_events_campaign_id_id", "campaign_id", "id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    kind: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(BigId)
    idea_id: Mapped[int | None] = mapped_column(BigId)
    particulars: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
