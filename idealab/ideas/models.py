from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey, UTCDateTime


class IdeaStatus(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"  # waits for a moderator
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    DELETED = "deleted"


class Via(StrEnum):
    WEB = "web"
    API = "api"
    MAIL = "mail"
    MEETING = "meeting"
    PAPER = "paper"
    IMPORT = "import"
    MODERATOR = "moderator"


PICTURED = "status = 'published' AND cover_file_id IS NOT NULL"


def _wall(order: str, *columns: str) -> Index:
    """An index that holds one order of a campaign's wall, so that a page costs the same
    however many ideas there are."""
    only = text("status = 'published'")
    return Index(
        f"ix_ideas_wall_{order}",
        "campaign_id",
        *columns,
        sqlite_where=only,
        postgresql_where=only,
    )


class Idea(Model):
    """An answer to a campaign's question. An idea from a meeting or on paper has no author."""

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        _wall("newest", "published_at", "id"),
        _wall("discussed", "comments_count", "id"),
        _wall("supported", "votes_count", "id"),
        _wall("random", "shuffle", "id"),
        _wall("language", "language", "id"),
        Index(
            "ix_ideas_wall_pictured",
            "campaign_id",
            "id",
            sqlite_where=text(PICTURED),
            postgresql_where=text(PICTURED),
        ),
        Index("ix_ideas_campaign_id_status_id", "campaign_id", "status", "id"),
        Index("ix_ideas_stage", "campaign_id", "stage_id", "stage_since", "id"),
    )

    id: Mapped[PrimaryKey]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    via: Mapped[Via] = mapped_column(default=Via.WEB)
    source: Mapped[str | None]  # where it was collected: "Workshop in Porto, 14 March"
    status: Mapped[IdeaStatus] = mapped_column(default=IdeaStatus.PUBLISHED)
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"), index=True)
    stage_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[CreatedAt]
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(default="en")
    title: Mapped[str]
    # Text beside the fields of the form; imported ideas have it, own ones have only fields.
    body: Mapped[str] = mapped_column(Text, default="")
    body_format: Mapped[str] = mapped_column(default="markdown")
    body_html: Mapped[str] = mapped_column(Text, default="")
    excerpt: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(Text, default="")  # title, texts, tags
    # What of it is indexed (lib/terms.py); None until somebody has taken the text apart.
    search_terms: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None]
    rules_version: Mapped[int | None]  # what the author accepted, and when
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    # Moves when anything a card shows has changed, except counts: cached cards hang on it.
    version: Mapped[int] = mapped_column(default=0)
    shuffle: Mapped[float] = mapped_column(Float, default=0.0)  # place in the random order
    # Supporters: rows with a positive value, and those an import claims without naming persons.
    votes_count: Mapped[int] = mapped_column(default=0)
    imported_votes_count: Mapped[int] = mapped_column(default=0)
    comments_count: Mapped[int] = mapped_column(default=0)  # what participants said, published
    # The form's own number: an idea that the browser sends again is the same idea.
    once: Mapped[str | None] = mapped_column(unique=True)
    cover_file_id: Mapped[int | None] = mapped_column(BigId)  # its first picture,
    cover_alt: Mapped[str] = mapped_column(Text, default="")  # and what that one shows
    talk_closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by a moderator
    talk_closed_reason: Mapped[str | None] = mapped_column(Text)
    ext: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    campaign: Mapped[Campaign] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    place: Mapped["Location | None"] = relationship(viewonly=True)


class SearchWord(Model):
    """A word, or the stem of one, that stands in ideas, and in about how many."""

    __tablename__ = "search_words"

    id: Mapped[PrimaryKey]
    word: Mapped[str] = mapped_column(unique=True)
    ideas_count: Mapped[int] = mapped_column(default=1)


class FieldValue(Model):
    __tablename__ = "field_values"
    __table_args__ = (UniqueConstraint("idea_id", "field_id"),)

    id: Mapped[PrimaryKey]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)


class IdeaTopic(Model):
    __tablename__ = "idea_topics"
    __table_args__ = (Index("ix_idea_topics_topic_id", "topic_id", "idea_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class IdeaTag(Model):
    __tablename__ = "idea_tags"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class Location(Model):
    __tablename__ = "locations"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    label: Mapped[str | None]


class Revision(Model):
    """What an idea said at one time. Every one is kept; the newest equals the idea."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("idea_id", "number"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    number: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str]
    # body, fields by id, topic, tags, place, language; sketches in their order, by id and with what
    # they show; of a restored one, from which number
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str | None]  # what is new, in the words of whoever made it


class Contributor(Model):
    """Somebody who has the idea together with its author."""

    __tablename__ = "contributors"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: from the beginning


class CoauthorInvitation(Model):
    """Somebody the author wants to have the idea with, until they accept. Who was invited by an
    address is looked for when they come, so that nobody learns which addresses have an account.
    What was declined or taken back stays, so that nobody is written to again and again."""

    __tablename__ = "coauthor_invitations"
    __table_args__ = (
        UniqueConstraint("idea_id", "address"),
        UniqueConstraint("idea_id", "user_id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str | None] = mapped_column(index=True)  # in lower case; or else
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by the author


class Follow(Model):
    """Somebody who wants to hear of an idea, or of a whole campaign."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("user_id", "idea_id"),
        Index("uq_follows_user_id_campaign_id", "user_id", "campaign_id", unique=True),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)


class Link(Model):
    """How one idea stems from, repeats or continues another."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    from_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    # remix_of, builds_on, duplicate_of, merged_into, related, split_from, copied_from
    kind: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str | None]


class ShareCard(Model):
    """The picture that goes with a link to an idea elsewhere: what it was made of, for it is made
    anew when that has changed."""

    __tablename__ = "share_cards"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    made_at: Mapped[CreatedAt]
    key: Mapped[str]
    title: Mapped[str]
    cover_file_id: Mapped[int | None] = mapped_column(BigId)
    # The mark of what stands around these two: words and colour of campaign and site.
    frame: Mapped[str] = mapped_column(default="", server_default="")


class Distinction(Model):
    """The author's word that the idea is another one than that which looked like it."""

    __tablename__ = "distinctions"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True, index=True)
    created_at: Mapped[CreatedAt]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class IdeaVector(Model):
    """What an idea means (lib/meaning.py): half floats, made of its text when it had this version.
    Where the text has another hash or the model another name, it is to be made anew."""

    __tablename__ = "idea_vectors"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    made_at: Mapped[CreatedAt]
    idea_version: Mapped[int]
    text_hash: Mapped[str]
    model: Mapped[str]
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class Neighbour(Model):
    """One of the ideas that lay nearest when the vector of `idea_id` was made. Later ones are
    found from their side."""

    __tablename__ = "neighbours"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True, index=True)
    cosine: Mapped[float] = mapped_column(Float)
