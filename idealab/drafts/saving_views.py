"""What a page does while somebody writes: save, look at what is kept, throw away, bring back."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from flask_login import current_user

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import campaign_by_slug
from idealab.drafts.adopting import adopt_drafts
from idealab.drafts.drafting import (
    Keeper,
    bring_back,
    draft_of_form,
    keep_draft,
    open_draft,
    throw_away,
    was_changed_elsewhere,
)
from idealab.drafts.forms import (
    chosen_in,
    differences,
    form_of,
    keeper_here,
    number_in,
    place_of,
    seen_here,
    sent_by,
)
from idealab.drafts.models import Draft
from idealab.drafts.queries import drawing_of, pictures_kept
from idealab.drafts.relating import ideas_like, is_looking, look_for_neighbours, stands
from idealab.drafts.seeing import keeps_file
from idealab.lib.access import public
from idealab.lib.addresses import own_path, with_query
from idealab.lib.clock import now
from idealab.lib.cookies import SECRET, browser_secret
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.lib.security import PRIVATE
from idealab.media.models import File
from idealab.sketches.vectors import svg_of

bp = Blueprint("drafts_saving", __name__)


@bp.post("/campaigns/<slug>/drafts")
@limited("draft")
@public
def save(slug: str):
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    keeper, moment = keeper_here(make=True), now()
    form = form_of(campaign, None)
    draft = _draft_sent(campaign, form, keeper)
    if draft is not None and draft.published_idea_id is not None:
        return _is_published(draft)
    if draft is not None and was_changed_elsewhere(draft, seen_here()):
        return _was_changed(campaign, draft, form)
    db.session.commit()  # on SQLite nobody else writes while a transaction is open: none is here
    sent = sent_by(form, campaign, now=moment)
    db.session.commit()
    draft = keep_draft(campaign, sent.written, by=keeper, now=moment, draft=draft, seen=seen_here())
    look_for_neighbours(draft)
    db.session.commit()
    kept = chosen_in(pictures_kept([draft.id]).get(draft.id, []))
    files = {place: {"key": chosen.key, "name": chosen.name} for place, chosen in kept.items()}
    return {
        "draft": draft.id,
        "edition": draft.edition,
        "files": files,
        "refused": sent.refused,
        "kept": place_of(keeper),
    }


@bp.get("/drafts/<int:draft_id>/similar")
@public
def similar(draft_id: int):
    """Ideas that are like the draft, to be answered on its form."""
    draft = open_draft(draft_id, by=keeper_here()) or abort(404)
    campaign = db.session.get_one(Campaign, draft.campaign_id)
    like = ideas_like(draft, campaign, viewer=current_user)
    may_join = timetable(campaign, now=now()).allows(Capability.COMMENT)
    html = render_template("drafts/_like.html", like=like, may_join=may_join)
    more = is_looking(draft)
    answer = jsonify(html=html, count=len(like), stands=stands(draft), more_comes=more)
    answer.headers["Cache-Control"] = PRIVATE
    return answer


@bp.get("/drafts/<int:draft_id>/drawings/<place>")
@public
def drawing(draft_id: int, place: str):
    """The strokes, to go on drawing with."""
    return _private(json.dumps(_strokes_of(draft_id, place)), "application/json")


@bp.get("/drafts/<int:draft_id>/drawings/<place>/picture")
@public
def drawn(draft_id: int, place: str):
    return _private(svg_of(_strokes_of(draft_id, place)), "image/svg+xml")


@bp.post("/drafts/<int:draft_id>/deletion")
@public
def throw(draft_id: int):
    draft = open_draft(draft_id, by=keeper_here()) or abort(404)
    throw_away(draft, now=now())
    if current_user.is_authenticated:
        take_along(current_user, now())  # what found no room when they signed in
    db.session.commit()
    return _back({"thrown": draft.id})


@bp.post("/drafts/<int:draft_id>/return")
@public
def bring(draft_id: int):
    if bring_back(draft_id, by=keeper_here(), now=now()) is None:
        abort(404)
    db.session.commit()
    return _back({})


def may_see_file(file: File, _viewer: Any) -> bool:
    """A rule for media: who keeps a draft sees its pictures."""
    return keeps_file(file, by=keeper_here())


def take_along(user: User, moment: datetime) -> list[str]:
    """Somebody signs in: what this browser has kept goes with them. As long as some of it finds no
    room, the browser remembers that it keeps it."""
    secret = browser_secret()
    left = adopt_drafts(secret, by=user, now=moment) if secret else 0
    return [SECRET] if left else []


def _draft_sent(campaign: Campaign, form: Any, keeper: Keeper) -> Draft | None:
    """None for a page that has saved nothing yet."""
    number = number_in(request.form, "draft")
    if number is None:
        return draft_of_form(campaign, form.once.data or "", by=keeper)
    draft = open_draft(number, by=keeper)
    if draft is None or draft.campaign_id != campaign.id:
        abort(404, _("This draft is no longer here, or you are signed out."))
    return draft


def _is_published(draft: Draft) -> Any:
    said = _("This draft is published. What you write now is a new one.")
    return jsonify(error=said, idea=f"/ideas/{draft.published_idea_id}"), 409


def _was_changed(campaign: Campaign, draft: Draft, form: Any) -> Any:
    theirs = differences(form, draft)
    box = render_template("drafts/_both.html", campaign=campaign, draft=draft, theirs=theirs)
    said = _("This draft was changed in another window or on another device.")
    return jsonify(error=said, edition=draft.edition, html=box), 409


def _strokes_of(draft_id: int, place: str) -> dict[str, Any]:
    draft = open_draft(draft_id, by=keeper_here()) or abort(404)
    return drawing_of(draft, place) or abort(404)


def _private(content: str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def _back(asked: dict[str, object]) -> Any:
    """To the page the button was on."""
    path, _mark, query = (own_path(request.form.get("next")) or "/me").partition("?")
    kept = dict(parse_qsl(query))
    return redirect(with_query(path, {**kept, **asked}), 303)
