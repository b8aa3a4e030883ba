from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime


class MailState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mail(Model):
    """One mail to one address. The row is the truth; the queue only carries its id.

    `once` names what this mail is about (`confirm:17`, `digest:3:2026-11-23`): a second mail with
    the same name cannot be written. A secret mail loses its text once it is sent."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_state_id", "state", "id"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    once: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    to_address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(default="en")
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    try_after: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None]
