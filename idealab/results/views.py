"""The results of a campaign, and the people who took part in it."""

from datetime import datetime

from flask import Blueprint, abort, render_template, request
from flask_login import current_user
from markupsafe import Markup

from idealab.accounts.roles import holds
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable, timetable
from idealab.campaigns.queries import campaign_by_slug
from idealab.ideas.loading import minute
from idealab.lib.access import MODERATOR, PRODUCT, public
from idealab.lib.clock import now
from idealab.lib.kept import Kept
from idealab.results.comparing import Comparison, comparison_of
from idealab.results.deciding import verdict_of
from idealab.results.figures import figures_of, ties_told
from idealab.results.outcomes import outcomes_of
from idealab.results.showing import field_of, sieve_of
from idealab.results.taking_part import Crowd, crowd_of, mark_of, people_of, team_of
from idealab.stages.queries import stages_of

_crowds: Kept[Crowd] = Kept(most=20)
_comparisons: Kept[Comparison] = Kept(most=200)
bp = Blueprint("results", __name__, url_prefix="/campaigns/<slug>")


@bp.get("/results")
@public
def show(slug: str):
    campaign, moment = _campaign(slug), now()
    times = timetable(campaign, now=moment)
    verdict = verdict_of(campaign)
    is_said = verdict is not None and verdict.published_at is not None
    counted = times.allows(Capability.SEE_COUNTS)
    stages = stages_of(campaign)
    sieve = sieve_of(stages, ideas_count=campaign.ideas_count)
    figures = figures_of([campaign.id]).get(campaign.id)
    return render_template(
        "results/show.html",
        campaign=campaign,
        timetable=times,
        decided=times.is_over or is_said,
        counted=counted,
        statement=Markup(verdict.statement_html) if verdict and is_said else "",  # made safe when
        promise=Markup(verdict.promise_html) if verdict and is_said else "",  # they were saved
        said_at=verdict.published_at if verdict else None,
        outcomes=outcomes_of(stages, counted=counted),
        comparison=_comparison(campaign, times) if counted and (times.is_over or is_said) else None,
        sieve=sieve,
        field=field_of(sieve),
        figures=figures,
        ties=ties_told(figures) if figures else "",
        may_write=holds(current_user, MODERATOR, PRODUCT, campaign_id=campaign.id),
    )


@bp.get("/people")
@public
def people(slug: str):
    campaign, moment = _campaign(slug), now()
    asked, name = request.args.get("after", ""), request.args.get("name", "").strip()[:80]
    after = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    crowd = _crowd(campaign, moment)
    figures = figures_of([campaign.id]).get(campaign.id)
    return render_template(
        "results/people.html",
        campaign=campaign,
        timetable=timetable(campaign, now=moment),
        name=name,
        later=bool(after),
        crowd=people_of(crowd, name=name, after=after),
        team=team_of(campaign, crowd, now=moment),
        figures=figures,
        ties=ties_told(figures) if figures else "",
    )


def _comparison(campaign: Campaign, times: Timetable) -> Comparison:
    """After the close no count moves any more, and what is hidden moves the version."""
    until = None if times.is_over else minute(times.now)
    key = (campaign.id, campaign.version, until)
    return _comparisons.get_or_make(key, lambda: comparison_of(campaign.id))


def _crowd(campaign: Campaign, moment: datetime) -> Crowd:
    key = (*mark_of(campaign), minute(moment))
    return _crowds.get_or_make(key, lambda: crowd_of(campaign.id))


def _campaign(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)
