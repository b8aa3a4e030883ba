"""What was written in a browser before signing in becomes the person's."""

from datetime import datetime

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.drafts.drafting import LIVES, SPARE, Keeper, has_room, open_draft, throw_away
from idealab.drafts.models import Draft, DraftPicture
from idealab.lib.db import db


def adopt_drafts(secret: str, *, by: User, now: datetime) -> int:
    """What a browser has kept is from now on the person's, the latest first. One that goes on with
    a draft of theirs, after their session was lost, takes the place of that. Returns how many stay
    with the browser, for there is no room for them."""
    kept = select(Draft).where(Keeper(None, secret).drafts)
    latest_first = kept.order_by(Draft.updated_at.desc(), Draft.id.desc())
    left, spare = 0, SPARE  # the one they come with finds a place, if need be the spared one
    for draft in db.session.scalars(latest_first).all():
        if draft.thrown_away_at is None and not _finds_room(draft, by, spare=spare, now=now):
            left += 1
            continue
        draft.user_id, draft.key_hash, draft.network_hash = by.id, None, None
        draft.expires_at = draft.expires_at if draft.thrown_away_at else now + LIVES
        db.session.flush()
        spare = 0
    return left


def _finds_room(draft: Draft, by: User, *, spare: int, now: datetime) -> bool:
    return _replaces_continued(draft, by, now=now) or has_room(Keeper(by), spare=spare)


def _replaces_continued(draft: Draft, by: User, *, now: datetime) -> bool:
    draft_id, _dash, edition = draft.content.get("continues", "").partition("-")
    if not (draft_id.isdecimal() and edition.isdecimal()) or len(draft_id) > 18:
        return False
    continued = open_draft(int(draft_id), by=Keeper(by))
    if continued is None or str(continued.edition) != edition or continued.published_idea_id:
        return False
    for picture in db.session.scalars(select(DraftPicture).filter_by(draft_id=continued.id)):
        _hand_over(picture, draft)
    throw_away(continued, now=now)
    return True


def _hand_over(picture: DraftPicture, draft: Draft) -> None:
    """What was drawn and chosen before the session was lost goes on with the text."""
    taken = select(DraftPicture.id).filter_by(draft_id=draft.id, place=picture.place)
    if db.session.scalar(taken) is None:
        picture.draft_id = draft.id
        db.session.flush()
