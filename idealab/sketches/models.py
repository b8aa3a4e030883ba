from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey, UTCDateTime


class Sketch(Model):
    """A picture of an idea: drawn, photographed or scanned, with a text alternative. One that was
    drawn with strokes keeps them; its file is made from them. Neither ever changes: what is drawn
    anew is another sketch. One that was taken off hangs on no idea any more, and is kept for the
    earlier versions of the idea it hung on."""

    __tablename__ = "sketches"
    __table_args__ = (Index("ix_sketches_idea_id_position", "idea_id", "position"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    past_idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(default="sketch")  # sketch, photo, image, strokes …
    alt: Mapped[str] = mapped_column(Text, default="")
    caption: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None]
    credit: Mapped[str | None]  # as it came from elsewhere; of remixes see crediting.py
    # The sketch of another idea that this one began as; a plain number, for that one may go.
    derived_from_id: Mapped[int | None] = mapped_column(BigId)
    strokes: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    # Of a drawing: how often a worker began to paint it, and when one gave it up.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
