from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime


class Vote(Model):
    """The one vote of a person on an idea in a round. Taken back, its row is gone; an imported one
    that was taken back is kept, withdrawn."""

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("idea_id", "voter_id", "round"),
        Index("ix_votes_voter_id_idea_id", "voter_id", "idea_id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    round: Mapped[str] = mapped_column(default="")
    value: Mapped[float] = mapped_column(Float, default=1)
    weight: Mapped[float | None] = mapped_column(Float)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class VoteTotal(Model):
    """What a foreign system claims without naming persons. Only compared where votes by person
    exist; shown as imported votes where they do not."""

    __tablename__ = "vote_totals"
    __table_args__ = (UniqueConstraint("idea_id", "kind"),)

    id: Mapped[PrimaryKey]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    kind: Mapped[str]
    count: Mapped[float] = mapped_column(Float)
    as_of: Mapped[str | None]
