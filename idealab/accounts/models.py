from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.access import Role
from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey, UTCDateTime

EVERYWHERE = 0  # A role held for the whole installation rather than for one campaign.


class PersonKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    OFFICIAL = "official"
    BOT = "bot"


class Affiliation(StrEnum):
    """What ties a person to the company that asks."""

    EMPLOYEE = "employee"
    PARTNER = "partner"
    CUSTOMER = "customer"


class User(UserMixin, Model):
    """A person, an organisation or an official account. An imported one that nobody has claimed
    has no address and no credential, so nobody can sign in to it."""

    __tablename__ = "users"

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    name: Mapped[str]
    kind: Mapped[PersonKind] = mapped_column(default=PersonKind.PERSON)
    department: Mapped[str | None]  # of a member of staff, shown beside official answers
    home: Mapped[str | None]  # the town a person says to come from
    about: Mapped[str | None]
    about_html: Mapped[str | None] = mapped_column(Text)
    # What the person says; an admin who knows better has confirmed it, or not.
    affiliation: Mapped[Affiliation | None]
    organisation: Mapped[str | None]
    affiliation_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    avatar_file_id: Mapped[int | None] = mapped_column(BigId, index=True)
    avatar: Mapped[str | None]  # the key of that file once it is ready, the older one until then
    hides_support: Mapped[bool] = mapped_column(default=False)
    news_read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hides_thanks: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="en")
    deactivated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    # Of the session this object was loaded for; not columns.
    session_token = None  # type: str | None
    held_roles = None  # type: frozenset[tuple[int, Role]] | None
    confirmed = None  # type: bool | None

    def get_id(self) -> str | None:
        return self.session_token

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def hue(self) -> int:
        return hue_of(self.id)


def hue_of(person_id: int | None) -> int:
    """Which of the six colours stands behind the person's initials."""
    return (person_id or 0) % 6 + 1


class EmailAddress(Model):
    __tablename__ = "email_addresses"

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str] = mapped_column(unique=True)  # lower case, as mail is sent to it
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Credential(Model):
    __tablename__ = "credentials"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(default="password")
    secret_hash: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TokenPurpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"
    CHANGE_ADDRESS = "change-address"
    INVITATION = "invitation"


class Token(Model):
    """A one-time link and, for confirmations, a six-digit code. Only hashes are kept."""

    __tablename__ = "tokens"

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    purpose: Mapped[TokenPurpose]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    link_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    particulars: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Session(Model):
    """A signed-in browser. The cookie holds a token; this row says whether it still counts."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_id", "user_id"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    browser: Mapped[str | None]


class RoleGrant(Model):
    """`campaign_id` is EVERYWHERE or the campaign's id (no foreign key: campaigns stand above)."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("user_id", "campaign_id", "role"),)

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    campaign_id: Mapped[int] = mapped_column(default=EVERYWHERE, index=True)
    role: Mapped[Role]
