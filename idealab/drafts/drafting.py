"""Keep what is being written, from the first word on; nothing of it is overwritten silently."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, false, func, select

from idealab.accounts.models import User
from idealab.accounts.tokens import hash_of
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import fields_of
from idealab.drafts.models import Draft, DraftPicture
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.lib.text import cleaned, excerpt_of
from idealab.media.models import File

LIVES = timedelta(days=180)  # after it was last saved
LIVES_UNSIGNED = timedelta(days=14)
UNDO = timedelta(days=1)
MOST, MOST_UNSIGNED, MOST_OF_NETWORK = 50, 5, 100
SPARE = 1  # beyond that, for the form that is about to be published
LONGEST = 250_000  # characters in all
STILL_OPEN = (Draft.thrown_away_at.is_(None), Draft.published_idea_id.is_(None))


class Keeper(NamedTuple):
    """Who keeps a draft: a person, or a browser in which nobody has signed in, which has a secret
    and comes from a network, told by a hash."""

    person: User | None
    secret: str | None = None
    network: str = ""

    @property
    def drafts(self) -> ColumnElement[bool]:
        if self.person is not None:
            return Draft.user_id == self.person.id
        return Draft.key_hash == hash_of(self.secret) if self.secret else false()


class Seen(NamedTuple):
    """What the page that saves knows of the draft, and which page it is."""

    edition: int
    page_key: str


@dataclass
class Written:
    """What a form holds. `pictures`, by field: a file, a drawing, or None for one taken off; what
    is not named stays as it is."""

    once: str
    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, File | dict[str, Any] | None] = field(default_factory=dict)


class ChangedElsewhere(Refused):
    """Another page has saved the draft since; both texts are shown, and the person chooses."""

    def __init__(self) -> None:
        super().__init__(_("This draft was changed in another window or on another device."))


class NoRoom(Refused):
    status = 422


def keep_draft(
    campaign: Campaign,
    written: Written,
    *,
    by: Keeper,
    now: datetime,
    seen: Seen,
    draft: Draft | None = None,
    to_publish: bool = False,
) -> Draft:
    """Save the draft, or begin one (`to_publish` at once, for which a place is spared). The same
    page saves as often as it likes; what another one has saved meanwhile is not overwritten.
    Raises ChangedElsewhere, NoRoom."""
    if not fits(written):
        raise NoRoom(_("This is more than a draft can hold. Shorten it, and it is kept again."))
    if draft is None:
        _require_room(by, spare=SPARE if to_publish else 0)
        draft = _begin(campaign, written.once, by, now=now)
    elif was_changed_elsewhere(draft, seen):
        raise ChangedElsewhere
    if draft.published_idea_id is not None:
        return draft
    draft.edition += 1
    draft.page_key = seen.page_key[:64]
    draft.updated_at, draft.expires_at = now, now + _life(by)
    _describe(draft, campaign, written.texts)
    db.session.flush()
    for place, picture in written.pictures.items():
        _keep_picture(draft, place, picture)
    return draft


def open_draft(draft_id: int | None, *, by: Keeper) -> Draft | None:
    """The draft, if it is theirs and was not thrown away; also one that is published by now."""
    mine = select(Draft).where(Draft.id == draft_id, by.drafts, Draft.thrown_away_at.is_(None))
    return db.session.scalar(mine) if draft_id is not None else None


def draft_of_form(campaign: Campaign, once: str, *, by: Keeper) -> Draft | None:
    """The draft that a form of this number has begun, if its answer did not arrive."""
    same = select(Draft).where(
        by.drafts,
        Draft.campaign_id == campaign.id,
        Draft.once == once_of_form(once),
        Draft.thrown_away_at.is_(None),
    )
    return db.session.scalar(same.order_by(Draft.id.desc()).limit(1)) if once else None


def fits(written: Written) -> bool:
    return sum(map(len, written.texts.values())) <= LONGEST


def was_changed_elsewhere(draft: Draft, seen: Seen) -> bool:
    """Looked up under a lock, so that of two who save at once the later one is told."""
    db.session.refresh(draft, with_for_update={"key_share": True})
    return draft.edition != seen.edition and draft.page_key != seen.page_key[:64]


def throw_away(draft: Draft, *, now: datetime) -> None:
    """It can be brought back for a day."""
    draft.thrown_away_at, draft.expires_at = now, now + UNDO
    db.session.flush()


def bring_back(draft_id: int, *, by: Keeper, now: datetime) -> Draft | None:
    """Raises NoRoom."""
    gone = select(Draft).where(Draft.id == draft_id, by.drafts, Draft.thrown_away_at.is_not(None))
    draft = db.session.scalar(gone.where(Draft.published_idea_id.is_(None)))
    if draft is not None:
        _require_room(by)
        draft.thrown_away_at, draft.expires_at = None, now + _life(by)
        db.session.flush()
    return draft


def once_of_form(once: str) -> str:
    return sha256(once.encode()).hexdigest()


def has_room(by: Keeper, *, spare: int = 0) -> bool:
    """Is there room for one draft more? Asked under a lock, so that of two that a person begins at
    once the later one counts the other."""
    if by.person is None:
        return _count(by.drafts) < MOST_UNSIGNED + spare
    db.session.execute(select(User.id).filter_by(id=by.person.id).with_for_update(key_share=True))
    return _count(by.drafts) < MOST + spare


def no_room(by: Keeper) -> str:
    """The sentence for whoever has as many drafts as there may be: it names the oldest."""
    return _(
        "There is room for %(most)s drafts. Publish or delete one first, “%(title)s” for example.",
        most=MOST if by.person else MOST_UNSIGNED,
        title=_oldest_title(by) or _("Without a title"),
    )


def _require_room(by: Keeper, *, spare: int = 0) -> None:
    if not has_room(by, spare=spare):
        raise NoRoom(no_room(by))
    if by.person is None and _count(Draft.network_hash == by.network) >= MOST_OF_NETWORK:
        raise NoRoom(_("Many drafts come from where you are. Sign in, and yours is kept."))


def _oldest_title(by: Keeper) -> str | None:
    oldest = select(Draft.title).where(by.drafts, *STILL_OPEN).order_by(Draft.updated_at, Draft.id)
    return db.session.scalar(oldest.limit(1))


def _count(condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(Draft).where(condition, *STILL_OPEN)
    return db.session.scalar(counted) or 0


def _begin(campaign: Campaign, once: str, by: Keeper, *, now: datetime) -> Draft:
    draft = Draft(campaign_id=campaign.id, created_at=now, once=once_of_form(once), edition=0)
    if by.person is not None:
        draft.user_id = by.person.id
    else:
        draft.key_hash = hash_of(by.secret or "")
        draft.network_hash = by.network
    db.session.add(draft)
    return draft


def _life(by: Keeper) -> timedelta:
    return LIVES if by.person is not None else LIVES_UNSIGNED


def _describe(draft: Draft, campaign: Campaign, texts: dict[str, str]) -> None:
    """The content, and what lists tell of it."""
    draft.content = {name: text for name, text in texts.items() if text}
    draft.title = excerpt_of(cleaned(texts.get("title", "")), length=140)
    said = [texts.get(f"field-{question.id}", "") for question in fields_of(campaign)]
    draft.excerpt = excerpt_of(cleaned(" ".join(filter(None, said))[:2_000]))
    draft.language = (texts.get("language") or campaign.language)[:12]


def _keep_picture(draft: Draft, place: str, picture: File | dict[str, Any] | None) -> None:
    there = select(DraftPicture).filter_by(draft_id=draft.id, place=place)
    row = db.session.scalar(there)
    if picture is None:
        db.session.execute(delete(DraftPicture).filter_by(draft_id=draft.id, place=place))
        return
    row = row or DraftPicture(draft_id=draft.id, place=place)
    if isinstance(picture, File):
        row.file_id = picture.id
    else:
        row.strokes = picture
    db.session.add(row)
    db.session.flush()
