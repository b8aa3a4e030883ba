from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user

from idealab.campaigns.local_times import typed
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import campaign_by_slug
from idealab.lib.access import role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.sketches.choosing import Choice, choose_pictures
from idealab.updates.forms import PICTURES, UpdateForm, typed_update
from idealab.updates.models import Update
from idealab.updates.queries import all_updates_of, find_update, pictures_in
from idealab.updates.seeing import WRITERS
from idealab.updates.writing import (
    add_picture,
    delete_update,
    describe_picture,
    edit_update,
    put_back,
    write_update,
)

bp = Blueprint("staff_updates", __name__, url_prefix="/staff/campaigns/<slug>/updates")
PICTURE_FIELDS = [f"picture{place}" for place in range(PICTURES)]


@bp.get("")
@role(*WRITERS)
def index(slug: str):
    campaign, moment = _campaign(slug), now()
    updates = all_updates_of(campaign)
    return render_template(
        "updates/staff.html",
        campaign=campaign,
        updates=[(one, _state(one, moment)) for one in updates if one.deleted_at is None],
        deleted=[one for one in updates if one.deleted_at is not None],
        just_deleted=request.args.get("deleted", ""),
    )


@bp.route("/new", methods=["GET", "POST"])
@limited("post")
@role(*WRITERS)
def new(slug: str):
    campaign, moment = _campaign(slug), now()
    form = UpdateForm(data={"language": campaign.language})
    choice = _choose(form)
    entry, problems = form.entry(time_zone=campaign.time_zone, now=moment)
    if not form.is_submitted() or problems or choice.refused:
        return _page(campaign, form, choice, problems)
    update = write_update(campaign, entry, by=current_user, now=moment, once=form.once.data)
    _add_pictures(update, choice)
    db.session.commit()
    return _saved(campaign, update)


@bp.route("/<int:update_id>/edit", methods=["GET", "POST"])
@limited("post")
@role(*WRITERS)
def edit(slug: str, update_id: int):
    campaign, moment = _campaign(slug), now()
    update = _update(campaign, update_id)
    published = typed(update.published_at, campaign.time_zone) if update.published_at else ""
    out = _state(update, moment) == "out"
    form = UpdateForm(data=typed_update(update, published=published, is_out=out))
    choice = _choose(form)
    entry, problems = form.entry(time_zone=campaign.time_zone, now=moment)
    if not form.is_submitted() or problems or choice.refused:
        return _page(campaign, form, choice, problems, update=update, out=out)
    seen = form.edition.data or 0
    edit_update(update, entry, by=current_user, now=moment, seen_edition=seen)
    _change_pictures(update)
    _add_pictures(update, choice)
    db.session.commit()
    return _saved(campaign, update)


@bp.post("/<int:update_id>/deletion")
@role(*WRITERS)
def delete(slug: str, update_id: int):
    campaign = _campaign(slug)
    delete_update(_update(campaign, update_id), by=current_user, now=now())
    db.session.commit()
    return redirect(f"/staff/campaigns/{slug}/updates?deleted={update_id}", 303)


@bp.post("/<int:update_id>/return")
@role(*WRITERS)
def restore(slug: str, update_id: int):
    campaign = _campaign(slug)
    update = _update(campaign, update_id)
    put_back(update, by=current_user, now=now())
    db.session.commit()
    flash(_("“%(title)s” is back.", title=update.title))
    return redirect(f"/staff/campaigns/{slug}/updates", 303)


def _state(update: Update, moment: Any) -> str:
    if update.published_at is None:
        return "draft"
    return "out" if update.published_at <= moment else "planned"


def _choose(form: Any) -> Choice:
    """Keep what was chosen, whatever becomes of the rest of the form."""
    if not form.is_submitted():
        return Choice({}, {})
    db.session.commit()  # on SQLite nobody else writes while a transaction is open: none is here
    choice = choose_pictures(request.files, request.form, names=PICTURE_FIELDS, now=now())
    db.session.commit()
    return choice


def _add_pictures(update: Update, choice: Choice) -> None:
    for chosen in choice.chosen.values():
        add_picture(update, chosen.file, alt=chosen.alt)


def _change_pictures(update: Update) -> None:
    for row, _picture in pictures_in(update):
        if request.form.get(f"remove-{row.id}"):
            db.session.delete(row)
        else:
            describe_picture(row, request.form.get(f"describe-{row.id}", row.alt))
    db.session.flush()


def _saved(campaign: Campaign, update: Update) -> Any:
    sentences = {
        "draft": _("Saved as a draft. Only the team sees it."),
        "planned": _("Saved. It comes out by itself at the time you chose."),
        "out": _("Saved. Everybody can read it now."),
    }
    flash(sentences[_state(update, now())])
    return redirect(f"/staff/campaigns/{campaign.slug}/updates", 303)


def _page(
    campaign: Campaign,
    form: Any,
    choice: Choice,
    problems: dict[str, str],
    *,
    update: Update | None = None,
    out: bool = False,
) -> Any:
    if form.is_submitted():
        form.show(problems | choice.refused)
    page = render_template(
        "updates/edit.html",
        campaign=campaign,
        form=form,
        update=update,
        out=out,
        chosen=choice.chosen,
        picture_fields=PICTURE_FIELDS,
        pictures=pictures_in(update) if update else [],
    )
    return page, 422 if form.is_submitted() else 200


def _campaign(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)


def _update(campaign: Campaign, update_id: int) -> Update:
    update = find_update(update_id)
    if update is None or update.campaign_id != campaign.id:
        abort(404)
    return update
