from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime


class Line(StrEnum):
    """What the ideas of a window are lined up by."""

    DISCOVER = "discover"
    TRENDING = "trending"


class Window(Model):
    """A stretch of time in which the orders of a campaign's wall stand still."""

    __tablename__ = "windows"
    __table_args__ = (UniqueConstraint("campaign_id", "line", "starts_at"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    line: Mapped[Line]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ideas_count: Mapped[int]  # of each order
    last_number: Mapped[int]  # of its ideas; those with higher ones join at the end


class Stretch(Model):
    """A part of one order: the ids of so many ideas, as they hang, four bytes each."""

    __tablename__ = "stretches"

    window_id: Mapped[int] = mapped_column(
        ForeignKey("windows.id", ondelete="CASCADE"), primary_key=True
    )
    variant: Mapped[int] = mapped_column(primary_key=True)  # which of the orders
    position: Mapped[int] = mapped_column(primary_key=True)  # which part of it
    ids: Mapped[bytes] = mapped_column(LargeBinary)


class Impression(Model):
    """An idea was before somebody's eyes: one row for a visitor, an idea and a window. Kept for a
    day, for it only says what was counted already."""

    __tablename__ = "impressions"
    __table_args__ = (Index("ix_impressions_window_at", "window_at"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    visitor: Mapped[str] = mapped_column(primary_key=True)  # salted anew for each window
    position: Mapped[int]
    list: Mapped[str]


class Looks(Model):
    """How often an idea was looked at, by where it hung. Beside the idea, so that counting looks
    never waits for a vote."""

    __tablename__ = "looks"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    looks: Mapped[float] = mapped_column(Float, default=0.0)
