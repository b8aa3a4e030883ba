"""The version of a campaign: pages that are kept ready hang on it."""

from sqlalchemy import update

from idealab.campaigns.models import Campaign
from idealab.lib.db import db


def touch_campaign(campaign_id: int) -> None:
    """Say that what pages show of the campaign has changed; two at once both count."""
    newer = update(Campaign).where(Campaign.id == campaign_id)
    db.session.execute(newer.values(version=Campaign.version + 1))
