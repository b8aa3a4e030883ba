"""The campaigns of the demo, created, planned and published as staff would do it."""

from datetime import datetime, timedelta

from idealab.accounts.models import User
from idealab.campaigns.creating import create_campaign
from idealab.campaigns.editing import edit_campaign
from idealab.campaigns.models import Campaign
from idealab.campaigns.planning import Plan, PlannedField, PlannedPhase, PlannedTopic, plan_of
from idealab.campaigns.publishing import publish
from idealab.demo import content
from idealab.demo.content import FIELDS
from idealab.demo.days import Days

PREPARED = timedelta(days=9)  # before the first phase


def found_campaign(told: content.Campaign, days: Days, *, by: User) -> Campaign:
    opens = days.moment(told.phases[0].opens)
    created = opens - PREPARED
    campaign = create_campaign(
        told.title, by=by, now=created, language=told.language, time_zone=told.time_zone
    )
    plan = _plan(told, days, before=plan_of(campaign))
    edit_campaign(
        campaign, plan, by=by, now=created + timedelta(hours=5), seen_edition=campaign.edition
    )
    publish(campaign, by=by, now=opens)
    return campaign


def first_moment(told: tuple[content.Campaign, ...], now: datetime) -> datetime:
    """Before anything happens in one of these."""
    opens = (
        Days(now, time_zone=one.time_zone).moment(min(phase.opens for phase in one.phases))
        for one in told
    )
    return min(opens) - PREPARED - timedelta(days=1)


def _plan(told: content.Campaign, days: Days, *, before: Plan) -> Plan:
    return Plan(
        title=told.title,
        question=told.question,
        story=told.story,
        rules=told.rules,
        licence=told.licence,
        language=told.language,
        time_zone=told.time_zone,
        votes_per_person=told.votes_per_person or None,
        brand=told.brand,
        phases=[
            PlannedPhase(
                phase.name, days.moment(phase.opens), days.moment(phase.closes), phase.allows
            )
            for phase in told.phases
        ],
        fields=[
            PlannedField(one.label, one.help, required=one.key == FIELDS[1], id=known.id)
            for one, known in zip(told.fields, before.fields, strict=True)
        ],
        topics=[PlannedTopic(topic.name) for topic in told.topics],
    )
