from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import DateInput, DateTimeLocalInput, NumberInput

from idealab.campaigns.inviting import NobodyToInvite, addresses_in
from idealab.campaigns.licences import LICENCES, licence_of
from idealab.campaigns.local_times import NoSuchTime, is_time_zone, moment_of, typed
from idealab.campaigns.models import Campaign, Capability, Visibility
from idealab.campaigns.planning import Plan, PlannedField, PlannedPhase, PlannedTopic
from idealab.lib.access import Role
from idealab.lib.languages import NAMES, lazy

Problems = dict[str, str]
ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Warsaw",
    "Europe/Athens",
    "Europe/Istanbul",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Mexico_City",
    "Africa/Johannesburg",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
CAPABILITIES = (
    (Capability.SUBMIT, lazy("Submit ideas")),
    (Capability.EDIT, lazy("Revise own ideas")),
    (Capability.SKETCH, lazy("Add sketches")),
    (Capability.COMMENT, lazy("Comment")),
    (Capability.VOTE, lazy("Support ideas")),
    (Capability.SEE_COUNTS, lazy("See how many support an idea")),
)
KINDS = (("longtext", lazy("Several lines")), ("text", lazy("One line")))
OUTLINES = (
    ("side", lazy("Side")),
    ("front", lazy("Front")),
    ("three-quarter", lazy("Three-quarter")),
    ("cockpit", lazy("Cockpit")),
)
OFFERED = (
    ("", lazy("Somebody who takes part")),
    (Role.MODERATOR, lazy("Moderator")),
    (Role.EVALUATOR, lazy("Evaluator")),
    (Role.PRODUCT, lazy("Product team")),
    (Role.ADMIN, lazy("Admin of this campaign")),
)


