"""A rule that says no, and how the person who asked reads it."""

from flask import Flask, flash, jsonify, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from idealab.lib.addresses import own_path
from idealab.lib.db import db
from idealab.lib.languages import _

SHORT = 12  # characters: what is no loss to type again
LONGEST_CHOICE = 40
NOT_TYPED = ("password", "token", "code", "once", "next", "kept")  # secrets, and what a form adds


class Refused(Exception):
    """A rule of the domain said no. The message is written for the person who asked."""

    status = 409


class NotAllowed(Refused):
    status = 403


def too_long(text: str, longest: int) -> str:
    """The sentence for a text that has more than `longest` characters."""
    return _(
        "That is %(length)s characters; there is room for %(longest)s.",
        length=len(text),
        longest=longest,
    )


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(HTTPException, show_error)


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def show_refusal(refusal: Refused):
    """As JSON for a module; back on the page that was named in the form; else on a page of its
    own. The Referer is never followed."""
    db.session.rollback()  # what was refused leaves no trace
    if wants_json():
        return jsonify(error=str(refusal)), refusal.status
    back = own_path(request.form.get("next", ""))
    typed = _typed()
    if back and not typed:
        flash(str(refusal), "refused")
        return redirect(back, 303)
    page = render_template("errors/refused.html", message=str(refusal), typed=typed, back=back)
    return page, refusal.status


def _typed() -> list[str]:
    """What the person wrote into the form, so that the page which refuses it can give it back."""
    return [
        value
        for name, value in request.form.items(multi=True)
        if _is_of_a_person(value) and not any(word in name for word in NOT_TYPED)
    ]


def _is_of_a_person(value: str) -> bool:
    """Not a choice of the form, which is short and plain. Many languages know no spaces."""
    if not value.isascii():
        return True
    return len(value) > (SHORT if len(value.split()) > 1 else LONGEST_CHOICE)


def show_error(error: HTTPException):
    if error.code is not None and error.code < 400:
        return error
    if wants_json():
        return jsonify(error=_in_words(error)), error.code
    return render_template("errors/error.html", code=error.code), error.code


def _in_words(error: HTTPException) -> str | None:
    """What a module shows to the person; the words that HTTP brings along are for programmers."""
    if error.description != type(error).description:
        return error.description
    if error.code == 404:
        return _("This is no longer here. Load the page again.")
    return _("That did not work. Load the page again.")
