from flask import Blueprint, abort, redirect, request
from flask_login import current_user

from idealab.ideas.following import set_following
from idealab.ideas.loading import find_idea
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import wants_json

bp = Blueprint("following", __name__)


@bp.post("/ideas/<int:idea_id>/follow")
@signed_in
def follow(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    wanted = request.form.get("wanted") == "y"
    set_following(idea, current_user, wanted=wanted, now=now())
    db.session.commit()
    if wants_json():
        return {"following": wanted}
    return redirect(f"/ideas/{idea.id}#follow", 303)
