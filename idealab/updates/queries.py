"""What pages read of the journal, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import Row, Select, and_, or_, select

from idealab.accounts.models import User, hue_of
from idealab.campaigns.models import Campaign
from idealab.lib.db import db
from idealab.lib.text import excerpt_of, plain_of
from idealab.media.models import File
from idealab.media.queries import Picture, pictures_of
from idealab.updates.models import Update, UpdatePicture
from idealab.updates.seeing import is_out

ON_PAGE = 10
EXCERPT = 220


class Told(NamedTuple):
    """An update as a page shows it."""

    id: int
    campaign_id: int
    title: str
    language: str
    html: Markup
    published_at: datetime | None
    edited_at: datetime | None
    author_id: int | None
    author_name: str | None
    author_department: str | None
    pictures: Sequence[Picture] = ()

    @property
    def author_hue(self) -> int:
        return hue_of(self.author_id)

    @property
    def excerpt(self) -> str:
        return excerpt_of(plain_of(self.html), length=EXCERPT)


class Journal(NamedTuple):
    updates: Sequence[Told]
    after: int | None  # where the next page begins


def journal_of(
    campaign: Campaign, *, now: datetime, after: int = 0, most: int = ON_PAGE
) -> Journal:
    """The newest first, with their pictures, in two queries, and a third to find the place of
    `after`, the last update of the page before."""
    wanted = _told().where(Update.campaign_id == campaign.id, is_out(now=now))
    if after:
        wanted = wanted.where(_older_than(after))
    newest = wanted.order_by(Update.published_at.desc(), Update.id.desc()).limit(most + 1)
    rows = db.session.execute(newest).all()
    shown = _with_pictures(rows[:most])
    return Journal(shown, shown[-1].id if len(rows) > most else None)


def told(update: Update) -> Told:
    """One update as a page shows it, in two queries."""
    return _with_pictures(db.session.execute(_told().where(Update.id == update.id)).all())[0]


def neighbours_of(update: Told, *, now: datetime) -> tuple[Row | None, Row | None]:
    """The published updates before and after this one in time (id, title, language)."""
    if update.published_at is None:
        return None, None
    columns = select(Update.id, Update.title, Update.language).where(
        Update.campaign_id == update.campaign_id, is_out(now=now)
    )
    at, row = update.published_at, update.id
    older = and_(Update.published_at == at, Update.id < row)
    newer = and_(Update.published_at == at, Update.id > row)
    before = columns.where(or_(Update.published_at < at, older))
    behind = columns.where(or_(Update.published_at > at, newer))
    return (
        db.session.execute(
            before.order_by(Update.published_at.desc(), Update.id.desc()).limit(1)
        ).first(),
        db.session.execute(behind.order_by(Update.published_at, Update.id).limit(1)).first(),
    )


def find_update(update_id: int) -> Update | None:
    return db.session.get(Update, update_id)


def all_updates_of(campaign: Campaign) -> Sequence[Update]:
    """For those who write there: drafts and planned ones first, then the newest; deleted ones
    too."""
    found = (
        select(Update)
        .where(Update.campaign_id == campaign.id)
        .order_by(Update.published_at.desc().nulls_first(), Update.id.desc())
        .limit(200)
    )
    return db.session.scalars(found).all()


def pictures_in(update: Update) -> list[tuple[UpdatePicture, Picture]]:
    """For the form: the row and what is to be shown of it."""
    rows = db.session.scalars(
        select(UpdatePicture)
        .filter_by(update_id=update.id)
        .order_by(UpdatePicture.position, UpdatePicture.id)
    ).all()
    found = pictures_of(row.file_id for row in rows)
    return [(row, found[row.file_id]._replace(alt=row.alt)) for row in rows]


def _older_than(update_id: int):
    last = select(Update.published_at, Update.id).where(Update.id == update_id).subquery("last")
    at = select(last.c.published_at).scalar_subquery()
    return or_(Update.published_at < at, and_(Update.published_at == at, Update.id < update_id))


def _told() -> Select:
    return select(
        Update.id,
        Update.campaign_id,
        Update.title,
        Update.language,
        Update.body_html,
        Update.published_at,
        Update.edited_at,
        Update.author_id,
        User.name,
        User.department,
    ).outerjoin(User, User.id == Update.author_id)


def _with_pictures(rows: Sequence[Row]) -> list[Told]:
    shown = [Told(*row) for row in rows]
    pictures: dict[int, list[Picture]] = {one.id: [] for one in shown}
    if shown:
        for update_id, alt, *file in db.session.execute(_pictures(list(pictures))):
            pictures[update_id].append(Picture(*file)._replace(alt=alt))
    return [
        # Made safe when it was saved.
        one._replace(html=Markup(one.html), pictures=pictures[one.id])
        for one in shown
    ]


def _pictures(update_ids: list[int]) -> Select:
    columns = (File.key, File.width, File.height, File.state, File.colour, File.reason)
    return (
        select(UpdatePicture.update_id, UpdatePicture.alt, *columns)
        .join(File, File.id == UpdatePicture.file_id)
        .where(UpdatePicture.update_id.in_(update_ids))
        .order_by(UpdatePicture.position, UpdatePicture.id)
    )
