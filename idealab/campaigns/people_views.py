from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.campaigns.forms import InvitationForm, RemovalForm
from idealab.campaigns.inviting import invite, remove_member, withdraw_role
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import members_of, staff_of
from idealab.lib.access import ADMIN, MODERATOR, Role, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import ngettext
from idealab.lib.limits import limited

bp = Blueprint("staff_people", __name__, url_prefix="/staff/campaigns/<slug>/people")


@bp.get("")
@role(MODERATOR)
def show(slug: str):
    return _page(_campaign(slug), InvitationForm())


@bp.post("/invitations")
@role(ADMIN)
@limited("mail")
def send(slug: str):
    campaign, form = _campaign(slug), InvitationForm()
    if not form.validate():
        return _page(campaign, form), 422
    invite(campaign, form.read, by=current_user, now=now(), role=form.offered_role)
    db.session.commit()
    count = len(form.read)
    flash(ngettext("%(num)d invitation is on its way.", "%(num)d are on their way.", count))
    return redirect(url_for("staff_people.show", slug=slug), 303)


@bp.post("/<int:person_id>/removals")
@role(ADMIN)
def remove(slug: str, person_id: int):
    campaign, person = _campaign(slug), db.get_or_404(User, person_id)
    form = RemovalForm()
    if not form.validate():
        abort(400)
    if form.role.data:
        withdraw_role(campaign, person, Role(form.role.data), by=current_user, now=now())
    else:
        remove_member(campaign, person, by=current_user, now=now())
    db.session.commit()
    return redirect(url_for("staff_people.show", slug=slug), 303)


def _page(campaign: Campaign, form: FlaskForm) -> str:
    return render_template(
        "campaigns/people.html",
        campaign=campaign,
        form=form,
        members=members_of(campaign),
        crew=staff_of(campaign),
        may_edit=holds(current_user, ADMIN, campaign_id=campaign.id),
    )


def _campaign(slug: str) -> Campaign:
    return db.session.scalar(select(Campaign).filter_by(slug=slug)) or abort(404)
