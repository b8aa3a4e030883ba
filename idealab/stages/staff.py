from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user

from idealab.campaigns.models import Capability, Stage
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import campaign_by_slug
from idealab.ideas.loading import find_idea
from idealab.lib.access import EVALUATOR, MODERATOR, PRODUCT, role
from idealab.lib.clock import now
from idealab.lib.db import db, row_of
from idealab.lib.errors import wants_json
from idealab.lib.languages import _
from idealab.stages.board import board_card, board_of
from idealab.stages.forms import MoveForm
from idealab.stages.moving import move_idea

bp = Blueprint("staff_stages", __name__, url_prefix="/staff")


@bp.get("/campaigns/<slug>/board")
@role(MODERATOR, EVALUATOR, PRODUCT)
def board(slug: str):
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    asked = request.args.get("stage", "")
    only = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    times = timetable(campaign, now=now())
    return render_template(
        "stages/board.html",
        campaign=campaign,
        timetable=times,
        lanes=board_of(campaign, counted=times.allows(Capability.SEE_COUNTS), only=only),
        only=only,
    )


@bp.post("/ideas/<int:idea_id>/moves")
@role(MODERATOR, EVALUATOR, PRODUCT)
def move(idea_id: int):
    idea = find_idea(idea_id, current_user)
    form = MoveForm()
    target = row_of(Stage, form.stage_id.data)
    if idea is None or target is None or target.campaign_id != idea.campaign_id:
        abort(404)
    move_idea(
        idea,
        target,
        by=current_user,
        now=now(),
        reason=form.reason.data or "",
        seen_stage_id=form.from_id.data,
    )
    db.session.commit()
    if wants_json():
        counted = timetable(idea.campaign, now=now()).allows(Capability.SEE_COUNTS)
        html = render_template("stages/_card.html", placed=board_card(idea, counted=counted))
        return {"html": html, "stage_id": target.id}
    flash(_("“%(title)s” is now in %(stage)s.", title=idea.title, stage=target.name))
    return redirect(f"/staff/campaigns/{idea.campaign.slug}/board", 303)
