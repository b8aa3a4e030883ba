from datetime import datetime
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import (
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import DateTimeLocalInput

from idealab.campaigns.local_times import NoSuchTime, moment_of
from idealab.lib.languages import NAMES, lazy
from idealab.updates.writing import Entry, problems_of

DRAFT, NOW, LATER = "draft", "now", "later"
PICTURES = 3  # places for pictures on one form


class UpdateForm(FlaskForm):
    title = StringField(lazy("Title"))
    body = TextAreaField(lazy("What happened"))
    language = SelectField(
        lazy("Language of your text"),
        choices=[SelectChoice(code, name) for code, name in NAMES.items()],
        validate_choice=False,
    )
    when = RadioField(
        lazy("When it is public"),
        choices=[
            SelectChoice(NOW, lazy("Now")),
            SelectChoice(LATER, lazy("At a time of your choice")),
            SelectChoice(DRAFT, lazy("Not yet: keep it as a draft")),
        ],
        validate_choice=False,
        default=NOW,
    )
    publish_at = StringField(lazy("Day and time"), widget=DateTimeLocalInput())
    edition = IntegerField(widget=HiddenField.widget)
    once = HiddenField(default=lambda: uuid4().hex)
    picture0 = FileField(lazy("Picture"))
    alt0 = StringField(lazy("What it shows, in a sentence"))
    picture1 = FileField(lazy("Picture"))
    alt1 = StringField(lazy("What it shows, in a sentence"))
    picture2 = FileField(lazy("Picture"))
    alt2 = StringField(lazy("What it shows, in a sentence"))

    def entry(self, *, time_zone: str, now: datetime) -> tuple[Entry, dict[str, str]]:
        """What was typed, and a sentence by field for what keeps it from being saved."""
        publish_at, problems = None, {}
        if self.when.data == LATER:
            try:
                publish_at = moment_of(self.publish_at.data or "", time_zone)
            except NoSuchTime as problem:
                problems["publish_at"] = str(problem)
        elif self.when.data != DRAFT:
            publish_at = now
        language = self.language.data if self.language.data in NAMES else "en"
        entry = Entry(self.title.data or "", self.body.data or "", publish_at, language)
        return entry, problems_of(entry.tidied()) | problems

    def show(self, problems: dict[str, str]) -> None:
        """Put each sentence beside its field."""
        for name, sentence in problems.items():
            self[name].errors = [sentence]


def typed_update(update: Any, *, published: str, is_out: bool) -> dict[str, Any]:
    """An update as the form shows it; `published` is its time as typed, or empty."""
    when = NOW if is_out else LATER if published else DRAFT
    return {
        "title": update.title,
        "body": update.body,
        "language": update.language,
        "when": when,
        "publish_at": published,
        "edition": update.edition,
    }
