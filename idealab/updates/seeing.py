"""Who may see an update: everybody who sees its campaign, once it is published; before that those
who write there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import may_see_campaign
from idealab.lib.access import MODERATOR, PRODUCT
from idealab.lib.db import db
from idealab.media.models import File
from idealab.updates.models import Update, UpdatePicture

WRITERS = (MODERATOR, PRODUCT)


def is_out(*, now: datetime) -> ColumnElement[bool]:
    """A condition on Update for what the public reads; pair it with a campaign one may see."""
    return and_(Update.published_at <= now, Update.deleted_at.is_(None))


def may_see_update(
    update: Update, campaign: Campaign, viewer: User | None, *, now: datetime
) -> bool:
    if update.campaign_id != campaign.id or not may_see_campaign(campaign, viewer):
        return False
    if update.deleted_at is not None:
        return False
    if update.published_at is not None and update.published_at <= now:
        return True
    return holds(viewer, *WRITERS, campaign_id=campaign.id)


def may_see_file(file: File, viewer: User | None, *, now: datetime) -> bool:
    """A picture is seen by whoever may see an update that shows it; its writers also see those of
    a deleted one, for they may put it back."""
    found = (
        select(Update, Campaign)
        .join(UpdatePicture, UpdatePicture.update_id == Update.id)
        .join(Campaign, Campaign.id == Update.campaign_id)
        .where(UpdatePicture.file_id == file.id)
    )
    return any(
        may_see_update(update, campaign, viewer, now=now)
        or holds(viewer, *WRITERS, campaign_id=campaign.id)
        for update, campaign in db.session.execute(found)
    )


def owned_files() -> Select[Any]:
    """The ids of files that stand in updates, for those who clear away what nobody owns."""
    return select(UpdatePicture.file_id)
