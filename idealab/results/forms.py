from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, TextAreaField

from idealab.lib.languages import lazy
from idealab.results.deciding import Words

DRAFT, PUBLIC = "draft", "public"


class VerdictForm(FlaskForm):
    statement = TextAreaField(lazy("What was decided"))
    promise = TextAreaField(lazy("What you promise"))
    when = RadioField(
        lazy("Who reads it"),
        choices=[
            SelectChoice(DRAFT, lazy("Only the team, as a draft")),
            SelectChoice(PUBLIC, lazy("Everybody, from now on")),
        ],
        validate_choice=False,
        default=DRAFT,
    )
    edition = IntegerField(widget=HiddenField.widget)

    def words(self) -> Words:
        return Words(
            self.statement.data or "", self.promise.data or "", public=self.when.data == PUBLIC
        )

    def show(self, problems: dict[str, str]) -> None:
        """Put each sentence beside its field."""
        for name, sentence in problems.items():
            self[name].errors = [sentence]


def typed_verdict(verdict: Any) -> dict[str, Any]:
    if verdict is None:
        return {"edition": 0}
    return {
        "statement": verdict.statement,
        "promise": verdict.promise,
        "when": PUBLIC if verdict.published_at else DRAFT,
        "edition": verdict.edition,
    }
