"""Write an update, change it, take it away and put it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy import update as change_rows
from sqlalchemy.exc import IntegrityError

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign
from idealab.ideas.writing import once_of
from idealab.lib.db import db
from idealab.lib.errors import Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned, html_of
from idealab.media.models import File
from idealab.updates.models import Update, UpdatePicture

LONGEST_TITLE, LONGEST_BODY, LONGEST_ALT = 160, 20_000, 500
MOST_PICTURES = 6


class UpdateIncomplete(Refused):
    status = 422


class EditedMeanwhile(Refused):
    pass


@dataclass(frozen=True)
class Entry:
    """What an update says, and from when on it is public (None: it stays a draft)."""

    title: str
    body: str
    publish_at: datetime | None
    language: str = "en"

    def tidied(self) -> "Entry":
        title = " ".join(cleaned(self.title).split())
        return Entry(title, cleaned(self.body), self.publish_at, self.language)


def problems_of(entry: Entry) -> dict[str, str]:
    """A sentence by field for all that keeps the entry from being saved."""
    problems = {}
    if not entry.title:
        problems["title"] = _("Give the update a title.")
    elif len(entry.title) > LONGEST_TITLE:
        problems["title"] = too_long(entry.title, LONGEST_TITLE)
    if len(entry.body) > LONGEST_BODY:
        problems["body"] = too_long(entry.body, LONGEST_BODY)
    elif entry.publish_at and not entry.body:
        problems["body"] = _("Write what happened, or save it as a draft for now.")
    return problems


def write_update(
    campaign: Campaign, entry: Entry, *, by: User, now: datetime, once: str | None = None
) -> Update:
    """The same form sent twice is one update. Raises UpdateIncomplete."""
    entry = _complete(entry)
    once = once_of(once, by)
    if again := _sent_before(once):
        return again
    update = Update(
        created_at=now,
        campaign_id=campaign.id,
        author_id=by.id,
        language=entry.language,
        title=entry.title,
        body=entry.body,
        body_html=html_of(entry.body),
        published_at=entry.publish_at,
        once=once,
    )
    try:
        with db.session.begin_nested():
            db.session.add(update)
            db.session.flush()
    except IntegrityError:  # of a double click the second one
        if again := _sent_before(once):
            return again
        raise
    _tell("update.written", update, by=by, now=now)
    return update


def edit_update(
    update: Update, entry: Entry, *, by: User, now: datetime, seen_edition: int
) -> None:
    """Raises UpdateIncomplete, EditedMeanwhile."""
    entry = _complete(entry)
    taken = change_rows(Update).filter_by(id=update.id, edition=seen_edition)
    newer = taken.values(edition=Update.edition + 1).returning(Update.id)
    if db.session.scalar(newer, execution_options={"synchronize_session": False}) is None:
        raise EditedMeanwhile(
            _("Somebody else saved this update while you were writing. Look at it again first.")
        )
    db.session.expire(update, ["edition"])
    update.title, update.body, update.body_html = entry.title, entry.body, html_of(entry.body)
    update.language = entry.language
    if not (_is_out(update, now) and _is_due(entry, now)):  # what is out keeps its day
        update.published_at = entry.publish_at
    update.edited_at = now
    db.session.flush()
    _tell("update.edited", update, by=by, now=now)


def delete_update(update: Update, *, by: User, now: datetime) -> None:
    """Deleting twice changes nothing."""
    if update.deleted_at is None:
        update.deleted_at = now
        db.session.flush()
        _tell("update.deleted", update, by=by, now=now)


def put_back(update: Update, *, by: User, now: datetime) -> None:
    if update.deleted_at is not None:
        update.deleted_at = None
        db.session.flush()
        _tell("update.restored", update, by=by, now=now)


def add_picture(update: Update, file: File, *, alt: str) -> None:
    """The same picture twice is one. Raises UpdateIncomplete when there are too many."""
    shown = (select(UpdatePicture.id).join(File, File.id == UpdatePicture.file_id)).where(
        UpdatePicture.update_id == update.id, File.sha256 == file.sha256
    )
    if db.session.scalar(shown) is not None:
        return
    count, last = db.session.execute(
        select(func.count(), func.max(UpdatePicture.position)).filter_by(update_id=update.id)
    ).one()
    if count >= MOST_PICTURES:
        raise UpdateIncomplete(_("An update has room for %(most)s pictures.", most=MOST_PICTURES))
    position = 0 if last is None else last + 1
    db.session.add(
        UpdatePicture(
            update_id=update.id,
            file_id=file.id,
            position=position,
            alt=cleaned(alt)[:LONGEST_ALT],
        )
    )
    db.session.flush()


def describe_picture(picture: UpdatePicture, alt: str) -> None:
    picture.alt = cleaned(alt)[:LONGEST_ALT]


def _is_out(update: Update, now: datetime) -> bool:
    return update.published_at is not None and update.published_at <= now


def _is_due(entry: Entry, now: datetime) -> bool:
    return entry.publish_at is not None and entry.publish_at <= now


def _sent_before(once: str | None) -> Update | None:
    return db.session.scalar(select(Update).filter_by(once=once)) if once else None


def _complete(entry: Entry) -> Entry:
    entry = entry.tidied()
    for sentence in problems_of(entry).values():
        raise UpdateIncomplete(sentence)
    return entry


def _tell(kind: str, update: Update, *, by: User, now: datetime) -> None:
    record(kind, by=by, now=now, campaign_id=update.campaign_id, update_id=update.id)
