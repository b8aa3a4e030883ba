from flask import Blueprint, abort, render_template
from flask_login import current_user

from idealab.ideas.descent import descent_of
from idealab.ideas.loading import find_idea
from idealab.lib.access import public

bp = Blueprint("descent", __name__)


@bp.get("/ideas/<int:idea_id>/descent")
@public
def show(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    nodes = descent_of(idea, viewer=current_user)
    return render_template("ideas/descent.html", idea=idea, campaign=idea.campaign, nodes=nodes)
