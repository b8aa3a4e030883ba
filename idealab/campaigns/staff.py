import re
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select

from idealab.accounts.roles import holds
from idealab.campaigns import rows
from idealab.campaigns.creating import create_campaign, may_create_campaigns
from idealab.campaigns.editing import edit_campaign, is_used, last_editor
from idealab.campaigns.forms import CAPABILITIES, ZONES, CampaignForm, NewCampaignForm, typed_plan
from idealab.campaigns.licences import LICENCES, licence_of
from idealab.campaigns.local_times import typed
from idealab.campaigns.models import Campaign, Field, Topic
from idealab.campaigns.phases import timetable
from idealab.campaigns.planning import Plan, differences, plan_of, problems_of
from idealab.campaigns.publishing import archive, missing_in, publish, unpublish
from idealab.campaigns.queries import campaigns_worked_in
from idealab.campaigns.telling import card_of
from idealab.campaigns.theming import theme_of
from idealab.lib.access import ADMIN, MODERATOR, STAFF, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _, current_language, lazy
from idealab.lib.text import html_of
from idealab.moderation.queries import open_reports_count

bp = Blueprint("staff_campaigns", __name__, url_prefix="/staff")

PUBLISHING = {"publish": publish, "unpublish": unpublish, "archive": archive}
SAVED = {
    "publish": lazy("The campaign is public now."),
    "unpublish": lazy("The campaign is a draft again. Only its staff see it."),
    "archive": lazy("The campaign is in the archive. Everybody can still read it."),
}
NAMES = {"topics": "name", "fields": "label"}  # what a row is called by
TABLES: dict[str, Any] = {"topics": Topic, "fields": Field}
PARTS = {
    "title": lazy("title"),
    "question": lazy("question"),
    "story": lazy("story"),
    "rules": lazy("rules"),
    "licence": lazy("licence"),
    "language": lazy("language"),
    "time_zone": lazy("time zone"),
    "visibility": lazy("who may see it"),
    "votes_per_person": lazy("votes"),
    "brand": lazy("brand colour"),
    "underlays": lazy("outlines"),
    "phases": lazy("phases"),
    "fields": lazy("fields"),
    "topics": lazy("topics"),
}


@bp.app_context_processor
def _links() -> dict[str, bool]:
    """Pages show the way to the dashboard to whoever works somewhere."""
    return {"staff_links": holds(current_user, *STAFF)}


@bp.get("")
@role(*STAFF)
def start():
    plans = campaigns_worked_in(current_user, now=now())
    return render_template(
        "campaigns/staff.html",
        cards=[card_of(plan) for plan in plans],
        may_edit={p.campaign.id for p in plans if _may_look(p.campaign)},
        may_create=may_create_campaigns(current_user),
        reports=open_reports_count([p.campaign.id for p in plans if _may_look(p.campaign)]),
    )


@bp.get("/campaigns/new")
@role(ADMIN)
def new():
    _require_creator()
    form = NewCampaignForm(language=current_language())
    if not form.starts_at.data:
        form.starts_at.data = typed(now(), form.time_zone.data)[:10]
    return render_template("campaigns/new.html", form=form, zones=ZONES)


@bp.post("/campaigns/new")
@role(ADMIN)
def create():
    _require_creator()
    form = NewCampaignForm()
    if not form.validate():
        return render_template("campaigns/new.html", form=form, zones=ZONES), 422
    campaign = create_campaign(
        form.title.data,
        by=current_user,
        now=now(),
        question=form.question.data or "",
        language=form.language.data,
        time_zone=form.time_zone.data,
        starts_at=form.begins,
    )
    db.session.commit()
    flash(_("Here is your campaign, as a draft. Go through it, then publish it."))
    return redirect(url_for("staff_campaigns.edit", slug=campaign.slug), 303)


@bp.get("/campaigns/<slug>/edit")
@role(MODERATOR)
def edit(slug: str):
    campaign = _campaign(slug)
    typed_before = typed_plan(plan_of(campaign)) | {"edition": campaign.edition}
    return _page(CampaignForm(None, campaign=campaign, data=typed_before), campaign)


