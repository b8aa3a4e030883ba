from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.drafts.drafting import MOST, SPARE, STILL_OPEN, UNDO, Keeper
from idealab.drafts.models import Draft, DraftPicture
from idealab.lib.db import db
from idealab.media.models import File
from idealab.media.queries import Picture, pictures_of

MOST_SHOWN = MOST + SPARE


class Kept(NamedTuple):
    """A picture of a draft, for its form and its card: a file, or else a drawing."""

    place: str
    draft_id: int
    file: File | None
    picture: Picture | None

    @property
    def drawing(self) -> str:
        """Where its strokes are; the picture made of them lies below."""
        return "" if self.file else f"/drafts/{self.draft_id}/drawings/{self.place}"


class Card(NamedTuple):
    """A draft as lists show it."""

    id: int
    title: str
    excerpt: str
    language: str
    updated_at: datetime
    campaign_title: str
    campaign_slug: str
    kept: Kept | None

    @property
    def address(self) -> str:
        return f"/campaigns/{self.campaign_slug}/ideas/new?draft={self.id}"


def open_drafts(by: Keeper) -> list[Card]:
    """What is being written, the latest first, in three queries."""
    rows = db.session.execute(
        select(
            Draft.id,
            Draft.title,
            Draft.excerpt,
            Draft.language,
            Draft.updated_at,
            Campaign.title,
            Campaign.slug,
        )
        .join(Campaign, Campaign.id == Draft.campaign_id)
        .where(*_still_open(by), campaigns_seen_by(by.person))
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    kept = pictures_kept(row.id for row in rows)
    return [Card(*row, next(iter(kept.get(row.id, ())), None)) for row in rows]


def newest_draft(campaign: Campaign, *, by: Keeper) -> Draft | None:
    mine = select(Draft).where(*_still_open(by), Draft.campaign_id == campaign.id)
    return db.session.scalar(mine.order_by(Draft.updated_at.desc(), Draft.id.desc()).limit(1))


def draft_thrown_away(draft_id: int, *, by: Keeper, now: datetime) -> Draft | None:
    """The draft, if it can still be brought back."""
    gone = select(Draft).where(Draft.id == draft_id, by.drafts, Draft.thrown_away_at > now - UNDO)
    return db.session.scalar(gone)


def pictures_kept(draft_ids: Iterable[int]) -> dict[int, list[Kept]]:
    """The pictures of the drafts, drawings first, in two queries."""
    ids = list(draft_ids)
    if not ids:
        return {}
    rows = db.session.execute(
        select(DraftPicture.place, DraftPicture.draft_id, File)
        .outerjoin(File, File.id == DraftPicture.file_id)
        .where(DraftPicture.draft_id.in_(ids))
        .order_by(DraftPicture.file_id.is_not(None), DraftPicture.place)
    ).all()
    pictures = pictures_of(row.File.id for row in rows if row.File)
    found: dict[int, list[Kept]] = {}
    for place, draft_id, file in rows:
        picture = pictures.get(file.id) if file else None
        found.setdefault(draft_id, []).append(Kept(place, draft_id, file, picture))
    return found


def drawing_of(draft: Draft, place: str) -> dict[str, Any] | None:
    """The strokes of a drawing of the draft."""
    return db.session.scalar(
        select(DraftPicture.strokes).where(
            DraftPicture.draft_id == draft.id,
            DraftPicture.place == place,
            DraftPicture.file_id.is_(None),
        )
    )


def _still_open(by: Keeper) -> Sequence[Any]:
    return (by.drafts, *STILL_OPEN)
