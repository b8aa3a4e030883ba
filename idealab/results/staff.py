from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template
from flask_login import current_user

from idealab.campaigns.models import Campaign
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import campaign_by_slug
from idealab.lib.access import MODERATOR, PRODUCT, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.results.deciding import give_verdict, problems_of, verdict_of
from idealab.results.forms import VerdictForm, typed_verdict
from idealab.results.outcomes import outcomes_of
from idealab.stages.queries import stages_of

bp = Blueprint("staff_results", __name__, url_prefix="/staff/campaigns/<slug>/results")


@bp.get("")
@role(MODERATOR, PRODUCT)
def show(slug: str):
    campaign = _campaign(slug)
    return _page(campaign, VerdictForm(data=typed_verdict(verdict_of(campaign))))


@bp.post("")
@role(MODERATOR, PRODUCT)
def save(slug: str):
    campaign, form = _campaign(slug), VerdictForm()
    words = form.words()
    if problems := problems_of(words.tidied()):
        form.show(problems)
        return _page(campaign, form), 422
    seen = form.edition.data or 0
    give_verdict(campaign, words, by=current_user, now=now(), seen_edition=seen)
    db.session.commit()
    flash(
        _("Saved. Everybody can read it now.")
        if words.public
        else _("Saved as a draft. Only the team sees it.")
    )
    return redirect(f"/staff/campaigns/{slug}/results", 303)


def _page(campaign: Campaign, form: VerdictForm) -> Any:
    return render_template(
        "results/staff.html",
        campaign=campaign,
        form=form,
        timetable=timetable(campaign, now=now()),
        outcomes=outcomes_of(stages_of(campaign), counted=False),
    )


def _campaign(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)
