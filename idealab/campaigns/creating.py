"""Create a campaign: a draft with everything it needs to be read, changed and published."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from idealab.accounts.models import User
from idealab.accounts.roles import campaigns_of, grant
from idealab.activity.recording import record
from idealab.campaigns import defaults
from idealab.campaigns.models import Campaign, Visibility
from idealab.campaigns.naming import candidates, slug_of
from idealab.lib.access import Role
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.lib.text import cleaned, html_of


class TitleMissing(Refused):
    pass


def may_create_campaigns(person: User) -> bool:
    """An admin of the installation may."""
    return campaigns_of(person) is None


def create_campaign(
    title: str,
    *,
    by: User | None,
    now: datetime,
    question: str = "",
    story: str = "",
    rules: str = "",
    language: str = "en",
    time_zone: str = "Europe/Berlin",
    licence: str = "CC-BY-SA-4.0",
    visibility: Visibility = Visibility.PUBLIC,
    votes_per_person: int | None = None,
    brand: str | None = None,
    starts_at: datetime | None = None,
) -> Campaign:
    """Create a draft with the default workflow, fields and five phases from `starts_at` (default:
    today) on; `by` becomes its admin. Raises TitleMissing."""
    title = " ".join(cleaned(title).split())
    if not title:
        raise TitleMissing(_("Give the campaign a title."))
    campaign = Campaign(
        created_at=now,
        title=title,
        question=cleaned(question),
        story=cleaned(story),
        story_html=html_of(cleaned(story)),
        rules=cleaned(rules),
        rules_html=html_of(cleaned(rules)),
        language=language,
        time_zone=time_zone,
        licence=licence,
        visibility=visibility,
        votes_per_person=votes_per_person,
        brand=brand,
    )
    add_with_free_slug(campaign)
    defaults.add_workflow(campaign)
    defaults.add_fields(campaign)
    defaults.add_phases(campaign, starts_at=starts_at or now)
    db.session.flush()
    if by is not None:
        grant(by, Role.ADMIN, campaign_id=campaign.id)
    record("campaign.created", by=by, now=now, campaign_id=campaign.id, title=title)
    return campaign


def add_with_free_slug(campaign: Campaign) -> None:
    """Add the campaign under an address made of its title. The unique constraint has the last
    word: of two that are added at once the later one gets the next name."""
    for slug in candidates(slug_of(campaign.title, otherwise="campaign")):
        campaign.slug = slug
        try:
            with db.session.begin_nested():
                db.session.add(campaign)
                db.session.flush()
        except IntegrityError:
            if not _is_taken(slug):
                raise
        else:
            return


def _is_taken(slug: str) -> bool:
    return db.session.scalar(select(Campaign.id).filter_by(slug=slug)) is not None
