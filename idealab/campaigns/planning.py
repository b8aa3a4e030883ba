"""What staff decide about a campaign, as one thing that can be read, checked and compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from idealab.campaigns.local_times import is_time_zone
from idealab.campaigns.models import UNDERLAYS, Campaign, Capability, Visibility
from idealab.campaigns.phases import phases_of
from idealab.campaigns.queries import fields_of, topics_of
from idealab.lib import times
from idealab.lib.errors import too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned

LONGEST = {"title": 160, "question": 1_000, "story": 50_000, "rules": 50_000}
LONGEST_NAME, LONGEST_HINT, LONGEST_TEXT = 80, 300, 50_000
MOST_PHASES, MOST_FIELDS, MOST_TOPICS, MOST_VOTES = 12, 20, 300, 1_000


@dataclass(frozen=True)
class PlannedPhase:
    """`id` is None for a new one. A time that could not be read is None."""

    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    allows: Sequence[str] = ()
    id: int | None = None


@dataclass(frozen=True)
class PlannedTopic:
    name: str
    id: int | None = None


@dataclass(frozen=True)
class PlannedField:
    label: str
    hint: str = ""
    kind: str = "longtext"
    required: bool = False
    longest: int = 3000
    id: int | None = None


@dataclass(frozen=True)
class Plan:
    title: str
    question: str = ""
    story: str = ""
    rules: str = ""
    licence: str = "CC-BY-SA-4.0"
    language: str = "en"
    time_zone: str = "Europe/Berlin"
    visibility: Visibility = Visibility.PUBLIC
    votes_per_person: int | None = None
    brand: str | None = None
    underlays: Sequence[str] = UNDERLAYS  # outlines to draw over
    phases: Sequence[PlannedPhase] = field(default_factory=tuple)
    fields: Sequence[PlannedField] = field(default_factory=tuple)
    topics: Sequence[PlannedTopic] = field(default_factory=tuple)

    def tidied(self) -> "Plan":
        """Without blank edges and control characters, lists as tuples."""
        return replace(
            self,
            title=" ".join(cleaned(self.title).split()),
            question=cleaned(self.question),
            story=cleaned(self.story),
            rules=cleaned(self.rules),
            brand=(self.brand or "").strip().lower() or None,
            underlays=tuple(name for name in UNDERLAYS if name in self.underlays),
            phases=tuple(replace(p, name=_line(p.name), allows=_known(p)) for p in self.phases),
            topics=tuple(replace(topic, name=_line(topic.name)) for topic in self.topics),
            fields=tuple(
                replace(question, label=_line(question.label), hint=_line(question.hint))
                for question in self.fields
            ),
        )


def plan_of(campaign: Campaign) -> Plan:
    """The plan a campaign stands on now."""
    own = {
        part.name: getattr(campaign, part.name)
        for part in fields(Plan)
        if part.name not in ("phases", "fields", "topics")
    }
    return Plan(
        **own,
        phases=tuple(
            PlannedPhase(p.name, p.starts_at, p.ends_at, tuple(p.allows), p.id)
            for p in phases_of(campaign)
        ),
        topics=tuple(PlannedTopic(topic.name, topic.id) for topic in topics_of(campaign)),
        fields=tuple(
            PlannedField(f.label, f.hint, f.kind, f.required, f.longest, f.id)
            for f in fields_of(campaign)
        ),
    ).tidied()


def differences(one: Plan, other: Plan) -> list[str]:
    """The names of what two plans decide differently."""
    return [
        part.name for part in fields(Plan) if getattr(one, part.name) != getattr(other, part.name)
    ]


def problems_of(plan: Plan) -> dict[str, str]:
    """A sentence by place (`title`, `phases-1-ends_at`, `topics-0-name` …) for all that keeps the
    plan from being saved."""
    problems = {}
    if not plan.title:
        problems["title"] = _("Give the campaign a title.")
    for name, longest in LONGEST.items():
        if len(getattr(plan, name)) > longest:
            problems[name] = too_long(getattr(plan, name), longest)
    if not is_time_zone(plan.time_zone):
        problems["time_zone"] = _(
            "We do not know the time zone “%(name)s”. Write it like Europe/Berlin.",
            name=plan.time_zone[:60],
        )
    if plan.votes_per_person is not None and not 1 <= plan.votes_per_person <= MOST_VOTES:
        problems["votes_per_person"] = _(
            "Give everybody between 1 and %(most)s votes, or leave it empty for as many as one "
            "likes.",
            most=MOST_VOTES,
        )
    if plan.brand and not re.fullmatch(r"#[0-9a-f]{6}", plan.brand):
        problems["brand"] = _("Write the colour as # and six digits, like #d8402a.")
    return problems | _of_phases(plan) | _of_fields(plan.fields) | _of_topics(plan.topics)


def _of_phases(plan: Plan) -> dict[str, str]:
    problems = {}
    if len(plan.phases) > MOST_PHASES:
        problems["phases"] = _("Plan at most %(most)s phases.", most=MOST_PHASES)
    before: PlannedPhase | None = None
    for place, phase in enumerate(plan.phases):
        if not phase.name:
            problems[f"phases-{place}-name"] = _("Give this phase a name.")
        elif len(phase.name) > LONGEST_NAME:
            problems[f"phases-{place}-name"] = too_long(phase.name, LONGEST_NAME)
        if phase.starts_at is None:
            problems[f"phases-{place}-starts_at"] = _("Choose when this phase begins.")
        if phase.ends_at is None:
            problems[f"phases-{place}-ends_at"] = _("Choose when this phase ends.")
        if phase.starts_at is None or phase.ends_at is None:
            continue
        if phase.ends_at <= phase.starts_at:
            problems[f"phases-{place}-ends_at"] = _("Let this phase end after it begins.")
        if before and before.ends_at and phase.starts_at < before.ends_at:
            problems[f"phases-{place}-starts_at"] = _overlap(before, plan.time_zone)
        before = phase
    return problems


def _overlap(before: PlannedPhase, time_zone: str) -> str:
    zone = time_zone if is_time_zone(time_zone) else "UTC"
    assert before.ends_at
    return _(
        "“%(name)s” goes on until %(time)s. Begin this phase then or later.",
        name=before.name,
        time=times.moment(before.ends_at, zone),
    )


def _of_fields(planned: Sequence[PlannedField]) -> dict[str, str]:
    problems = {}
    if len(planned) > MOST_FIELDS:
        problems["fields"] = _("Ask at most %(most)s things.", most=MOST_FIELDS)
    for place, question in enumerate(planned):
        if not question.label:
            problems[f"fields-{place}-label"] = _("Give this field a name.")
        elif len(question.label) > LONGEST_NAME:
            problems[f"fields-{place}-label"] = too_long(question.label, LONGEST_NAME)
        if len(question.hint) > LONGEST_HINT:
            problems[f"fields-{place}-hint"] = too_long(question.hint, LONGEST_HINT)
        if not 1 <= question.longest <= LONGEST_TEXT:
            problems[f"fields-{place}-longest"] = _(
                "Leave room for between 1 and %(most)s characters.", most=LONGEST_TEXT
            )
    return problems


def _of_topics(planned: Sequence[PlannedTopic]) -> dict[str, str]:
    problems = {}
    if len(planned) > MOST_TOPICS:
        problems["topics"] = _("Name at most %(most)s topics.", most=MOST_TOPICS)
    seen: set[str] = set()
    for place, topic in enumerate(planned):
        if not topic.name:
            problems[f"topics-{place}-name"] = _("Give this topic a name, or remove it.")
        elif len(topic.name) > LONGEST_NAME:
            problems[f"topics-{place}-name"] = too_long(topic.name, LONGEST_NAME)
        elif topic.id is None and topic.name.casefold() in seen:
            problems[f"topics-{place}-name"] = _("There is a topic of this name already.")
        seen.add(topic.name.casefold())
    return problems


def _line(text: str) -> str:
    return " ".join(cleaned(text).split())


def _known(phase: PlannedPhase) -> tuple[str, ...]:
    return tuple(capability for capability in Capability if capability in phase.allows)
