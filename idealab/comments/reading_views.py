"""Where a comment stands, its whole thread, and what it said before it was edited."""

from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request
from flask_login import current_user
from markupsafe import Markup

from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.comments.finding import address_of, find_comment
from idealab.comments.models import Comment
from idealab.comments.queries import revisions_of, said, thread_of
from idealab.comments.showing import shown, shown_threads
from idealab.comments.standing import acts_for
from idealab.comments.writer import Writer
from idealab.ideas.models import IdeaStatus
from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.lib.db import db

bp = Blueprint("talk", __name__, url_prefix="/comments")


@bp.get("/<int:comment_id>")
@public
def permalink(comment_id: int):
    comment, _idea = find_comment(comment_id, current_user) or abort(404)
    return redirect(address_of(comment), 302)


@bp.get("/<int:comment_id>/thread")
@public
def thread(comment_id: int):
    comment, idea = find_comment(comment_id, current_user) or abort(404)
    root = db.session.get_one(Comment, comment.root_id or comment.id)
    asked = request.args.get("after", "")
    after = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 18 else 0
    talk = thread_of(root, after=after)
    threads = shown_threads(talk, idea, time_zone=idea.campaign.time_zone)
    times = timetable(idea.campaign, now=now())
    open_now = times.allows(Capability.COMMENT) and idea.status is IdeaStatus.PUBLISHED
    speaks = current_user.is_authenticated and open_now and idea.talk_closed_at is None
    return render_template(
        "comments/thread.html",
        idea=idea,
        campaign=idea.campaign,
        thread=threads[0],
        acts=acts_for(current_user, threads, speaks=speaks),
        writer=Writer.for_reader(idea, current_user.name, uuid4().hex) if speaks else None,
        more=talk.after,
        first=after > 0,
    )


@bp.get("/<int:comment_id>/revisions")
@public
def revisions(comment_id: int):
    comment, idea = find_comment(comment_id, current_user) or abort(404)
    zone = idea.campaign.time_zone
    return render_template(
        "comments/revisions.html",
        idea=idea,
        campaign=idea.campaign,
        comment=shown(said(comment), idea, time_zone=zone),
        edited_at=comment.edited_at or comment.created_at,
        revisions=[(row.created_at, Markup(row.body_html)) for row in revisions_of(comment)],
        address=address_of(comment),
    )