@bp.post("/campaigns/<slug>/edit")
@role(ADMIN)
def save(slug: str):
    campaign = _campaign(slug)
    form, act = CampaignForm(campaign=campaign), request.form.get("act", "save")
    if rows.part_of(act):
        return _with_rows(form, campaign, act)
    if act == "preview":
        return _page(form, campaign, shown=True)
    plan, unread = form.plan(plan_of(campaign))
    plan = plan.tidied()
    problems = problems_of(plan) | unread | (missing_in(plan) if act == "publish" else {})
    overtaken = _overtaken(form, campaign, plan)
    if problems or overtaken:
        form.show(problems)
        return _page(form, campaign, problems=problems, overtaken=overtaken), 422
    brand_before = campaign.brand
    edit_campaign(campaign, plan, by=current_user, now=now(), seen_edition=campaign.edition)
    if act in PUBLISHING:
        PUBLISHING[act](campaign, by=current_user, now=now())
    db.session.commit()
    flash(SAVED.get(act, _("Saved.")))
    if plan.brand and plan.brand != brand_before and theme_of(plan.brand).is_darker:
        theme = theme_of(plan.brand)
        flash(
            _(
                "Buttons are %(solid)s, for white letters could not be read on %(brand)s.",
                solid=theme.solid,
                brand=theme.brand,
            )
        )
    return redirect(url_for("staff_campaigns.edit", slug=slug), 303)


def _page(form: CampaignForm, campaign: Campaign, *, shown: bool = False, **more: Any) -> str:
    return render_template(
        "campaigns/edit.html",
        form=form,
        campaign=campaign,
        timetable=timetable(campaign, now=now()),
        may_edit=holds(current_user, ADMIN, campaign_id=campaign.id),
        zones=ZONES,
        capabilities=CAPABILITIES,
        licences=[*LICENCES, *_foreign_licence(campaign)],
        previews=_previews(form) if shown else {},
        shown_brand=_brand_in(form),
        **more,
    )


def _with_rows(form: CampaignForm, campaign: Campaign, act: str) -> str:
    """The form with a row more or less, or in another order; nothing is saved yet."""
    part, place = rows.part_of(act) or "", rows.place_of(act)
    typed_now = form.data
    if place is not None and _row_is_used(campaign, part, typed_now[part][place : place + 1]):
        problems = {f"{part}-{place}-{NAMES[part]}": _still_used()}
        form.show(problems)
        return _page(form, campaign, problems=problems)
    typed_now[part] = rows.changed(typed_now[part], act, new=lambda: _new_row(form, part))
    return _page(CampaignForm(None, campaign=campaign, data=typed_now), campaign, changed=part)


def _new_row(form: CampaignForm, part: str) -> dict[str, Any]:
    """An empty row; a phase begins where the one before it ends."""
    if part == "phases" and form.phases.entries:
        return {"starts_at": form.phases.entries[-1].form.ends_at.data}
    return {"kind": "longtext", "longest": "3000"} if part == "fields" else {}


def _row_is_used(campaign: Campaign, part: str, row: list[dict[str, Any]]) -> bool:
    """Do ideas use the topic or field that this row of the form stands for?"""
    id = str(row[0].get("id") or "") if row else ""
    if part not in TABLES or not id.isdecimal() or len(id) > 18:
        return False
    found = db.session.get(TABLES[part], int(id))
    return found is not None and found.campaign_id == campaign.id and is_used(found)


def _still_used() -> str:
    return _("There are ideas that use this, so it stays. Rename it instead.")


def _overtaken(form: CampaignForm, campaign: Campaign, plan: Plan) -> dict[str, Any] | None:
    """Somebody saved while this form was open: who, and what differs. The form is then of the
    newest edition, so that sending it again is a decision and no accident."""
    if form.edition.data == str(campaign.edition):
        return None
    differing = differences(plan_of(campaign), plan)
    form.edition.data = campaign.edition
    editor = last_editor(campaign)
    return {
        "by": editor.name if editor else _("Somebody else"),
        "parts": [str(PARTS[name]) for name in differing],
    }


def _previews(form: CampaignForm) -> dict[str, Markup]:
    return {name: Markup(html_of(form[name].data or "")) for name in ("story", "rules")}


def _brand_in(form: CampaignForm) -> str:
    """The colour in the form, if it is one, to be shown as it will be used."""
    typed_in = (form.brand.data or "").strip().lower()
    return typed_in if re.fullmatch(r"#[0-9a-f]{6}", typed_in) else ""


def _foreign_licence(campaign: Campaign) -> list[Any]:
    known = {licence.id for licence in LICENCES}
    return [] if campaign.licence in known else [licence_of(campaign.licence)]


def _campaign(slug: str) -> Campaign:
    return db.session.scalar(select(Campaign).filter_by(slug=slug)) or abort(404)


def _may_look(campaign: Campaign) -> bool:
    return holds(current_user, MODERATOR, campaign_id=campaign.id)


def _require_creator() -> None:
    if not may_create_campaigns(current_user):
        abort(404)
