"""What people do in a talk: say something, edit it, take it back, find it helpful."""

from datetime import datetime

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request
from flask_login import current_user

from idealab.comments.commenting import NoSuchThread, add_comment
from idealab.comments.finding import address_of, find_comment
from idealab.comments.forms import CommentForm, PinForm
from idealab.comments.marking import set_helpful
from idealab.comments.mentioning import people_to_name
from idealab.comments.models import Comment
from idealab.comments.pinning import spot_of
from idealab.comments.queries import said
from idealab.comments.rewording import require_may_reword, reword_comment
from idealab.comments.showing import shown
from idealab.comments.standing import Acts
from idealab.comments.taking_back import set_taken_back
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db, row_of
from idealab.lib.errors import wants_json
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.sketches.models import Sketch

bp = Blueprint("comments", __name__)


@bp.post("/ideas/<int:idea_id>/comments")
@limited("post")
@signed_in
def add(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    form = CommentForm()
    parent = row_of(Comment, form.parent_id.data)
    if parent is None and form.parent_id.raw_data and form.parent_id.raw_data[0]:
        raise NoSuchThread
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
    comment = add_comment(
        idea,
        form.body.data or "",
        by=current_user,
        now=now(),
        spot=spot,
        chosen=_chosen(),
        once=form.once.data or None,
    )
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
    return render_template(
        "comments/edit.html",
        idea=idea,
        campaign=idea.campaign,
        comment=comment,
        address=address_of(comment),
    )


@bp.post("/comments/<int:comment_id>/edit")
@limited("post")
@signed_in
def reword(comment_id: int):
    comment, idea = _found(comment_id)
    reword_comment(
        comment,
        idea,
        request.form.get("body", ""),
        by=current_user,
        now=now(),
        seen_edit=_moment(request.form.get("seen", "")),
        chosen=_chosen(),
    )
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
