"""The words of a mail: a template of plain text, in the language of who reads it."""

from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale


class Letter(NamedTuple):
    subject: str
    text: str


def letter(template: str, *, language: str, **words: object) -> Letter:
    """Render templates/mail/<template>.txt; its first line is the subject."""
    with force_locale(language):
        page = current_app.jinja_env.get_template(f"mail/{template}.txt").render(words)
    subject, _empty, text = page.strip().partition("\n")
    return Letter(" ".join(subject.split()), text.strip() + "\n")
