from flask import Blueprint, abort, flash, redirect, request
from flask_login import current_user

from idealab.comments.closing import close_talk, open_talk
from idealab.ideas.loading import find_idea
from idealab.lib.access import MODERATOR, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _

bp = Blueprint("staff_comments", __name__, url_prefix="/staff")


@bp.post("/ideas/<int:idea_id>/talk")
@role(MODERATOR)
def close(idea_id: int):
    """Close the talk with a reason, or open it again."""
    idea = find_idea(idea_id, current_user) or abort(404)
    if request.form.get("closed") == "y":
        close_talk(idea, request.form.get("reason", ""), by=current_user, now=now())
        told = _("The talk is closed. Everybody reads your reason.")
    else:
        open_talk(idea, by=current_user, now=now())
        told = _("The talk is open again.")
    db.session.commit()
    flash(told)
    return redirect(f"/ideas/{idea.id}#comments", 303)
