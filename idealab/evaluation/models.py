from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import Model, PrimaryKey, UTCDateTime


class Criterion(Model):
    __tablename__ = "criteria"

    id: Mapped[PrimaryKey]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str]
    lowest: Mapped[float] = mapped_column(Float)
    highest: Mapped[float] = mapped_column(Float)
    weight: Mapped[float] = mapped_column(Float, default=1)
    higher_is_better: Mapped[bool] = mapped_column(default=True)
    ext: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Score(Model):
    """What one reviewer gave one idea on one criterion in a round."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("idea_id", "reviewer_id", "criterion_id", "round"),)

    id: Mapped[PrimaryKey]
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # unknown for some imports
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criteria.id"), index=True)
    round: Mapped[str] = mapped_column(default="")
    value: Mapped[float] = mapped_column(Float)
    note: Mapped[str | None] = mapped_column(Text)
