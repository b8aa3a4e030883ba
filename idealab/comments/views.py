"""What people do in a talk: say something, edit it, take it back, find it helpful."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request
from flask_login import current_user
from markupsafe import Markup

from idealab.comments.commenting import NoSuchThread, NotSayable, add_comment
from idealab.comments.finding import address_of, find_comment
from idealab.comments.forms import CommentForm, PinForm
from idealab.comments.marking import set_helpful
from idealab.comments.mentioning import people_to_name
from idealab.comments.models import Comment
from idealab.comments.pinning import spot_of
from idealab.comments.queries import said
from idealab.comments.rewording import EditedMeanwhile, require_may_reword, reword_comment
from idealab.comments.showing import shown
from idealab.comments.standing import Acts
from idealab.comments.taking_back import set_taken_back
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db, row_of
from idealab.lib.errors import Refused, wants_json
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.sketches.models import Sketch

bp = Blueprint("comments", __name__)
# What a form says beside the words, given back with them.
SENT_ALONG = (
    *("parent_id", "official", "sketch_id", "x", "y", "place", "opening", "once", "mentioned"),
)


@bp.post("/ideas/<int:idea_id>/comments")
@limited("post")
@signed_in
def add(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    form = CommentForm()
    parent = row_of(Comment, form.parent_id.data)
    if parent is None and form.parent_id.raw_data and form.parent_id.raw_data[0]:
        raise NoSuchThread
    try:
        comment = add_comment(
            idea,
            form.body.data or "",
            by=current_user,
            now=now(),
            parent=parent,
            official=bool(form.official.data),
            chosen=_chosen(),
            once=form.once.data or None,
        )
    except NotSayable as problem:
        return _say_again(idea, problem)
    db.session.commit()
    return _answer(comment, idea)


@bp.post("/ideas/<int:idea_id>/pins")
@limited("post")
@signed_in
def pin(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    form = PinForm()
    spot = spot_of(
        row_of(Sketch, form.sketch_id.data),
        x=form.x.data,
        y=form.y.data,
        place=form.place.data or "",
        opening=form.opening.data or "",
    )
    try:
        comment = add_comment(
            idea,
            form.body.data or "",
            by=current_user,
            now=now(),
            spot=spot,
            chosen=_chosen(),
            once=form.once.data or None,
        )
    except NotSayable as problem:
        return _say_again(idea, problem)
    db.session.commit()
    return redirect(f"/ideas/{idea.id}#spot-{comment.id}", 303)


@bp.get("/ideas/<int:idea_id>/people")
@signed_in
def people(idea_id: int) -> Response:
    """For the list of names that opens after an @."""
    idea = find_idea(idea_id, current_user) or abort(404)
    found = people_to_name(idea, request.args.get("q", ""))
    answer = jsonify(
        people=[{"id": p.id, "name": p.name, "home": p.home, "hue": p.hue} for p in found]
    )
    answer.cache_control.private = True
    answer.cache_control.no_store = True
    return answer


@bp.get("/comments/<int:comment_id>/edit")
@signed_in
def edit(comment_id: int):
    comment, idea = _found(comment_id)
    require_may_reword(comment, idea, by=current_user, now=now())
    return _edit_page(comment, idea, comment.body)


@bp.post("/comments/<int:comment_id>/edit")
@limited("post")
@signed_in
def reword(comment_id: int):
    comment, idea = _found(comment_id)
    text = request.form.get("body", "")
    try:
        reword_comment(
            comment,
            idea,
            text,
            by=current_user,
            now=now(),
            seen_edit=_moment(request.form.get("seen", "")),
            chosen=_chosen(),
        )
    except (NotSayable, EditedMeanwhile) as problem:
        db.session.rollback()
        return _edit_page(comment, idea, text, problem=problem), problem.status
    db.session.commit()
    return redirect(address_of(comment), 303)


@bp.post("/comments/<int:comment_id>/mark")
@limited("vote")
@signed_in
def mark(comment_id: int):
    comment, idea = _found(comment_id)
    wanted = request.form.get("wanted") == "y"
    count = set_helpful(comment, idea, wanted=wanted, by=current_user, now=now())
    db.session.commit()
    if wants_json():
        return {"helpful": count, "marked": wanted}
    return redirect(address_of(comment), 303)


@bp.post("/comments/<int:comment_id>/removal")
@limited("post")
@signed_in
def removal(comment_id: int):
    comment, idea = _found(comment_id)
    wanted = request.form.get("wanted") == "y"
    set_taken_back(comment, idea, wanted=wanted, by=current_user, now=now())
    db.session.commit()
    if wanted:
        return redirect(f"/ideas/{idea.id}?removed={comment.id}#comments", 303)
    flash(_("Your comment is there again."))
    return redirect(address_of(comment), 303)


def _found(comment_id: int) -> tuple[Comment, Idea]:
    return find_comment(comment_id, current_user) or abort(404)


def _say_again(idea: Idea, problem: NotSayable) -> Any:
    """The same form with what was typed, and what is wrong with it beside the field."""
    if wants_json():
        raise problem
    db.session.rollback()
    sent = [(name, value) for name in SENT_ALONG for value in request.form.getlist(name)[:20]]
    page = render_template(
        "comments/again.html",
        idea=idea,
        campaign=idea.campaign,
        text=request.form.get("body", ""),
        problem=problem,
        sent=sent,
    )
    return page, problem.status


def _edit_page(comment: Comment, idea: Idea, text: str, *, problem: Refused | None = None) -> str:
    return render_template(
        "comments/edit.html",
        idea=idea,
        campaign=idea.campaign,
        comment=comment,
        address=address_of(comment),
        text=text,
        problem=problem,
        newer=Markup(comment.body_html) if isinstance(problem, EditedMeanwhile) else "",
    )


def _answer(comment: Comment, idea: Idea):
    if not wants_json():
        return redirect(address_of(comment), 303)
    piece = shown(said(comment), idea, time_zone=idea.campaign.time_zone)
    acts = Acts.for_own(piece)
    html = render_template("comments/_comment.html", comment=piece, acts=acts)
    return {"html": html, "id": comment.id, "count": idea.comments_count}


def _chosen() -> list[int]:
    """People whose names were picked from the list, as the form sends them along."""
    sent = request.form.getlist("mentioned")[:20]
    return [int(text) for text in sent if text.isascii() and text.isdecimal() and len(text) < 18]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
