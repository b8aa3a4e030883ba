from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from idealab.lib.languages import lazy


class LeavingForm(FlaskForm):
    comments = RadioField(
        lazy("What becomes of my comments"),
        choices=[
            SelectChoice("stay", lazy("They stay, without my name")),
            SelectChoice("go", lazy("They go, and answers to them stay")),
        ],
        default="stay",
        validators=[InputRequired(lazy("Choose one of the two."))],
    )
    password = PasswordField(
        lazy("Password of today"),
        validators=[InputRequired(lazy("This is needed."))],
        id="leaving-password",
        render_kw={"autocomplete": "current-password"},
    )
