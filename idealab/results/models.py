from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.lib.db import Model, UTCDateTime


class Verdict(Model):
    """What the company says at the end of a campaign, and what it promises. Public from
    `published_at` on."""

    __tablename__ = "verdicts"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey(Campaign.id), primary_key=True, autoincrement=False
    )
    statement: Mapped[str] = mapped_column(Text, default="")
    statement_html: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(Text, default="")
    promise_html: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    # Moves with each save: of two who edit at once the later one is told.
    edition: Mapped[int] = mapped_column(default=1)


class Figures(Model):
    """How many took part in a campaign, counted every so often: a count of people over ideas,
    comments and votes costs too much for a page. Pages say when it was counted."""

    __tablename__ = "figures"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey(Campaign.id), primary_key=True, autoincrement=False
    )
    counted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    people_count: Mapped[int] = mapped_column(default=0)
    authors_count: Mapped[int] = mapped_column(default=0)
    commenters_count: Mapped[int] = mapped_column(default=0)
    voters_count: Mapped[int] = mapped_column(default=0)
    votes_count: Mapped[int] = mapped_column(default=0)
    comments_count: Mapped[int] = mapped_column(default=0)
    sketches_count: Mapped[int] = mapped_column(default=0)
    answers_count: Mapped[int] = mapped_column(default=0)  # ideas with an official answer
    # People whose tie to the company an admin has confirmed, by what it is.
    employees_count: Mapped[int] = mapped_column(default=0, server_default="0")
    partners_count: Mapped[int] = mapped_column(default=0, server_default="0")
    customers_count: Mapped[int] = mapped_column(default=0, server_default="0")
