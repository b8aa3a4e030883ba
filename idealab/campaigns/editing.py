"""Change a campaign: everything its staff decide, saved as one plan."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from idealab.accounts.models import User
from idealab.activity.models import Event
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign, Field, Phase, Topic
from idealab.campaigns.naming import first_free, slug_of
from idealab.campaigns.phases import phases_of
from idealab.campaigns.planning import (
    Plan,
    PlannedField,
    PlannedPhase,
    PlannedTopic,
    differences,
    plan_of,
    problems_of,
)
from idealab.campaigns.queries import fields_of, topics_of
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.lib.text import html_of

NEW = 0  # no row has this id
PLAIN = (
    "title",
    "question",
    "story",
    "rules",
    "licence",
    "language",
    "time_zone",
    "visibility",
    "votes_per_person",
    "brand",
    "underlays",
)


class PlanIncomplete(Refused):
    """The plan breaks a rule. `problems` maps a place of the form to a sentence."""

    status = 422

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(next(iter(problems.values())))
        self.problems = problems


class EditedMeanwhile(Refused):
    pass


class StillUsed(Refused):
    pass


def edit_campaign(
    campaign: Campaign, plan: Plan, *, by: User | None, now: datetime, seen_edition: int
) -> list[str]:
    """Save the plan and return the names of what has changed. `seen_edition` is the edition that
    the person had before their eyes. Raises PlanIncomplete, EditedMeanwhile, StillUsed."""
    plan = plan.tidied()
    if problems := problems_of(plan):
        raise PlanIncomplete(problems)
    before = plan_of(campaign)
    changed = differences(before, plan)
    if not changed:
        return []
    _take_edition(campaign, seen_edition)
    if "rules" in changed:
        campaign.rules_version += 1
    for name in PLAIN:
        setattr(campaign, name, getattr(plan, name))
    campaign.story_html, campaign.rules_html = html_of(plan.story), html_of(plan.rules)
    campaign.updated_at = now
    _save_phases(campaign, plan.phases)
    _save_topics(campaign, plan.topics)
    _save_fields(campaign, plan.fields)
    record("campaign.edited", by=by, now=now, campaign_id=campaign.id, changed=changed)
    return changed


def last_editor(campaign: Campaign) -> User | None:
    """Who saved the campaign last."""
    kinds = ("campaign.created", "campaign.edited")
    found = (
        select(User)
        .join(Event, Event.actor_id == User.id)
        .where(Event.campaign_id == campaign.id, Event.kind.in_(kinds))
        .order_by(Event.id.desc())
        .limit(1)
    )
    return db.session.scalar(found)


def is_used(row: Topic | Field) -> bool:
    """Does anything point to the row? Asked of the foreign keys, for what may point here stands
    above this feature."""
    attempt = db.session.begin_nested()
    try:
        db.session.execute(
            delete(type(row)).filter_by(id=row.id),
            execution_options={"synchronize_session": False},
        )
    except IntegrityError:
        return True
    finally:
        attempt.rollback()
    return False


def _take_edition(campaign: Campaign, seen: int) -> None:
    """Of two who save the same edition only the first finds it still there."""
    taken = (
        update(Campaign)
        .filter_by(id=campaign.id, edition=seen)
        .values(edition=Campaign.edition + 1, version=Campaign.version + 1)
        .returning(Campaign.id)
    )
    if db.session.scalar(taken, execution_options={"synchronize_session": False}) is None:
        raise EditedMeanwhile(
            _("Somebody else saved this campaign while you were writing. Look at it again first.")
        )
    db.session.expire(campaign, ["edition", "version"])


def _save_phases(campaign: Campaign, planned: Sequence[PlannedPhase]) -> None:
    known = {phase.id: phase for phase in phases_of(campaign)}
    for gone in known.keys() - {plan.id for plan in planned}:
        db.session.delete(known[gone])
    for place, phase in enumerate(known.values()):
        phase.position = -1 - place  # out of the way: a campaign has each position once
    db.session.flush()
    for place, plan in enumerate(planned):
        phase = known.get(plan.id or NEW) or Phase(campaign_id=campaign.id)
        assert plan.starts_at
        assert plan.ends_at
        phase.position, phase.name, phase.allows = place, plan.name, [*plan.allows]
        phase.starts_at, phase.ends_at = plan.starts_at, plan.ends_at
        db.session.add(phase)
    db.session.flush()


def _save_topics(campaign: Campaign, planned: Sequence[PlannedTopic]) -> None:
    known = {topic.id: topic for topic in topics_of(campaign)}
    for gone in known.keys() - {plan.id for plan in planned}:
        _remove(known[gone], known[gone].name)
    taken = {topic.slug for topic in known.values()}
    for place, plan in enumerate(planned):
        topic = known.get(plan.id or NEW)
        if topic is None:
            slug = first_free(slug_of(plan.name, otherwise="topic"), taken)
            taken.add(slug)
            topic = Topic(campaign_id=campaign.id, slug=slug)
        topic.name, topic.position = plan.name, place
        db.session.add(topic)
    db.session.flush()


def _save_fields(campaign: Campaign, planned: Sequence[PlannedField]) -> None:
    known = {question.id: question for question in fields_of(campaign)}
    for gone in known.keys() - {plan.id for plan in planned}:
        _remove(known[gone], known[gone].label)
    for place, plan in enumerate(planned):
        question = known.get(plan.id or NEW) or Field(campaign_id=campaign.id)
        question.position, question.label, question.hint = place, plan.label, plan.hint
        question.kind, question.required = plan.kind, plan.required
        question.longest = plan.longest
        db.session.add(question)
    db.session.flush()


def _remove(row: Topic | Field, name: str) -> None:
    if is_used(row):
        raise StillUsed(
            _("“%(name)s” stays, for there are ideas that use it. Rename it instead.", name=name)
        )
    db.session.delete(row)
    db.session.flush()