def _choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class NewCampaignForm(FlaskForm):
    title = StringField(
        lazy("Title"), [DataRequired(lazy("Give the campaign a title.")), Length(max=160)]
    )
    question = TextAreaField(lazy("Question"), [Length(max=1000)])
    language = SelectField(lazy("Language"), choices=_choices(NAMES.items()))
    time_zone = StringField(lazy("Time zone"), default="Europe/Berlin")
    starts_at = StringField(
        lazy("First day"),
        [InputRequired(lazy("Choose the first day."))],
        widget=DateInput(),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not is_time_zone(self.time_zone.data or ""):
            self.time_zone.errors = [lazy("Write it like Europe/Berlin.")]
            return False
        try:
            self.begins = moment_of(
                f"{(self.starts_at.data or '')[:10]}T00:00", self.time_zone.data or ""
            )
        except NoSuchTime as problem:
            self.starts_at.errors = [str(problem)]
            return False
        return valid


class PhaseRow(Form):
    id = HiddenField()
    name = StringField(lazy("Name"))
    starts_at = StringField(lazy("Begins"), widget=DateTimeLocalInput())
    ends_at = StringField(lazy("Ends"), widget=DateTimeLocalInput())
    allows = SelectMultipleField(lazy("What people may do"), choices=_choices(CAPABILITIES))


class FieldRow(Form):
    id = HiddenField()
    label = StringField(lazy("Name"))
    hint = StringField(lazy("Help for whoever fills it in"))
    kind = SelectField(lazy("Room"), choices=_choices(KINDS))
    longest = StringField(lazy("Most characters"), default="3000", widget=NumberInput(min=1))
    required = BooleanField(lazy("Must be filled in"))


class TopicRow(Form):
    id = HiddenField()
    name = StringField(lazy("Name"))


class CampaignForm(FlaskForm):
    """Everything staff decide; it holds what was typed, `plan` says what it means."""

    edition = HiddenField()
    title = StringField(lazy("Title"), [DataRequired()])
    question = TextAreaField(lazy("Question"), [DataRequired()])
    story = TextAreaField(lazy("Story"))
    time_zone = StringField(lazy("Time zone"), [DataRequired()])
    phases = FieldList(FormField(PhaseRow), lazy("Phases"))
    fields = FieldList(FormField(FieldRow), lazy("Fields"))
    topics = FieldList(FormField(TopicRow), lazy("Topics"))
    votes_per_person = StringField(lazy("Votes for each person"), widget=NumberInput(min=1))
    rules = TextAreaField(lazy("Rules"))
    licence = RadioField(lazy("Licence"))
    language = SelectField(lazy("Language"))
    visibility = RadioField(
        lazy("Who may see it"),
        choices=_choices(
            [
                (Visibility.PUBLIC, lazy("Everybody")),
                (Visibility.INVITATION, lazy("Only people who are invited")),
            ]
        ),
    )
    brand = StringField(lazy("Brand colour"))
    underlays = SelectMultipleField(
        lazy("Outlines to draw over"), choices=_choices(OUTLINES), validate_choice=False
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [licence_of(id) for id in _with(campaign.licence, [x.id for x in LICENCES])]
        self.licence.choices = _choices((licence.id, licence.name()) for licence in known)
        languages = _with(campaign.language, [*NAMES])
        self.language.choices = _choices((code, NAMES.get(code, code)) for code in languages)

    def plan(self, before: Plan) -> tuple[Plan, Problems]:
        """What was typed as a plan, and a sentence for each thing that cannot be read."""
        problems: Problems = {}
        plan = Plan(
            title=self.title.data or "",
            question=self.question.data or "",
            story=self.story.data or "",
            rules=self.rules.data or "",
            licence=_chosen(self.licence, before.licence),
            language=_chosen(self.language, before.language),
            time_zone=(self.time_zone.data or "").strip(),
            visibility=Visibility(_chosen(self.visibility, before.visibility)),
            votes_per_person=_number(self.votes_per_person.data, -1) or None,
            brand=self.brand.data or None,
            underlays=tuple(self.underlays.data or ()),
            phases=tuple(self._phases(before, problems)),
            fields=tuple(_planned_field(row.form) for row in self.fields),
            topics=tuple(PlannedTopic(row.form.name.data or "", _id(row)) for row in self.topics),
        )
        return plan, problems

    def _phases(self, before: Plan, problems: Problems) -> list[PlannedPhase]:
        zone = (self.time_zone.data or "").strip()
        stored = {phase.id: phase for phase in before.phases} if zone == before.time_zone else {}
        read = _Times(zone if is_time_zone(zone) else "UTC", problems)
        planned = []
        for place, row in enumerate(self.phases):
            old = stored.get(_id(row))
            planned.append(
                PlannedPhase(
                    row.form.name.data or "",
                    read(
                        f"phases-{place}-starts_at",
                        row.form.starts_at,
                        old.starts_at if old else None,
                    ),
                    read(f"phases-{place}-ends_at", row.form.ends_at, old.ends_at if old else None),
                    tuple(row.form.allows.data or ()),
                    _id(row),
                )
            )
        return planned

    def show(self, problems: Problems) -> None:
        """Put each sentence beside its field."""
        for key, sentence in problems.items():
            name, _dash, rest = key.partition("-")
            field = getattr(self, name, None)
            if field is not None and rest:
                place, _dash, part = rest.partition("-")
                field = field.entries[int(place)].form[part]
            if field is not None:
                field.errors = [sentence]


class InvitationForm(FlaskForm):
    addresses = TextAreaField(lazy("E-mail addresses"), [InputRequired()])
    role = SelectField(lazy("What they come as"), choices=_choices(OFFERED), default="")

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        try:
            self.read = addresses_in(self.addresses.data or "")
        except NobodyToInvite as problem:
            self.addresses.errors = [str(problem)]
            return False
        return valid

    @property
    def offered_role(self) -> Role | None:
        return Role(self.role.data) if self.role.data else None


class RemovalForm(FlaskForm):
    """Of a role in the campaign, or (empty) of a membership."""

    role = SelectField(choices=_choices(OFFERED), default="")


class _Times:
    """Reads what was typed. A text that nobody changed keeps its moment, also one between two
    minutes or in the hour that the clocks repeat."""

    def __init__(self, zone: str, problems: Problems) -> None:
        self.zone, self.problems = zone, problems

    def __call__(self, key: str, field: Any, stored: datetime | None) -> datetime | None:
        text = (field.data or "").strip()
        if stored and text[:16] == typed(stored, self.zone):
            return stored
        try:
            return moment_of(text, self.zone)
        except NoSuchTime as problem:
            self.problems[key] = str(problem)
            return None


def typed_plan(plan: Plan) -> dict[str, Any]:
    """The plan as the texts of the form."""
    return {
        **{name: getattr(plan, name) for name in ("title", "question", "story", "rules")},
        **{name: getattr(plan, name) for name in ("time_zone", "licence", "language")},
        "visibility": plan.visibility.value,
        "brand": plan.brand or "",
        "underlays": [*plan.underlays],
        "votes_per_person": plan.votes_per_person or "",
        "phases": [_typed_phase(phase, plan.time_zone) for phase in plan.phases],
        "fields": [vars(question) for question in plan.fields],
        "topics": [vars(topic) for topic in plan.topics],
    }


def _typed_phase(phase: PlannedPhase, zone: str) -> dict[str, Any]:
    write: Callable[[datetime | None], str] = lambda at: typed(at, zone) if at else ""  # noqa: E731
    return {**vars(phase), "starts_at": write(phase.starts_at), "ends_at": write(phase.ends_at)}


def _planned_field(row: Any) -> PlannedField:
    return PlannedField(
        label=row.label.data or "",
        hint=row.hint.data or "",
        kind=_chosen(row.kind, "longtext"),
        required=bool(row.required.data),
        longest=_number(row.longest.data, 0) or 0,
        id=_number(row.id.data, None),
    )


def _chosen(field: Any, otherwise: str) -> str:
    return field.data if field.data in [choice.value for choice in field.choices] else otherwise


def _number(text: str | None, otherwise: int | None) -> int | None:
    """None for nothing, `otherwise` for what is no number."""
    text = str(text or "").strip()
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 19 else otherwise


def _id(row: Any) -> int | None:
    return _number(row.form.id.data, None)


def _with(one: str, many: list[str]) -> list[str]:
    return many if one in many else [*many, one]
