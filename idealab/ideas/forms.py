"""The idea form: the campaign's own questions between a title and what is told about it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from idealab.campaigns.models import Campaign, Field, Topic
from idealab.ideas.answers import LONGEST_NOTE, LONGEST_PLACE, Answer, Place, problems_of
from idealab.ideas.coauthoring import NobodyToInvite, addressee_of
from idealab.ideas.models import Idea, Via
from idealab.lib.languages import lazy
from idealab.lib.text import cleaned

LANGUAGES = (
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ca", "Català"),
    ("it", "Italiano"),
    ("pt", "Português"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("zh", "中文"),
)
TURNS = (
    (0, lazy("Not at all")),
    (90, lazy("To the right")),
    (180, lazy("Upside down")),
    (270, lazy("To the left")),
)
SIDES = (
    ("left", lazy("Left")),
    ("top", lazy("Top")),
    ("right", lazy("Right")),
    ("bottom", lazy("Bottom")),
)
PICTURES = 3  # places for pictures on one form


class IdeaForm(FlaskForm):
    """Made for one campaign by `idea_form`, which adds a text area for each of its fields."""

    questions: Sequence[Field] = ()
    offered: Sequence[Topic] = ()

    title = StringField(lazy("Title"), validators=[InputRequired(lazy("Give your idea a title."))])
    tags = StringField(lazy("Tags"), description=lazy("A few words, with commas between them."))
    language = SelectField(
        lazy("Language of your text"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES],
    )
    place = StringField(lazy("Place"), description=lazy("If your idea belongs somewhere."))
    latitude = FloatField(lazy("Latitude"), validators=[Optional()])
    longitude = FloatField(lazy("Longitude"), validators=[Optional()])
    once = HiddenField()

    def answer(self) -> Answer:
        topic = (self["topic"].data or "") if "topic" in self else ""
        place = Place(
            cleaned(self.place.data or "") or None, self.latitude.data, self.longitude.data
        )
        return Answer(
            title=self.title.data or "",
            texts={field.id: self[f"field-{field.id}"].data or "" for field in self.questions},
            topic_id=_number(topic) if topic else None,
            tags=(self.tags.data or "").split(","),
            language=self.language.data or "en",
            place=place if place.label or place.latitude is not None else None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """The rules of the form stand in the domain; here they find their fields."""
        well_formed = super().validate(extra_validators)
        problems = problems_of(self.answer(), self.questions, self.offered)
        for name, sentence in problems.items():
            if name in self and not self[name].errors:
                self[name].errors = [*self[name].errors, sentence]
        return well_formed and not problems


class SubmitForm(IdeaForm):
    remix = HiddenField()  # the number of the idea that this one began as
    accepted = BooleanField(
        lazy("I accept the rules, and this is my own work."),
        validators=[InputRequired(lazy("Please read the rules and accept them, then publish."))],
    )


class EnterForm(IdeaForm):
    """Staff write down what somebody said or wrote on paper."""

    via = RadioField(
        lazy("Where it comes from"),
        choices=[
            SelectChoice(Via.MEETING.value, lazy("From a meeting")),
            SelectChoice(Via.PAPER.value, lazy("On paper")),
            SelectChoice(Via.MODERATOR.value, lazy("From the team")),
        ],
        default=Via.MEETING.value,
        validators=[InputRequired(lazy("Choose where it comes from."))],
    )
    source = StringField(
        lazy("Which one"),
        description=lazy("“Workshop in Porto, 14 March”"),
        validators=[Length(max=LONGEST_PLACE)],
    )


class ReviseForm(IdeaForm):
    revision = IntegerField(validators=[InputRequired()])
    note = StringField(
        lazy("What is new"),
        description=lazy("In a sentence, for those who know the version before."),
        validators=[Length(max=LONGEST_NOTE)],
    )


class CoauthorForm(FlaskForm):
    whom = StringField(
        lazy("Name or e-mail address"),
        description=lazy("A name as it stands beside an idea or a comment in this campaign."),
        validators=[InputRequired(lazy("Write a name or an e-mail address."))],
    )

    def __init__(self, idea: Idea, *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        self.idea = idea

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            self.addressee = addressee_of(self.idea, self.whom.data or "")
        except NobodyToInvite as problem:
            self.whom.errors = [str(problem)]
            return False
        return True


def _number(text: str) -> int:
    """The number that was chosen; 0, which no row has, for what was never offered."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def idea_form(
    kind: type[IdeaForm],
    campaign: Campaign,
    questions: Sequence[Field],
    topics: Sequence[Topic],
    *,
    pads: Sequence[str] = (),
    photos: Sequence[str] = (),
    **data: Any,
) -> Any:
    """A form of this kind with the campaign's questions and topics; with more sketch pads, and
    with what is done to photos that are there already."""
    members: dict[str, Any] = {"questions": questions, "offered": topics}
    for field in questions:
        members[f"field-{field.id}"] = TextAreaField(field.label, description=field.hint)
    if topics:
        members["topic"] = RadioField(
            lazy("Topic"),
            choices=[SelectChoice(str(topic.id), topic.name) for topic in topics],
            validators=[Optional()],
            validate_choice=False,  # problems_of knows the topics and says it in words
            default="",
        )
    for place in range(PICTURES):
        members[f"picture{place}"] = FileField(lazy("Sketch or photo"))
        members[f"alt{place}"] = StringField(lazy("What it shows, in a sentence"))
        members |= _edit_fields(f"picture{place}")
    for name in photos:
        members |= _edit_fields(name)
    for name in ("strokes0", *pads):
        members[name] = FileField(lazy("Your sketch"))
        members[f"{name}_alt"] = StringField(lazy("What it shows, in a sentence"))
    defaults = {"language": campaign.language, "once": uuid4().hex}
    form = type(kind.__name__, (kind,), members)(data=defaults | data)
    for field in questions:
        form[f"field-{field.id}"].flags.required = field.required
    return form


def _edit_fields(name: str) -> dict[str, Any]:
    """What may be done to a photo; `media.editing` reads it."""
    turns = [SelectChoice(str(turn), words) for turn, words in TURNS]
    sides = {f"{name}_{side}": StringField(words) for side, words in SIDES}
    return {
        f"{name}_turn": SelectField(lazy("Turn"), choices=turns, validate_choice=False),
        **sides,
        f"{name}_clean": BooleanField(lazy("Clean the paper to white")),
    }
