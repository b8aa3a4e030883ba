"""The door through which a form asks for ideas that are like the one that is being written."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from idealab.campaigns.glancing import glance
from idealab.campaigns.models import Capability
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.similar import LONGEST_TEXT, similar_ideas
from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.lib.db import db, reading
from idealab.lib.limits import limited

bp = Blueprint("similar", __name__)


@bp.post("/campaigns/<slug>/similar")
@public
@limited("preview")
def find(slug: str):
    """`text` is what stands so far, `language` that of the form, `but` the number of an idea that
    is left out. Nothing is kept of it. It is a POST, for addresses end up in logs."""
    person = current_user._get_current_object()
    db.session.rollback()  # a POST may write, and on SQLite holds up others who do; this one reads
    with reading():
        seen = glance(slug, now=now())
        if seen is None or not may_see_campaign(seen[0], person):
            abort(404)
        campaign, times = seen
        found = similar_ideas(
            campaign,
            request.form.get("text", "")[:LONGEST_TEXT],
            viewer=person,
            language=request.form.get("language"),
            counted=times.allows(Capability.SEE_COUNTS),
            but=request.form.get("but", type=int),
        )
        html = render_template("ideas/_similar.html", found=found)
    return {
        "html": html,
        "ideas": [
            {
                "id": idea.id,
                "number": idea.number,
                "title": idea.title,
                "excerpt": idea.excerpt,
                "language": idea.language,
                "score": idea.score,
                "address": f"/ideas/{idea.id}",
            }
            for idea in found
        ],
    }
