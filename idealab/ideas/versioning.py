"""Every change of an idea's words or pictures is a revision, and every revision is kept.

The pictures are known above: what an idea shows now is handed in by wiring. A revision that came
with an import does not say which pictures the idea had; it is told before the next one is made."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.ideas.models import Idea, Revision
from idealab.lib.db import db

OF_ONE_REVISION = ("restored_from",)  # what is said of a revision and not of what follows it
Told = list[dict[str, Any]]
_told_by: list[Callable[[Idea], Told]] = []


def when_kept(sketches_told: Callable[[Idea], Told]) -> None:
    """Hand over what tells the pictures of an idea as plain values: number and text alternative."""
    if sketches_told not in _told_by:
        _told_by.append(sketches_told)


def lock_revision(idea: Idea) -> None:
    """Two who change the same idea come one after the other."""
    db.session.refresh(idea, ["revision", "status"], with_for_update={"key_share": True})


def add_revision(
    idea: Idea,
    content: dict[str, Any],
    *,
    by: User | None,
    now: datetime,
    note: str = "",
) -> None:
    """Keep the content, and the pictures that hang now, as the idea's revision."""
    db.session.add(
        Revision(
            idea_id=idea.id,
            number=idea.revision,
            created_at=now,
            by_id=by.id if by else None,
            title=idea.title,
            content=content | _pictures(idea),
            note=note or None,
        )
    )
    db.session.flush()


def complete_newest(idea: Idea) -> None:
    """Before anything changes: an imported revision is told the pictures it has had."""
    newest = revision_of(idea, idea.revision)
    if newest is not None and "sketches" not in newest.content:
        newest.content = newest.content | _pictures(idea)
        db.session.flush()


def keep_sketches(idea: Idea, *, by: User, now: datetime) -> None:
    """The pictures have changed. At the moment of the newest revision they belong to it; later
    they make one of their own."""
    newest = revision_of(idea, idea.revision)
    if newest is None:
        return
    if newest.created_at == now and newest.by_id == by.id:
        newest.content = newest.content | _pictures(idea)
        db.session.flush()
        return
    same = {name: kept for name, kept in newest.content.items() if name not in OF_ONE_REVISION}
    idea.revision += 1
    idea.updated_at = now
    add_revision(idea, same, by=by, now=now)
    record_revision(idea, by=by, now=now)


def record_revision(idea: Idea, *, by: User, now: datetime) -> None:
    record(
        "idea.revised",
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        revision=idea.revision,
    )


def revision_of(idea: Idea, number: int) -> Revision | None:
    return db.session.scalar(select(Revision).filter_by(idea_id=idea.id, number=number))


def _pictures(idea: Idea) -> dict[str, Told]:
    return {"sketches": [entry for told in _told_by for entry in told(idea)]}
