from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Text, UniqueConstraint, text
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


class Opening(StrEnum):
    """How a pin on a picture begins to speak."""

    SEE = "see"
    WONDER = "wonder"
    BREAK = "break"


def _roots(order: str, *columns: str) -> Index:
    """An index that holds the threads of an idea in one order, so that a page of them costs the
    same however many there are."""
    only = text("parent_id IS NULL")
    name = f"ix_comments_threads_{order}"
    return Index(name, "idea_id", *columns, sqlite_where=only, postgresql_where=only)


class Comment(Model):
    """The parent is kept as it came; the page shows two levels, so `root_id` names the comment
    at the top of the thread (its own id for a root)."""

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_idea_id_root_id", "idea_id", "root_id", "id"),
        Index("ix_comments_author_id", "author_id"),
        _roots("oldest", "id"),
        _roots("helpful", "helpful_count", "id"),
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
    # People who found it helpful: rows of Reaction.
    helpful_count: Mapped[int] = mapped_column(default=0, server_default="0")
    imported_likes: Mapped[int | None]
    imported_dislikes: Mapped[int | None]
    ext: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class CommentRevision(Model):
    """What a comment said before it was edited, and since when it had said so."""

    __tablename__ = "comment_revisions"

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)


class Mention(Model):
    """Somebody a comment names with an @, and by which name the text does so."""

    __tablename__ = "mentions"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    name: Mapped[str]


class Pin(Model):
    """Where on a picture a comment points to, as parts of its width and height. When the picture
    goes, the comment stays."""

    __tablename__ = "pins"
    __table_args__ = (Index("ix_pins_sketch_id", "sketch_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    sketch_id: Mapped[int | None] = mapped_column(ForeignKey("sketches.id", ondelete="SET NULL"))
    x: Mapped[float] = mapped_column(Float)
    y: Mapped[float] = mapped_column(Float)
    opening: Mapped[Opening]


class Reaction(Model):
    """A “like” is what the page calls helpful."""

    __tablename__ = "reactions"
    __table_args__ = (UniqueConstraint("comment_id", "user_id", "kind", "emoji"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]  # like, dislike, emoji
    emoji: Mapped[str] = mapped_column(default="")
