import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.accounts.models import User
from idealab.lib.access import Role
from idealab.lib.db import CreatedAt, Model, PrimaryKey, UTCDateTime

# The outlines of static/img/underlays, in the order in which they are offered.
UNDERLAYS = ("side", "front", "three-quarter", "cockpit")


class Visibility(StrEnum):
    PUBLIC = "public"
    INVITATION = "invitation"


class CampaignState(StrEnum):
    DRAFT = "draft"  # seen by its staff only
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Capability(StrEnum):
    """What a phase may allow. The clock says which phase it is, at the moment of the request."""

    SUBMIT = "submit"
    EDIT = "edit"
    SKETCH = "sketch"
    COMMENT = "comment"
    VOTE = "vote"
    SEE_COUNTS = "see_counts"


class Campaign(Model):
    __tablename__ = "campaigns"

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    question: Mapped[str] = mapped_column(Text, default="")
    story: Mapped[str] = mapped_column(Text, default="")
    story_html: Mapped[str] = mapped_column(Text, default="")
    rules: Mapped[str] = mapped_column(Text, default="")
    rules_html: Mapped[str] = mapped_column(Text, default="")
    rules_version: Mapped[int] = mapped_column(default=1)
    licence: Mapped[str] = mapped_column(default="CC-BY-SA-4.0")
    language: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="Europe/Berlin")
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    votes_per_person: Mapped[int | None]  # None: as many as one likes
    voting_method: Mapped[str] = mapped_column(default="support")
    # The idea whose picture stands for the campaign (no foreign key: ideas stand above).
    cover_idea_id: Mapped[int | None]
    brand: Mapped[str | None]  # a colour like #d8402a for the campaign's own stylesheet
    underlays: Mapped[list[str]] = mapped_column(
        JSON, default=lambda: [*UNDERLAYS], server_default=json.dumps(UNDERLAYS)
    )
    # Moves with content, stage and visibility, and not with votes: cached pages hang on it.
    version: Mapped[int] = mapped_column(default=0)
    # Moves when staff save the form: of two who change it at once the later one is told.
    edition: Mapped[int] = mapped_column(default=1)
    last_idea_number: Mapped[int] = mapped_column(default=0)
    ideas_count: Mapped[int] = mapped_column(default=0)  # published ones
    ext: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Phase(Model):
    """From `starts_at` (included) to `ends_at` (excluded); what is allowed in between."""

    __tablename__ = "phases"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[PrimaryKey]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    position: Mapped[int]
    name: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    allows: Mapped[list[str]] = mapped_column(JSON, default=list)


class TopicKind(StrEnum):
    TOPIC = "topic"
    CATEGORY = "category"
    TAG = "tag"
    DISTRICT = "district"
    LABEL = "label"


class Topic(Model):
    __tablename__ = "topics"
    __table_args__ = (UniqueConstraint("campaign_id", "slug"),)

    id: Mapped[PrimaryKey]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    slug: Mapped[str]
    name: Mapped[str]
    names: Mapped[dict[str, str] | None] = mapped_column(JSON)  # by language
    kind: Mapped[TopicKind] = mapped_column(default=TopicKind.TOPIC)
    position: Mapped[int] = mapped_column(default=0)
    ideas_count: Mapped[int] = mapped_column(default=0)


class Field(Model):
    """A question of the idea form."""

    __tablename__ = "fields"

    id: Mapped[PrimaryKey]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="longtext")
    required: Mapped[bool] = mapped_column(default=False)
    longest: Mapped[int] = mapped_column(default=3000)  # characters


class StageKind(StrEnum):
    INTAKE = "intake"
    SCREENING = "screening"
    REFINEMENT = "refinement"
    VOTING = "voting"
    EVALUATION = "evaluation"
    SHORTLIST = "shortlist"
    PILOT = "pilot"
    IMPLEMENTATION = "implementation"
    DONE = "done"
    REJECTED = "rejected"
    ARCHIVED = "archived"


class Stage(Model):
    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("campaign_id", "name"),)

    id: Mapped[PrimaryKey]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    position: Mapped[int]
    name: Mapped[str]
    kind: Mapped[StageKind]
    outcome: Mapped[str] = mapped_column(default="open")  # open, positive or negative
    public: Mapped[bool] = mapped_column(default=True)
    ideas_count: Mapped[int] = mapped_column(default=0)  # published ones


class Transition(Model):
    """An arrow of the workflow: who may move an idea from one stage to the other, and whether
    the author is owed a reason."""

    __tablename__ = "transitions"

    source_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(default=Role.MODERATOR)
    needs_reason: Mapped[bool] = mapped_column(default=False)


class Membership(Model):
    """Who may see a campaign that is by invitation."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("campaign_id", "user_id"),
        Index("ix_memberships_user_id", "user_id"),
    )

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
