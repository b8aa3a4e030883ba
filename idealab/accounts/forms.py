from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from idealab.accounts import passwords, spelling
from idealab.accounts.models import Affiliation
from idealab.accounts.settling import LONGEST_ABOUT, LONGEST_HOME, LONGEST_ORGANISATION
from idealab.lib.errors import Refused
from idealab.lib.languages import NAMES, lazy

NEEDED = InputRequired(lazy("This is needed."))
ADDRESS = {"autocomplete": "email", "maxlength": spelling.LONGEST_ADDRESS, "spellcheck": "false"}
OLD_PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def told_by(rule: Callable[[str], Any]) -> Callable[[FlaskForm, Field], None]:
    """Show what a rule of the domain says to a value beside the field it was typed into."""

    def validate(_form: FlaskForm, field: Field) -> None:
        try:
            rule(field.data or "")
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    return validate


def name_field() -> StringField:
    return StringField(
        lazy("Name shown with your ideas"),
        description=lazy("A pen name is fine. You can change it later."),
        validators=[NEEDED, told_by(spelling.tidy_name)],
        render_kw={"autocomplete": "nickname", "maxlength": spelling.LONGEST_NAME},
    )


def address_field(label: Any) -> EmailField:
    return EmailField(label, validators=[NEEDED, told_by(spelling.tidy_address)], render_kw=ADDRESS)


def new_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        description=lazy("10 characters or more. Four random words are good."),
        validators=[NEEDED],
        render_kw=NEW_PASSWORD,
    )


class PasswordRule(FlaskForm):
    """A form in which a password is chosen: it must not be the person's name or address."""

    def accepts(self, field: Field, *, name: str, address: str) -> bool:
        if not self.is_submitted():
            return False
        fits = self.validate()
        reason = passwords.reason_against(field.data or "", name=name, address=address)
        if reason and not field.errors:
            field.errors = [reason]
        return fits and reason is None


class JoinForm(PasswordRule):
    name = name_field()
    email = address_field(lazy("E-mail address"))
    password = new_password_field(lazy("Password"))
    website = StringField()  # hidden from people: what fills it in is a machine


class SignInForm(FlaskForm):
    email = EmailField(
        lazy("E-mail address"),
        validators=[NEEDED],
        render_kw={**ADDRESS, "autocomplete": "username"},
    )
    password = PasswordField(lazy("Password"), validators=[NEEDED], render_kw=OLD_PASSWORD)


class CodeForm(FlaskForm):
    code = StringField(
        lazy("Code from the mail"),
        description=lazy("It works for an hour. Pasting it is fine."),
        validators=[NEEDED, Length(max=20)],
        render_kw=CODE,
    )


class ButtonForm(FlaskForm):
    """Nothing to fill in: the button is enough."""


class LinkForm(FlaskForm):
    password = PasswordField(
        lazy("Password"),
        description=lazy("The one of this account. We ask because this browser is new to us."),
        validators=[NEEDED],
        render_kw=OLD_PASSWORD,
    )


class AddressForm(FlaskForm):
    email = address_field(lazy("E-mail address"))


class NewPasswordForm(PasswordRule):
    password = new_password_field(lazy("New password"))


class ProfileForm(FlaskForm):
    name = name_field()
    home = StringField(
        lazy("Where you come from"),
        description=lazy("A town or a region, shown on your page."),
        validators=[Length(max=LONGEST_HOME)],
        render_kw={"autocomplete": "address-level2", "maxlength": LONGEST_HOME},
    )
    affiliation = SelectField(
        lazy("What ties you to the company"),
        choices=[
            SelectChoice("", lazy("Nothing, I just take part")),
            SelectChoice(Affiliation.EMPLOYEE, lazy("I am employed there")),
            SelectChoice(Affiliation.PARTNER, lazy("I work with it, as a partner or a supplier")),
            SelectChoice(Affiliation.CUSTOMER, lazy("I use what it makes")),
        ],
        description=lazy("Shown on your page as your own words, until an admin confirms it."),
        validators=[Optional()],
    )
    organisation = StringField(
        lazy("Organisation"),
        description=lazy("Where you work, or what you use, such as “Studio Nord”."),
        validators=[Length(max=LONGEST_ORGANISATION)],
        render_kw={"autocomplete": "organization", "maxlength": LONGEST_ORGANISATION},
    )
    about = TextAreaField(
        lazy("About you"),
        description=lazy("A few words, shown on your page."),
        validators=[Length(max=LONGEST_ABOUT)],
        render_kw={"rows": 4, "maxlength": LONGEST_ABOUT},
    )
    language = SelectField(
        lazy("Language of this site and its mails"),
        choices=[SelectChoice(code, name) for code, name in NAMES.items()],
    )


class PictureForm(FlaskForm):
    picture = FileField(
        lazy("Picture of you"),
        description=lazy("The square in its middle is shown beside your ideas and comments."),
        id="face",
    )


class ShownForm(FlaskForm):
    support = BooleanField(
        lazy("Others may see on my page which ideas I support, once the voting is over"),
        id="shows-support",
    )
    thanks = BooleanField(lazy("Show my level of thanks on my page"), id="shows-thanks")


class NewAddressForm(FlaskForm):
    email = address_field(lazy("New e-mail address"))
    password = PasswordField(
        lazy("Password of today"),
        validators=[NEEDED],
        id="address-password",
        render_kw=OLD_PASSWORD,
    )


class ChangePasswordForm(PasswordRule):
    old = PasswordField(lazy("Password of today"), validators=[NEEDED], render_kw=OLD_PASSWORD)
    new = new_password_field(lazy("New password"))
