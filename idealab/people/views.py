"""The page of a person as others see it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user
from markupsafe import Markup

from idealab.accounts.affiliations import confirm_affiliation, words_of
from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.ideas.cards import cards_of
from idealab.lib.access import ADMIN, public, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.pages import place_asked
from idealab.people.ideas import grown_from, ideas_by, remix_counts
from idealab.people.knowing import is_known
from idealab.people.support import support_of
from idealab.people.thanks import (
    LEVELS,
    MARKS_A_WEEK,
    POINTS,
    REMIXES_A_DAY,
    Cause,
    thanks_of,
)
from idealab.people.thanks import words_of as words_for

bp = Blueprint("people", __name__)
FEW = 6


@bp.get("/people/<int:person_id>")
@public
def show(person_id: int):
    person, after = _person_or_404(person_id), place_asked()
    ideas, more = ideas_by(person, viewer=current_user, after=after)
    if not is_known(person, ideas=len(ideas), viewer=current_user):
        abort(404)
    ids = [idea.id for idea in ideas]
    first = not after
    supported, further = support_of(person, viewer=current_user, now=now(), most=FEW)
    return render_template(
        "people/show.html",
        ideas=ideas,
        more=more,
        cards=cards_of(ids),
        remixes=remix_counts(ids, viewer=current_user),
        grown=grown_from(person, viewer=current_user) if first else [],
        supported=supported if first else [],
        more_support=further,
        is_first=first,
        **_head(person),
    )


@bp.get("/people/<int:person_id>/support")
@public
def support(person_id: int):
    person, after = _person_or_404(person_id), place_asked()
    ideas, _more = ideas_by(person, viewer=current_user)
    if not is_known(person, ideas=len(ideas), viewer=current_user):
        abort(404)  # who only supported stays unnamed
    supported, more = support_of(person, viewer=current_user, now=now(), after=after)
    if not supported:
        abort(404)
    return render_template(
        "people/support.html",
        supported=supported,
        more=more,
        is_first=not after,
        **_head(person),
    )


@bp.get("/thanks")
@public
def thanks_rules():
    causes = [(words_for(cause), points) for cause, points in POINTS.items()]
    caps = {"remixes": REMIXES_A_DAY, "marks": MARKS_A_WEEK * POINTS[Cause.HELPED]}
    return render_template("people/thanks.html", causes=causes, levels=LEVELS, caps=caps)


@bp.post("/people/<int:person_id>/affiliation")
@role(ADMIN)
def confirm(person_id: int):
    person = _person_or_404(person_id)
    confirmed = request.form.get("confirmed") == "y"
    confirm_affiliation(person, by=current_user, now=now(), confirmed=confirmed)
    db.session.commit()
    flash(_("Confirmed.") if confirmed else _("No longer confirmed."))
    return redirect(f"/people/{person_id}", 303)


def _person_or_404(person_id: int) -> User:
    person = db.session.get(User, person_id)
    return person if person is not None and person.is_active else abort(404)


def _head(person: User) -> dict[str, Any]:
    """What the head of the page tells, whichever part of it is looked at."""
    own = current_user.is_authenticated and current_user.id == person.id
    return {
        "person": person,
        "about": Markup(person.about_html or ""),  # made safe when it was saved
        "tie": words_of(person.affiliation, person.organisation),
        "may_confirm": person.affiliation is not None and holds(current_user, ADMIN),
        "is_own": own,
        "level": "" if person.hides_thanks else thanks_of(person).name,
    }
