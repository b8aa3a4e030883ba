from flask import Blueprint, abort, redirect, render_template
from flask_login import current_user

from idealab.comments.commenting import NoSuchThread, add_comment
from idealab.comments.forms import CommentForm
from idealab.comments.models import Comment
from idealab.comments.queries import said
from idealab.comments.showing import shown
from idealab.ideas.loading import find_idea
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db, row_of
from idealab.lib.errors import wants_json
from idealab.lib.limits import limited

bp = Blueprint("comments", __name__)


@bp.post("/ideas/<int:idea_id>/comments")
@limited("post")
@signed_in
def add(idea_id: int):
    idea = find_idea(idea_id, current_user)
    if idea is None:
        abort(404)
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
        once=form.once.data or None,
    )
    db.session.commit()
    if wants_json():
        piece = shown(said(comment), idea, time_zone=idea.campaign.time_zone)
        html = render_template("comments/_comment.html", comment=piece)
        return {"html": html, "id": comment.id, "count": idea.comments_count}
    return redirect(f"/ideas/{idea_id}#c{comment.id}", 303)
