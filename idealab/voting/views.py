from flask import Blueprint, abort, redirect, request
from flask_login import current_user

from idealab.ideas.glancing import glance_at_idea
from idealab.ideas.seeing import may_see_idea
from idealab.lib.access import signed_in
from idealab.lib.addresses import own_path
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import wants_json
from idealab.lib.limits import limited
from idealab.voting.voting import set_vote

bp = Blueprint("voting", __name__)


@bp.post("/ideas/<int:idea_id>/vote")
@limited("vote")
@signed_in
def vote(idea_id: int):
    seen = glance_at_idea(idea_id, now=now())
    if seen is None or not may_see_idea(seen[0], current_user):
        abort(404)
    idea, times = seen
    wanted = request.form.get("wanted") == "y"
    cast = set_vote(idea, current_user, wanted=wanted, now=times.now, times=times)
    db.session.commit()
    if wants_json():
        return {"votes": cast.votes_count, "voted": cast.voted, "left": cast.left}
    return redirect(own_path(request.form.get("next")) or f"/ideas/{idea_id}", 303)
