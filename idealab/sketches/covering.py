"""Which picture stands for an idea on its card."""

from sqlalchemy import select

from idealab.ideas.models import Idea
from idealab.ideas.writing import touch_idea
from idealab.lib.db import db
from idealab.sketches.models import Sketch


def choose_cover(idea: Idea) -> None:
    """The first picture of an idea hangs on its card."""
    first = db.session.execute(
        select(Sketch.file_id, Sketch.alt)
        .where(Sketch.idea_id == idea.id, Sketch.file_id.is_not(None))
        .order_by(Sketch.position, Sketch.id)
        .limit(1)
    ).first()
    idea.cover_file_id, idea.cover_alt = (first.file_id, first.alt) if first else (None, "")
    if first and idea.campaign.cover_idea_id is None:
        idea.campaign.cover_idea_id = idea.id
    touch_idea(idea)
    db.session.flush()
