from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime


class Draft(Model):
    """An idea that is not published yet, as its form was filled in. It is kept by a person, or by
    a browser in which nobody has signed in: then only the hash of its secret is known."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_user_id_updated_at", "user_id", "updated_at"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    thrown_away_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    key_hash: Mapped[str | None] = mapped_column(index=True)
    network_hash: Mapped[str | None] = mapped_column(index=True)  # so many for one address only
    once: Mapped[str]  # the form's own number: saved twice at once it is one draft
    edition: Mapped[int] = mapped_column(default=1)
    page_key: Mapped[str] = mapped_column(default="")  # the open page that saved it last
    title: Mapped[str] = mapped_column(default="")
    excerpt: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # as typed, by the names of the form
    published_idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))


class DraftPicture(Model):
    """A picture of a draft: a file that was chosen, or the strokes of a drawing."""

    __tablename__ = "draft_pictures"
    __table_args__ = (UniqueConstraint("draft_id", "place"),)

    id: Mapped[PrimaryKey]
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    place: Mapped[str]  # the name of its field in the form
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    strokes: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)


class DraftNeighbours(Model):
    """The ideas that lie nearest to what a draft said (`text`) when a worker looked: pairs of an id
    and a cosine, the nearest first."""

    __tablename__ = "draft_neighbours"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True
    )
    made_at: Mapped[CreatedAt]
    text: Mapped[str] = mapped_column(Text)
    nearest: Mapped[list[Any]] = mapped_column(JSON)
