"""What the page of kept mail reads."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from idealab.lib.db import db
from idealab.mail.models import Mail

MOST_LISTED = 200
ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


class Piece(NamedTuple):
    words: str
    is_link: bool


def latest_mails() -> Sequence[Mail]:
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(MOST_LISTED)).all()


def pieces_of(text: str) -> list[Piece]:
    """The text of a mail, cut where a link begins and ends."""
    parts = ADDRESS.split(text)
    return [Piece(part, bool(ADDRESS.fullmatch(part))) for part in parts if part]
