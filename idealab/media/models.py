from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey, UTCDateTime


class FileState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class File(Model):
    """A picture somebody chose. The raw upload lies in the storage under its SHA-256 until every
    file made of it is ready or has failed; `key` is the part of its address nobody can guess."""

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_state_id", "state", "id"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    key: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(index=True)
    state: Mapped[FileState] = mapped_column(default=FileState.PENDING)
    reason: Mapped[str | None]  # why it failed: a code of lib.images.SENTENCES
    original_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str]
    byte_size: Mapped[int] = mapped_column(BigId)
    width: Mapped[int]  # upright
    height: Mapped[int]
    square: Mapped[bool] = mapped_column(default=False)  # only its middle is shown, as a face
    colour: Mapped[str | None]  # the dominant one, like #8a6f52
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # done to a photo: turn, cut, clean
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    raw_deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


class Rendition(Model):
    """One size of a ready file, by its name in the address: 960.webp."""

    __tablename__ = "renditions"
    __table_args__ = (UniqueConstraint("file_id", "name"),)

    id: Mapped[PrimaryKey]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"))
    name: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    byte_size: Mapped[int]
