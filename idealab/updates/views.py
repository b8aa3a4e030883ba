from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from idealab.accounts.roles import holds
from idealab.campaigns.models import Campaign
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import campaign_by_slug
from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.updates.queries import find_update, journal_of, neighbours_of, told
from idealab.updates.seeing import WRITERS, may_see_update

bp = Blueprint("updates", __name__, url_prefix="/campaigns/<slug>/updates")


@bp.get("")
@public
def index(slug: str):
    campaign, moment = _campaign(slug), now()
    asked = request.args.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    return render_template(
        "updates/index.html",
        campaign=campaign,
        timetable=timetable(campaign, now=moment),
        journal=journal_of(campaign, now=moment, after=after),
        later=bool(after),
        may_write=holds(current_user, *WRITERS, campaign_id=campaign.id),
    )


@bp.get("/<int:update_id>")
@public
def show(slug: str, update_id: int):
    campaign, moment = _campaign(slug), now()
    update = find_update(update_id)
    if update is None or not may_see_update(update, campaign, current_user, now=moment):
        abort(404)
    shown = told(update)
    before, behind = neighbours_of(shown, now=moment)
    return render_template(
        "updates/show.html",
        campaign=campaign,
        timetable=timetable(campaign, now=moment),
        update=shown,
        is_out=update.published_at is not None and update.published_at <= moment,
        before=before,
        behind=behind,
        may_write=holds(current_user, *WRITERS, campaign_id=campaign.id),
    )


def _campaign(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)
