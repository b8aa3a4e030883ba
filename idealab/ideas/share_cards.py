"""The cards of shared ideas: made by a worker, shown to nobody who may not see the idea."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from flask import current_app
from sqlalchemy import and_, case, or_, select

from idealab.campaigns.models import Campaign, CampaignState, Visibility
from idealab.ideas.card_drawing import Content
from idealab.ideas.models import Idea, ShareCard
from idealab.ideas.seeing import ideas_on_wall, may_see_idea
from idealab.lib import storage
from idealab.lib.db import db
from idealab.media.keys import rendition_key
from idealab.media.models import File, FileState

MOST_AT_ONCE = 100
LOOK = "1"  # another one, and all cards are made anew


def address_of_card(idea: Idea) -> str:
    """It changes with what the card shows, so that others do not keep an old one."""
    return f"/ideas/{idea.id}/card?v={_print_of(idea)}"


def card_of(idea: Idea) -> bytes | None:
    """None as long as no worker has made it. Raises storage.StorageAway."""
    card = db.session.get(ShareCard, idea.id)
    if card is None:
        return None
    try:
        with storage.open_(card.key) as file:
            return file.read()
    except storage.Missing:
        return None


def content_of(idea_id: int) -> Content | None:
    """What a card is to show; None for an idea that not everybody may see. Raises
    storage.StorageAway."""
    idea = db.session.get(Idea, idea_id)
    if idea is None or not may_see_idea(idea, None):
        return None
    campaign = idea.campaign
    sketch = _sketch_of(idea.cover_file_id)
    return Content(
        idea.title, campaign.title, _site(), campaign.brand, sketch, made_of=_print_of(idea)
    )


def keep_card(idea_id: int, content: Content, picture: bytes, *, now: datetime) -> None:
    """Unless the idea has become another meanwhile. Raises storage.StorageAway."""
    idea = db.session.get(Idea, idea_id)
    if idea is None or _print_of(idea) != content.made_of:
        return
    key = f"cards/{idea.id}/{content.made_of}.jpg"
    storage.put(key, BytesIO(picture))
    card = db.session.get(ShareCard, idea.id)
    if card is None:
        card = ShareCard(idea_id=idea.id)
        db.session.add(card)
    elif card.key != key:
        storage.delete(card.key)
    card.key, card.made_at = key, now
    card.title, card.cover_file_id = idea.title, idea.cover_file_id
    card.frame = _frame_of(idea.campaign)
    db.session.flush()


def ideas_without_card() -> Sequence[int]:
    """Public ideas whose card is missing or shows what they or their campaign no longer are, the
    newest first. Those whose picture is still being made ready wait for it."""
    public = (Campaign.state != CampaignState.DRAFT, Campaign.visibility == Visibility.PUBLIC)
    frames = {one.id: _frame_of(one) for one in db.session.scalars(select(Campaign).where(*public))}
    if not frames:
        return []
    pending = select(File.id).where(File.state == FileState.PENDING)
    settled = or_(Idea.cover_file_id.is_(None), Idea.cover_file_id.not_in(pending))
    found = (
        select(Idea.id)
        .join(Campaign, and_(Campaign.id == Idea.campaign_id, *public))
        .outerjoin(ShareCard, ShareCard.idea_id == Idea.id)
        .where(
            ideas_on_wall(),
            settled,
            or_(
                ShareCard.idea_id.is_(None),
                ShareCard.title != Idea.title,
                ShareCard.frame != case(frames, value=Idea.campaign_id, else_=ShareCard.frame),
                ShareCard.cover_file_id.is_distinct_from(Idea.cover_file_id),
            ),
        )
        .order_by(Idea.id.desc())
        .limit(MOST_AT_ONCE)
    )
    return db.session.scalars(found).all()


def _sketch_of(file_id: int | None) -> bytes | None:
    file = db.session.get(File, file_id) if file_id else None
    if file is None or file.state is not FileState.READY:
        return None
    try:
        with storage.open_(rendition_key(file.key, "960.jpg")) as kept:
            return kept.read()
    except storage.Missing:
        return None


def _print_of(idea: Idea) -> str:
    return _hashed(idea.cover_file_id, idea.title, _frame_of(idea.campaign))


def _frame_of(campaign: Campaign) -> str:
    return _hashed(LOOK, campaign.title, campaign.brand, _site())


def _hashed(*shown: str | int | None) -> str:
    return sha256(json.dumps(shown).encode()).hexdigest()[:12]


def _site() -> str:
    return current_app.config["SITE_NAME"]
