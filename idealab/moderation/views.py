"""Reporting an idea or a comment."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user

from idealab.comments.finding import find_comment
from idealab.comments.models import Comment
from idealab.comments.queries import said
from idealab.comments.showing import shown
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.moderation.reporting import REASONS, NoReason, report

bp = Blueprint("reports", __name__)


@bp.get("/ideas/<int:idea_id>/reports/new")
@signed_in
def of_idea(idea_id: int):
    return _page(find_idea(idea_id, current_user) or abort(404), None)


@bp.post("/ideas/<int:idea_id>/reports/new")
@limited("post")
@signed_in
def report_idea(idea_id: int):
    return _report(find_idea(idea_id, current_user) or abort(404), None)


@bp.get("/comments/<int:comment_id>/reports/new")
@signed_in
def of_comment(comment_id: int):
    comment, idea = find_comment(comment_id, current_user) or abort(404)
    return _page(idea, comment)


@bp.post("/comments/<int:comment_id>/reports/new")
@limited("post")
@signed_in
def report_comment(comment_id: int):
    comment, idea = find_comment(comment_id, current_user) or abort(404)
    return _report(idea, comment)


def _report(idea: Idea, comment: Comment | None) -> Any:
    reason, words = request.form.get("reason", ""), request.form.get("words", "")
    try:
        report(idea, comment, reason=reason, words=words, by=current_user, now=now())
    except NoReason as problem:
        return _page(idea, comment, problem=str(problem)), 422
    db.session.commit()
    flash(_("Thank you. The team looks at it."))
    return redirect(f"/comments/{comment.id}" if comment else f"/ideas/{idea.id}", 303)


def _page(idea: Idea, comment: Comment | None, *, problem: str = "") -> str:
    zone = idea.campaign.time_zone
    return render_template(
        "moderation/report.html",
        idea=idea,
        campaign=idea.campaign,
        comment=shown(said(comment), idea, time_zone=zone) if comment else None,
        reasons=[(reason.value, words()) for reason, words in REASONS.items()],
        chosen=request.form.get("reason", ""),
        words=request.form.get("words", ""),
        problem=problem,
    )
