from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from idealab.accounts.models import User
from idealab.lib.db import Model, UTCDateTime


class SitePage(Model):
    """What whoever runs the site has written in place of a text that comes with it; emptied, that
    one is back."""

    __tablename__ = "site_pages"

    name: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    edited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    # Moves with each save: of two who edit at once the later one is told.
    edition: Mapped[int] = mapped_column(default=1)
