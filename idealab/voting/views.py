from flask import Blueprint, abort, redirect, request
from flask_login import current_user

from idealab.ideas.loading import find_idea
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
    idea = find_idea(idea_id, current_user)
    if idea is None:
        abort(404)
    wanted = request.form.get("wanted") == "y"
    cast = set_vote(idea, current_user, wanted=wanted, now=now())
    db.session.commit()
    if wants_json():
        return {"votes": cast.votes_count, "voted": cast.voted, "left": cast.left}
    return redirect(own_path(request.form.get("next")) or f"/ideas/{idea_id}", 303)
