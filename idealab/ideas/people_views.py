"""The page of a person, and one's own."""

from flask import Blueprint, abort, render_template
from flask_login import current_user

from idealab.accounts.models import User
from idealab.ideas.cards import cards_of
from idealab.ideas.people import ideas_by
from idealab.lib.access import public, signed_in
from idealab.lib.db import db
from idealab.stages.queries import news_for

bp = Blueprint("people", __name__)


@bp.get("/people/<int:person_id>")
@public
def show(person_id: int):
    person = db.session.get(User, person_id)
    if person is None or not person.is_active:
        abort(404)
    ideas = ideas_by(person, viewer=current_user)
    own = current_user.is_authenticated and current_user.id == person.id
    if not ideas and not own:  # who has shown nothing here in public is nobody's business
        abort(404)
    cards = cards_of([idea.id for idea in ideas])
    return render_template("ideas/person.html", person=person, ideas=ideas, cards=cards)


@bp.get("/me")
@signed_in
def me():
    person = current_user
    ideas = ideas_by(person, viewer=person)
    return render_template(
        "ideas/me.html",
        person=person,
        ideas=ideas,
        cards=cards_of([idea.id for idea in ideas]),
        news=news_for(person),
    )
