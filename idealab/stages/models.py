from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey


class Move(Model):
    """One step of an idea along the workflow, who made it, and why. Never changed."""

    __tablename__ = "moves"
    __table_args__ = (Index("ix_moves_idea_id_id", "idea_id", "id"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
