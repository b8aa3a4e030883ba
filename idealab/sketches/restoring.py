"""Restore an earlier version of an idea: its words and pictures become the newest version, and no
version is lost."""

from datetime import datetime

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.ideas.models import Idea
from idealab.ideas.revising import require_may_revise, revise_idea
from idealab.ideas.versioning import keep_sketches, revision_of
from idealab.ideas.versions import answer_in, restore_body
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.sketches.attaching import take_off
from idealab.sketches.covering import choose_cover
from idealab.sketches.models import Sketch
from idealab.sketches.past import Told, sketches_by_id, sketches_told


class NoSuchVersion(Refused):
    status = 422


def restore_revision(
    idea: Idea, number: int, *, by: User, now: datetime, seen_revision: int
) -> None:
    """Raises NoSuchVersion and all that revise_idea raises."""
    require_may_revise(idea, by=by, now=now)
    revision = revision_of(idea, number)
    if revision is None or number == idea.revision:
        raise NoSuchVersion(_("Choose one of the earlier versions, then restore it."))
    answer, told = answer_in(revision, idea), revision.content.get("sketches")
    restore_body(idea, revision)
    revise_idea(idea, answer, by=by, now=now, seen_revision=seen_revision, restored_from=number)
    if told is not None and told != sketches_told(idea):
        timetable(idea.campaign, now=now).require(Capability.SKETCH)
        _hang_again(idea, told)
        choose_cover(idea)
        keep_sketches(idea, by=by, now=now)


def _hang_again(idea: Idea, told: Told) -> None:
    wanted = {entry["id"] for entry in told}
    for sketch in db.session.scalars(select(Sketch).filter_by(idea_id=idea.id)).all():
        if sketch.id not in wanted:
            take_off(sketch)
    kept = sketches_by_id(idea, wanted)
    for position, entry in enumerate(told):
        if again := kept.get(entry["id"]):
            again.idea_id, again.past_idea_id = idea.id, None
            again.position, again.alt = position, entry["alt"]
    db.session.flush()
