from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime


class ReportReason(StrEnum):
    RUDE = "rude"
    OFF_TOPIC = "off_topic"
    PROMOTION = "promotion"
    NOT_OWN = "not_own"
    PRIVATE = "private"
    ILLEGAL = "illegal"
    OTHER = "other"


def _one_open(thing: str, *columns: str) -> Index:
    """One open report of a person about a thing; the next only when it is closed."""
    only = text("closed_at IS NULL")
    name = f"uq_reports_open_{thing}"
    return Index(name, *columns, unique=True, sqlite_where=only, postgresql_where=only)


class Report(Model):
    """Somebody says that an idea, or a comment about it, should not stand here like this."""

    __tablename__ = "reports"
    __table_args__ = (
        _one_open("thing", "thing", "by_id"),
        Index("ix_reports_campaign_id", "campaign_id", "closed_at", "id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    thing: Mapped[str]  # "idea-412" or "comment-77": a key without an empty part
    reason: Mapped[ReportReason]
    words: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_reason: Mapped[str | None] = mapped_column(Text)
