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
LONGEST = 250_000  # characters in all


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
    """Save the draft, or begin one (`to_publish` at once, for which there is always room). The same
    page saves as often as it likes; what another one has saved meanwhile is not overwritten.
    Raises ChangedElsewhere, NoRoom."""
    if not fits(written):
        raise NoRoom(_("This is more than a draft can hold. Shorten it, and it is kept again."))
    if draft is None:
        if not (to_publish and by.person):
            _require_room(by)
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
    gone = select(Draft).where(Draft.id == draft_id, by.drafts, Draft.thrown_away_at.is_not(None))
    draft = db.session.scalar(gone.where(Draft.published_idea_id.is_(None)))
    if draft is not None:
        draft.thrown_away_at, draft.expires_at = None, now + _life(by)
        db.session.flush()
    return draft


def adopt_drafts(secret: str, *, by: User, now: datetime) -> None:
    """What was written in a browser before signing in is from now on the person's. One that goes
    on with a draft of theirs, after their session was lost, takes the place of that."""
    browser = Keeper(None, secret)
    for draft in db.session.scalars(select(Draft).where(browser.drafts)):
        draft.user_id, draft.key_hash, draft.network_hash = by.id, None, None
        draft.expires_at = draft.expires_at if draft.thrown_away_at else now + LIVES
        _replace_continued(draft, by, now=now)
    db.session.flush()


def once_of_form(once: str) -> str:
    return sha256(once.encode()).hexdigest()


def _require_room(by: Keeper) -> None:
    most = MOST if by.person else MOST_UNSIGNED
    if _count(by.drafts) >= most:
        raise NoRoom(
            _("There is room for %(most)s drafts. Publish or delete one first.", most=most)
        )
    if by.person is None and _count(Draft.network_hash == by.network) >= MOST_OF_NETWORK:
        raise NoRoom(_("Many drafts come from where you are. Sign in, and yours is kept."))


def _count(condition: ColumnElement[bool]) -> int:
    still_open = (Draft.thrown_away_at.is_(None), Draft.published_idea_id.is_(None))
    counted = select(func.count()).select_from(Draft).where(condition, *still_open)
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
    draft.language = texts.get("language", campaign.language)[:12]


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


def _replace_continued(draft: Draft, by: User, *, now: datetime) -> None:
    draft_id, _dash, edition = draft.content.get("continues", "").partition("-")
    if not (draft_id.isdecimal() and edition.isdecimal()) or len(draft_id) > 18:
        return
    continued = open_draft(int(draft_id), by=Keeper(by))
    if continued is None or str(continued.edition) != edition or continued.published_idea_id:
        return
    for picture in db.session.scalars(select(DraftPicture).filter_by(draft_id=continued.id)):
        _hand_over(picture, draft)
    throw_away(continued, now=now)


def _hand_over(picture: DraftPicture, draft: Draft) -> None:
    """What was drawn and chosen before the session was lost goes on with the text."""
    taken = select(DraftPicture.id).filter_by(draft_id=draft.id, place=picture.place)
    if db.session.scalar(taken) is None:
        picture.draft_id = draft.id
        db.session.flush()
