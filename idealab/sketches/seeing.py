"""Who may see a file that is a sketch: whoever may see its idea, for its earlier versions show
what was taken off."""

from typing import Any

from sqlalchemy import Select, or_, select

from idealab.accounts.models import User
from idealab.ideas.models import Idea
from idealab.ideas.seeing import may_see_idea
from idealab.lib.db import db
from idealab.media.models import File
from idealab.sketches.models import Sketch


def may_see_file(file: File, viewer: User | None) -> bool:
    shown = or_(Sketch.idea_id == Idea.id, Sketch.past_idea_id == Idea.id)
    ideas = select(Idea).join(Sketch, shown).where(Sketch.file_id == file.id)
    return any(may_see_idea(idea, viewer) for idea in db.session.scalars(ideas))


def owned_files() -> Select[Any]:
    """The ids of files that are or were sketches, for those who clear away what nobody owns."""
    return select(Sketch.file_id).where(Sketch.file_id.is_not(None))
