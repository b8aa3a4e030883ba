from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey, UTCDateTime


class CommentKind(StrEnum):
    COMMENT = "comment"
    OFFICIAL_REPLY = "official_reply"
    INTERNAL_NOTE = "internal_note"
    REVIEW = "review"
    QUESTION = "question"
    ARGUMENT = "argument"
    SOURCE = "source"


class CommentStatus(StrEnum):
    PUBLISHED = "published"
    PENDING = "pending"
    HIDDEN = "hidden"
    DELETED = "deleted"


class Comment(Model):
    """The parent is kept as it came; the page shows two levels, so `root_id` names the comment
    at the top of the thread (its own id for a root)."""

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_idea_id_root_id", "idea_id", "root_id", "id"),
        Index("ix_comments_author_id", "author_id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(BigId)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[CommentKind] = mapped_column(default=CommentKind.COMMENT)
    stance: Mapped[str | None]  # pro, contra or neutral
    status: Mapped[CommentStatus] = mapped_column(default=CommentStatus.PUBLISHED)
    language: Mapped[str | None]
    body: Mapped[str] = mapped_column(Text)
    body_format: Mapped[str] = mapped_column(default="markdown")
    body_html: Mapped[str] = mapped_column(Text)
    # The form's own number: a comment that the browser sends again is the same comment.
    once: Mapped[str | None] = mapped_column(unique=True)
    imported_likes: Mapped[int | None]
    imported_dislikes: Mapped[int | None]
    ext: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Reaction(Model):
    __tablename__ = "reactions"
    __table_args__ = (UniqueConstraint("comment_id", "user_id", "kind", "emoji"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]  # like, dislike, emoji
    emoji: Mapped[str] = mapped_column(default="")
