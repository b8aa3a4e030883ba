"""What pages read of campaigns, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true

from idealab.accounts.models import EmailAddress, RoleGrant, User
from idealab.accounts.roles import campaigns_of
from idealab.campaigns.models import (
    Campaign,
    CampaignState,
    Capability,
    Field,
    Membership,
    Phase,
    Topic,
)
from idealab.campaigns.phases import Timetable
from idealab.campaigns.seeing import campaigns_seen_by, may_see_campaign
from idealab.campaigns.telling import Card, card_of
from idealab.lib.access import STAFF
from idealab.lib.db import db

MOST_ON_HOME = 60  # campaigns, the newest
CoversOf = Callable[[Sequence[int]], Mapping[int, object]]


@dataclass(frozen=True)
class Home:
    live: Timetable | None  # what the page opens with
    open: Sequence[Card]
    upcoming: Sequence[Card]
    ended: Sequence[Card]

    @property
    def cards(self) -> list[Card]:
        return [*self.open, *self.upcoming, *self.ended]

    @property
    def is_empty(self) -> bool:
        return not self.cards


def _no_covers(idea_ids: Sequence[int]) -> dict[int, object]:
    return {}


_covers_of: CoversOf = _no_covers


def when_asked(*, covers_of: CoversOf) -> None:
    """Let a feature above find the pictures of ideas (ids → picture by id) that stand for their
    campaigns."""
    global _covers_of
    _covers_of = covers_of


def campaign_by_slug(slug: str, *, viewer: User | None) -> Campaign | None:
    """The campaign if it exists and `viewer` may see it."""
    campaign = db.session.scalar(select(Campaign).filter_by(slug=slug))
    return campaign if campaign and may_see_campaign(campaign, viewer) else None


def topics_of(campaign: Campaign) -> Sequence[Topic]:
    found = select(Topic).filter_by(campaign_id=campaign.id).order_by(Topic.position, Topic.id)
    return db.session.scalars(found).all()


def fields_of(campaign: Campaign) -> Sequence[Field]:
    found = select(Field).filter_by(campaign_id=campaign.id).order_by(Field.position, Field.id)
    return db.session.scalars(found).all()


def home(*, viewer: User | None, now: datetime) -> Home:
    """The campaigns one sees, those that are open first."""
    condition = campaigns_seen_by(viewer) & (Campaign.state != CampaignState.DRAFT)
    plans = _timetables(condition, now=now)
    ids = [plan.campaign.cover_idea_id for plan in plans if plan.campaign.cover_idea_id]
    covers = _covers_of(ids) if ids else {}
    cards = {
        plan.campaign.id: card_of(plan, picture=covers.get(plan.campaign.cover_idea_id or 0))
        for plan in plans
    }
    opened = sorted((p for p in plans if p.has_begun and not p.is_over), key=_soonest)
    upcoming = sorted((p for p in plans if not p.has_begun), key=_beginning)
    ended = [p for p in plans if p.is_over]

    def shown(some: Sequence[Timetable]) -> list[Card]:
        return [cards[plan.campaign.id] for plan in some]

    return Home(opened[0] if opened else None, shown(opened), shown(upcoming), shown(ended))


def campaigns_worked_in(person: User, *, now: datetime) -> list[Timetable]:
    """The campaigns in which the person holds a role of the staff, the newest first."""
    ids = campaigns_of(person, *STAFF)
    return _timetables(true() if ids is None else Campaign.id.in_(ids), now=now)


def campaigns_taking_votes(person: User, *, now: datetime) -> list[Timetable]:
    """Campaigns that the person sees in which voting is open; what closes first comes first."""
    running = select(Phase.campaign_id).where(Phase.starts_at <= now, Phase.ends_at > now)
    condition = campaigns_seen_by(person) & (Campaign.state == CampaignState.PUBLISHED)
    plans = _timetables(condition & Campaign.id.in_(running), now=now)
    voting = [plan for plan in plans if plan.allows(Capability.VOTE)]
    return sorted(voting, key=lambda plan: plan.closes_at(Capability.VOTE) or now)


def members_of(campaign: Campaign) -> Sequence[tuple[User, str | None, datetime]]:
    """Who was invited: person, address, since when."""
    found = (
        select(User, EmailAddress.address, Membership.created_at)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(EmailAddress, EmailAddress.user_id == User.id)
        .where(Membership.campaign_id == campaign.id)
        .order_by(User.name, User.id)
    )
    rows = {user.id: (user, address, since) for user, address, since in db.session.execute(found)}
    return list(rows.values())


def staff_of(campaign: Campaign) -> Sequence[tuple[User, str]]:
    """Who works in this campaign, and as what."""
    found = (
        select(User, RoleGrant.role)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.campaign_id == campaign.id)
        .order_by(User.name, User.id)
    )
    return [(user, role) for user, role in db.session.execute(found)]


def _timetables(condition: ColumnElement[bool], *, now: datetime) -> list[Timetable]:
    newest = select(Campaign).where(condition).order_by(Campaign.id.desc()).limit(MOST_ON_HOME)
    campaigns = db.session.scalars(newest).all()
    phases = defaultdict(list)
    wanted = select(Phase).where(Phase.campaign_id.in_([campaign.id for campaign in campaigns]))
    for phase in db.session.scalars(wanted.order_by(Phase.position)):
        phases[phase.campaign_id].append(phase)
    return [Timetable(campaign, phases[campaign.id], now) for campaign in campaigns]


def _soonest(plan: Timetable) -> tuple[bool, datetime]:
    """Campaigns that take ideas come first, of these the one that closes first."""
    closes = plan.closes_at(Capability.SUBMIT)
    return closes is None, closes or max(phase.ends_at for phase in plan.phases)


def _beginning(plan: Timetable) -> tuple[bool, datetime]:
    return not plan.phases, plan.phases[0].starts_at if plan.phases else plan.now
