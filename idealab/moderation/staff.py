"""What was reported, for moderators."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user

from idealab.campaigns.queries import campaign_by_slug
from idealab.lib.access import MODERATOR, role
from idealab.lib.clock import now
from idealab.lib.db import db, row_of
from idealab.lib.languages import _
from idealab.moderation.models import Report
from idealab.moderation.queries import open_reports_count, reports_of
from idealab.moderation.reporting import REASONS, close_report

bp = Blueprint("staff_reports", __name__, url_prefix="/staff/campaigns/<slug>/reports")


@bp.get("")
@role(MODERATOR)
def index(slug: str):
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    asked = request.args.get("after", "")
    after = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 18 else 0
    closed = request.args.get("closed") == "y"
    reports, more = reports_of(campaign, closed=closed, after=after)
    return render_template(
        "moderation/reports.html",
        campaign=campaign,
        reports=reports,
        reasons={reason.value: words() for reason, words in REASONS.items()},
        closed=closed,
        open_count=open_reports_count([campaign.id]).get(campaign.id, 0),
        more=more,
        later=after > 0,
    )


@bp.post("/<int:report_id>/closing")
@role(MODERATOR)
def close(slug: str, report_id: int):
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    found = row_of(Report, report_id)
    if found is None or found.campaign_id != campaign.id:
        abort(404)
    close_report(found, request.form.get("reason", ""), by=current_user, now=now())
    db.session.commit()
    flash(_("The report is closed."))
    return redirect(f"/staff/campaigns/{slug}/reports", 303)
