"""Remix an idea: what is carried on, and in which campaign."""

from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request
from flask_login import current_user

from idealab.campaigns.licences import licence_of
from idealab.campaigns.queries import campaign_by_slug
from idealab.drafts.forms import keeper_here
from idealab.drafts.remixing import begin_remix
from idealab.ideas.loading import find_idea
from idealab.ideas.remixing import campaigns_to_remix_in, licence_of_idea, refusal_of_licence
from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.limits import limited

bp = Blueprint("remixes", __name__)


@bp.get("/ideas/<int:idea_id>/remixes")
@public
def choose(idea_id: int):
    source = find_idea(idea_id, current_user) or abort(404)
    places = [
        (campaign, refusal_of_licence(source, campaign, by=current_user))
        for campaign in campaigns_to_remix_in(viewer=current_user, now=now())
    ]
    # The idea's own campaign first, then those that take it, then those that do not.
    places.sort(key=lambda place: (place[0].id != source.campaign_id, place[1] is not None))
    return render_template(
        "drafts/remixes.html",
        idea=source,
        campaign=source.campaign,
        author=source.author,
        licence=licence_of(licence_of_idea(source)),
        places=places,
    )


@bp.post("/ideas/<int:idea_id>/remixes")
@limited("post")
@public
def begin(idea_id: int):
    source = find_idea(idea_id, current_user) or abort(404)
    slug = request.form.get("campaign", "")
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    draft = begin_remix(
        source,
        campaign,
        by=keeper_here(make=True),
        now=now(),
        once=uuid4().hex,
        page_key=uuid4().hex,
    )
    db.session.commit()
    return redirect(f"/campaigns/{campaign.slug}/ideas/new?draft={draft.id}", 303)
