"""The versions of an idea: in a row, two side by side, and an earlier one restored."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user

from idealab.ideas.authorship import has_idea
from idealab.ideas.loading import find_idea
from idealab.ideas.revising import may_revise
from idealab.ideas.versions import Version, parts_between, versions_of, words_between
from idealab.lib.access import public, signed_in
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.sketches.past import paired, sketches_of_versions, sketches_told
from idealab.sketches.restoring import restore_revision

bp = Blueprint("versions", __name__)


@bp.get("/ideas/<int:idea_id>/versions")
@public
def show(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    versions = versions_of(idea)
    if versions[0].sketches is None:
        versions[0] = versions[0]._replace(sketches=sketches_told(idea))
    before, after = _picked(versions)
    told = [version.sketches or [] for version in versions]
    numbers = [version.number for version in versions]
    pictures = dict(zip(numbers, sketches_of_versions(idea, told), strict=True))
    parts = parts_between(idea, before.number, after.number)
    return render_template(
        "ideas/versions.html",
        idea=idea,
        campaign=idea.campaign,
        versions=[(version, pictures[version.number]) for version in reversed(versions)],
        before=before,
        after=after,
        pairs=paired(pictures[before.number], pictures[after.number]),
        parts=parts,
        words=words_between(parts),
        may_restore=current_user.is_authenticated
        and may_revise(idea, by=current_user, now=now(), own=has_idea(idea, current_user)),
    )


@bp.post("/ideas/<int:idea_id>/restorations")
@limited("post")
@signed_in
def restore(idea_id: int):
    idea = find_idea(idea_id, current_user) or abort(404)
    number, seen = (_number(request.form.get(name)) for name in ("number", "revision"))
    restore_revision(idea, number, by=current_user, now=now(), seen_revision=seen)
    db.session.commit()
    flash(_("Restored. What stood there before is kept as an earlier version."))
    return redirect(f"/ideas/{idea.id}/versions", 303)


def _picked(versions: Sequence[Version]) -> tuple[Version, Version]:
    """The two that the address names, the older one first; else the newest and the one before."""
    known = {version.number: version for version in versions}
    newest = versions[0]
    after = known.get(_number(request.args.get("to")), newest)
    earlier = next((one for one in versions if one.number < after.number), after)
    before = known.get(_number(request.args.get("from")), earlier)
    return (before, after) if before.number <= after.number else (after, before)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
