"""What stands around the page of an idea: the card of its link, and ideas that are like it."""

from flask import Blueprint, Response, abort, render_template
from flask_login import current_user

from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.ideas.loading import find_idea
from idealab.ideas.nearness import near_to
from idealab.ideas.reading import texts_of
from idealab.ideas.share_cards import card_of
from idealab.ideas.similar import similar_ideas
from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.lib.errors import wants_json
from idealab.lib.text import plain_of

bp = Blueprint("sharing", __name__)
DAY = 24 * 60 * 60


@bp.get("/ideas/<int:idea_id>/card")
@public
def card(idea_id: int):
    """For whoever shows the link elsewhere: they see what everybody sees, and so do all others."""
    idea = find_idea(idea_id, None) or abort(404)
    answer = Response(card_of(idea) or abort(404), mimetype="image/jpeg")
    answer.cache_control.public = True
    answer.cache_control.max_age = DAY
    return answer


@bp.get("/ideas/<int:idea_id>/similar")
@public
def similar(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    text = " ".join([idea.title, *(plain_of(text.html) for text in texts_of(idea))])
    counted = timetable(idea.campaign, now=now()).allows(Capability.SEE_COUNTS)
    found = similar_ideas(
        idea.campaign,
        text,
        viewer=current_user,
        language=idea.language,
        counted=counted,
        but=idea.id,
        near=near_to(idea.id),
    )
    if wants_json():
        return {"html": render_template("ideas/_similar.html", found=found)}
    return render_template("ideas/similar.html", idea=idea, campaign=idea.campaign, found=found)
