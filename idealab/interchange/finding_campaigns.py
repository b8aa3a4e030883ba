"""A campaign is named by its address or by the id it was imported under."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from idealab.campaigns.models import Campaign
from idealab.interchange.models import SourceKey
from idealab.lib.db import db
from idealab.lib.errors import Refused


class NoSuchCampaign(Refused):
    status = 404


@dataclass(frozen=True)
class Found:
    """Campaigns, and the package they came from, if they came from one."""

    campaigns: Sequence[Campaign]
    package: str | None


def find_campaigns(name: str) -> Found:
    """One campaign by its address or its id in a package; all campaigns of a package by the id
    of the package. Raises NoSuchCampaign."""
    campaign = db.session.scalar(select(Campaign).filter_by(slug=name))
    if campaign is not None:
        return Found([campaign], _package_of(campaign))
    keys = select(SourceKey).filter_by(kind="campaigns")
    for condition in (SourceKey.package == name, SourceKey.source_id == name):
        found = db.session.scalars(keys.where(condition).order_by(SourceKey.id)).all()
        if found:
            package = found[0].package
            ids = [key.own_id for key in found if key.package == package]
            rows = select(Campaign).where(Campaign.id.in_(ids)).order_by(Campaign.id)
            return Found(db.session.scalars(rows).all(), package)
    raise NoSuchCampaign(_unknown(name))


def _package_of(campaign: Campaign) -> str | None:
    key = select(SourceKey.package).filter_by(kind="campaigns", own_id=campaign.id)
    return db.session.scalar(key.order_by(SourceKey.id.desc()).limit(1))


def _unknown(name: str) -> str:
    slugs = db.session.scalars(select(Campaign.slug).order_by(Campaign.slug).limit(20)).all()
    there = f"There are: {', '.join(slugs)}." if slugs else "There is none yet."
    return f"There is no campaign “{name}”. {there}"
