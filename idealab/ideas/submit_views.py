"""Revise an idea, and (staff) enter one from a meeting."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user
from sqlalchemy import select

from idealab.campaigns.licences import licence_of
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import campaign_by_slug, fields_of, topics_of
from idealab.ideas.forms import PICTURES, EnterForm, ReviseForm, idea_form
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea, Via
from idealab.ideas.reading import answer_of
from idealab.ideas.revising import require_may_revise, revise_idea
from idealab.ideas.submitting import enter_idea
from idealab.lib.access import MODERATOR, role, signed_in
from idealab.lib.addresses import with_query
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.media.editing import edited, edits_in
from idealab.media.models import File
from idealab.sketches.attaching import (
    attach_drawing,
    attach_sketch,
    describe_sketch,
    detach_sketch,
    redraw_sketch,
    replace_picture,
)
from idealab.sketches.choosing import Choice, choose_drawings, choose_pictures
from idealab.sketches.models import Sketch
from idealab.sketches.queries import sketches_of

bp = Blueprint("submit", __name__)
PICTURE_FIELDS = [f"picture{place}" for place in range(PICTURES)]
PAD = "strokes0"  # the empty sheet; that of a drawing is named by its sketch


@bp.route("/staff/campaigns/<slug>/ideas/new", methods=["GET", "POST"])
@limited("post")
@role(MODERATOR)
def enter(slug: str):
    campaign = _campaign_or_404(slug)
    form = idea_form(EnterForm, campaign, fields_of(campaign), topics_of(campaign))
    choice = _choose(form, [PAD])
    if _is_good(form, choice):
        moment = now()
        idea = enter_idea(
            campaign,
            form.answer(),
            by=current_user,
            now=moment,
            via=Via(form.via.data),
            source=form.source.data or "",
            once=form.once.data or None,
        )
        _attach(idea, choice, moment)
        db.session.commit()
        flash(_("Idea %(number)s is on the wall.", number=idea.number))
        return redirect(f"/staff/campaigns/{campaign.slug}/ideas/new", 303)
    return _page("ideas/enter.html", campaign, form, choice)


@bp.route("/ideas/<int:idea_id>/edit", methods=["GET", "POST"])
@limited("post")
@signed_in
def edit(idea_id: int):
    idea = find_idea(idea_id, current_user)
    if idea is None:
        abort(404)
    moment = now()
    require_may_revise(idea, by=current_user, now=moment)
    campaign, sketches = idea.campaign, sketches_of(idea)
    pads = [_pad_of(sketch) for sketch in sketches if sketch.is_drawn]
    form = idea_form(
        ReviseForm,
        campaign,
        fields_of(campaign),
        topics_of(campaign),
        pads=pads,
        photos=[_photo_of(sketch) for sketch in sketches if not sketch.is_drawn],
        **_filled(idea),
    )
    choice = _choose(form, [PAD, *pads])
    if _is_good(form, choice):
        revise_idea(
            idea,
            form.answer(),
            by=current_user,
            now=moment,
            seen_revision=form.revision.data,
            note=form.note.data or "",
        )
        _change_sketches(idea, choice, moment)
        _attach(idea, choice, moment)
        db.session.commit()
        flash(_("Saved as version %(number)s.", number=idea.revision))
        return redirect(with_query(f"/ideas/{idea.id}", {"saved": form.once.data or ""}), 303)
    return _page("ideas/edit.html", campaign, form, choice, idea=idea, sketches=sketches)


def _campaign_or_404(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)


def _choose(form: Any, pads: list[str]) -> Choice:
    """Keep what was chosen and drawn, whatever becomes of the rest of the form."""
    if not form.is_submitted():
        return Choice({}, {})
    db.session.commit()  # on SQLite nobody else writes while a transaction is open: none is here
    drawn, torn = choose_drawings(request.files, request.form, names=pads)
    choice = choose_pictures(request.files, request.form, names=PICTURE_FIELDS, now=now())
    db.session.commit()
    return Choice(choice.chosen, choice.refused | torn, drawn)


def _is_good(form: Any, choice: Choice) -> bool:
    """Was the form sent, and is all of it in order? Pictures that were refused say so in place."""
    good = form.is_submitted() and form.validate()
    for name, sentence in choice.refused.items():
        form[name].errors = [sentence]
    return good and not choice.refused


def _attach(idea: Idea, choice: Choice, moment: Any) -> None:
    for name, chosen in choice.chosen.items():
        file = edited(chosen.file, edits_in(request.form, name), now=moment)
        attach_sketch(idea, file, alt=chosen.alt, by=current_user, now=moment)
    if drawn := choice.drawn.get(PAD):
        attach_drawing(idea, drawn.document, alt=drawn.alt, by=current_user, now=moment)


def _change_sketches(idea: Idea, choice: Choice, moment: Any) -> None:
    for sketch in db.session.scalars(select(Sketch).filter_by(idea_id=idea.id)).all():
        alt = request.form.get(f"describe-{sketch.id}", sketch.alt)
        if request.form.get(f"remove-{sketch.id}"):
            detach_sketch(idea, sketch, by=current_user, now=moment)
        elif drawn := choice.drawn.get(_pad_of(sketch)):
            redraw_sketch(idea, sketch, drawn.document, alt=alt, by=current_user, now=moment)
        elif (edits := edits_in(request.form, _photo_of(sketch))) and sketch.file_id:
            photo = edited(db.session.get_one(File, sketch.file_id), edits, now=moment)
            replace_picture(idea, sketch, photo, alt=alt, by=current_user, now=moment)
        elif alt != sketch.alt:
            describe_sketch(idea, sketch, alt, by=current_user, now=moment)


def _pad_of(sketch: Any) -> str:
    return f"strokes-{sketch.id}"


def _photo_of(sketch: Any) -> str:
    return f"sketch-{sketch.id}"


def _filled(idea: Idea) -> dict[str, Any]:
    answer = answer_of(idea)
    place = answer.place
    return {
        "title": answer.title,
        "tags": ", ".join(answer.tags),
        "language": answer.language,
        "topic": str(answer.topic_id or ""),
        "place": place.label if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "revision": idea.revision,
    } | {f"field-{key}": text for key, text in answer.texts.items()}


def _page(template: str, campaign: Campaign, form: Any, choice: Choice, **more: Any) -> Any:
    page = render_template(
        template,
        campaign=campaign,
        form=form,
        chosen=choice.chosen,
        picture_fields=PICTURE_FIELDS,
        drawn=choice.drawn,
        drawings={},
        typed=request.form,
        licence=licence_of(campaign.licence),
        **more,
    )
    return page, 422 if form.is_submitted() else 200
