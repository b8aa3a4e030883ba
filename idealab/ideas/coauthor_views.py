"""The co-authors of an idea: asked by its author, with a page on which they answer."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user

from idealab.accounts.models import User
from idealab.ideas.authorship import has_idea, is_coauthor
from idealab.ideas.coauthoring import (
    MOST,
    accept_invitation,
    decline_invitation,
    invite_coauthor,
    remove_coauthor,
    take_back_invitation,
)
from idealab.ideas.coauthors import coauthors_of, invited_to, is_invited
from idealab.ideas.forms import CoauthorForm
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea
from idealab.ideas.revising import may_revise
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db, row_of
from idealab.lib.languages import _
from idealab.lib.limits import limited

bp = Blueprint("coauthors", __name__)


@bp.get("/ideas/<int:idea_id>/coauthors")
@signed_in
def show(idea_id: int):
    idea = _own_or_404(idea_id)
    return _page(idea, CoauthorForm(idea))


@bp.post("/ideas/<int:idea_id>/coauthors/invitations")
@limited("mail")
@signed_in
def invite(idea_id: int):
    idea = _own_or_404(idea_id)
    form = CoauthorForm(idea)
    if not form.validate():
        return _page(idea, form), 422
    invite_coauthor(idea, form.addressee, by=current_user, now=now())
    db.session.commit()
    flash(_("The invitation is on its way."))
    return redirect(_address(idea), 303)


@bp.post("/ideas/<int:idea_id>/coauthors/invitations/<int:invitation_id>/removal")
@signed_in
def take_back(idea_id: int, invitation_id: int):
    idea = _own_or_404(idea_id)
    take_back_invitation(idea, invitation_id, by=current_user, now=now())
    db.session.commit()
    return redirect(_address(idea), 303)


@bp.post("/ideas/<int:idea_id>/coauthors/<int:person_id>/removal")
@signed_in
def remove(idea_id: int, person_id: int):
    idea = _own_or_404(idea_id)
    person = row_of(User, person_id) or abort(404)
    remove_coauthor(idea, person, by=current_user, now=now())
    db.session.commit()
    if person.id == current_user.id:
        flash(_("You are no co-author of this idea any more."))
        return redirect(f"/ideas/{idea.id}", 303)
    return redirect(_address(idea), 303)


@bp.get("/ideas/<int:idea_id>/invitation")
@signed_in
def asked(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    if is_coauthor(idea.id, current_user):
        return redirect(f"/ideas/{idea.id}", 303)
    return render_template(
        "ideas/invitation.html",
        idea=idea,
        campaign=idea.campaign,
        author=idea.author,
        is_invited=is_invited(idea, current_user),
    )


@bp.post("/ideas/<int:idea_id>/invitation")
@signed_in
def answer(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    if request.form.get("answer") == "accept":
        accept_invitation(idea, by=current_user, now=now())
        flash(_("You are a co-author now."))
        onward = f"/ideas/{idea.id}"
    else:
        decline_invitation(idea, by=current_user, now=now())
        flash(_("Declined. Should you change your mind: the link in the mail still works."))
        onward = "/me"
    db.session.commit()
    return redirect(onward, 303)


def _own_or_404(idea_id: int) -> Idea:
    idea = find_idea(idea_id, current_user)
    return idea if idea is not None and has_idea(idea, current_user) else abort(404)


def _page(idea: Idea, form: Any) -> str:
    is_author = idea.author_id == current_user.id
    return render_template(
        "ideas/coauthors.html",
        idea=idea,
        campaign=idea.campaign,
        form=form,
        coauthors=coauthors_of(idea),
        invited=invited_to(idea) if is_author else [],
        is_author=is_author,
        may_invite=is_author and may_revise(idea, by=current_user, now=now(), own=True),
        most=MOST,
    )


def _address(idea: Idea) -> str:
    return f"/ideas/{idea.id}/coauthors"
