import re

from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user
from markupsafe import Markup

from idealab.accounts.roles import holds
from idealab.campaigns import telling
from idealab.campaigns.creating import may_create_campaigns
from idealab.campaigns.licences import licence_of
from idealab.campaigns.models import Campaign, CampaignState, Visibility
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import Home, campaign_by_slug, home
from idealab.campaigns.theming import stylesheet_of, theme_digest, theme_of
from idealab.lib.access import MODERATOR, public
from idealab.lib.clock import now
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.lib.text import html_of
from idealab.results.figures import figures_of
from idealab.results.models import Figures
from idealab.results.outcomes import Strip, what_was_built

LONGEST_PREVIEW = 50_000

bp = Blueprint("campaigns", __name__)
bp.add_app_template_global(telling.road_of)
bp.add_app_template_global(telling.deadline_of)
bp.add_app_template_global(telling.may_now)
bp.add_app_template_global(licence_of)
bp.add_app_template_global(theme_digest)
bp.add_app_template_global(theme_of)


@bp.get("/")
@public
def start():
    shown = home(viewer=current_user, now=now())
    figures = figures_of([card.campaign.id for card in shown.cards])
    strip = what_was_built(current_user)
    return render_template(
        "campaigns/home.html",
        home=shown,
        figures=figures,
        totals=_totals(shown, figures, strip),
        strip=strip,
        may_create=current_user.is_authenticated and may_create_campaigns(current_user),
    )


@bp.get("/campaigns/<slug>/brief")
@public
def brief(slug: str):
    campaign = _campaign(slug)
    return render_template(
        "campaigns/brief.html",
        campaign=campaign,
        timetable=timetable(campaign, now=now()),
        story=Markup(campaign.story_html),  # made safe when it was saved
        rules=Markup(campaign.rules_html),
        may_edit=holds(current_user, MODERATOR, campaign_id=campaign.id),
    )


@bp.get("/campaigns/<slug>/theme.css")
@public
def theme(slug: str):
    campaign = _campaign(slug)
    brand = campaign.brand or ""
    good = bool(re.fullmatch(r"#[0-9a-f]{6}", brand))
    answer = Response(stylesheet_of(brand) if good else "", mimetype="text/css")
    shared = "public" if campaign.visibility is Visibility.PUBLIC else "private"
    if campaign.state is CampaignState.DRAFT:
        shared = "private"
    if request.args.get("v") == theme_digest(brand):  # another colour has another address
        answer.headers["Cache-Control"] = f"{shared}, max-age=31536000, immutable"
    else:
        answer.headers["Cache-Control"] = f"{shared}, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.post("/preview")
@public
@limited("preview")
def preview():
    return {"html": html_of(request.form.get("text", "")[:LONGEST_PREVIEW])}


def _totals(shown: Home, figures: dict[int, Figures], strip: Strip) -> list[tuple[int, str]]:
    """Over all campaigns; people are left out, for one may take part in several."""
    ideas = sum(card.ideas_count for card in shown.cards)
    if not ideas:
        return []
    counted = figures.values()
    return [
        (ideas, _("Ideas so far")),
        (sum(one.sketches_count for one in counted), _("Sketches and photos")),
        (sum(one.comments_count for one in counted), _("Comments")),
        (sum(one.answers_count for one in counted), _("Ideas answered by the team")),
        (sum(strip.chosen_counts.values()), _("Built or on trial")),
    ]


def _campaign(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)
