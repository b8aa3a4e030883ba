from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime
from idealab.media.models import File


class Update(Model):
    """An entry of a campaign's journal. It is public from `published_at` on; without one it is a
    draft. A deleted one is kept, so that deleting can be undone."""

    __tablename__ = "updates"
    __table_args__ = (
        Index("ix_updates_campaign_id_published_at", "campaign_id", "published_at", "id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id))
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    language: Mapped[str] = mapped_column(default="en")
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Moves with each save: of two who edit at once the later one is told.
    edition: Mapped[int] = mapped_column(default=1)
    # The form's own number: an update that the browser sends again is the same update.
    once: Mapped[str | None] = mapped_column(unique=True)


class UpdatePicture(Model):
    __tablename__ = "update_pictures"
    __table_args__ = (Index("ix_update_pictures_update_id_position", "update_id", "position"),)

    id: Mapped[PrimaryKey]
    update_id: Mapped[int] = mapped_column(ForeignKey(Update.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(File.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(Text, default="")
