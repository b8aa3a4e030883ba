"""Who may see a campaign: the one rule that pages, lists, feeds and counts go through."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from idealab.accounts.models import User
from idealab.accounts.roles import campaigns_of, holds
from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign, CampaignState, Membership, Visibility
from idealab.lib.access import STAFF
from idealab.lib.db import db


def campaigns_seen_by(viewer: User | None, table: Any = Campaign) -> ColumnElement[bool]:
    """A condition on Campaign (or an alias of it): public ones, those one is invited to, those one
    works in."""
    published = table.state != CampaignState.DRAFT
    seen = and_(published, table.visibility == Visibility.PUBLIC)
    if viewer is None or not viewer.is_authenticated:
        return seen
    staffed = campaigns_of(viewer, *STAFF)
    own = true() if staffed is None else table.id.in_(staffed) if staffed else false()
    invited = select(Membership.campaign_id).where(Membership.user_id == viewer.id)
    return or_(seen, own, and_(published, table.id.in_(invited)))


def may_see_campaign(campaign: Campaign | Glance, viewer: User | None) -> bool:
    """The same rule for one campaign that is loaded already."""
    if campaign.state is not CampaignState.DRAFT and campaign.visibility is Visibility.PUBLIC:
        return True
    if viewer is None or not viewer.is_authenticated:
        return False
    if holds(viewer, *STAFF, campaign_id=campaign.id):
        return True
    return campaign.state is not CampaignState.DRAFT and is_member(campaign, viewer)


def is_member(campaign: Campaign | Glance, person: User) -> bool:
    found = select(Membership.id).filter_by(campaign_id=campaign.id, user_id=person.id)
    return db.session.scalar(found) is not None
