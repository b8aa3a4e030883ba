"""What a campaign, or all of them, amounts to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, union

from idealab.campaigns.models import Stage
from idealab.comments.models import Comment, CommentKind
from idealab.evaluation.models import Score
from idealab.ideas.models import Idea, IdeaStatus
from idealab.interchange.models import SourceKey
from idealab.lib.db import db
from idealab.media.models import File
from idealab.sketches.models import Sketch
from idealab.voting.models import Vote

TOP, LOOKED_AT = 10, 100
Figures = dict[str, Any]


def figures_of(campaign_ids: Sequence[int] | None) -> Figures:
    """The figures of these campaigns together, of all for None."""
    of_idea = _condition(campaign_ids)
    return {
        "ideas": _ideas(of_idea),
        "people": _people_count(of_idea),
        "votes": _votes(of_idea),
        "comments": _comments(of_idea),
        "ratings": _scalar(select(func.count(Score.id)).join(Idea).where(of_idea)),
        "media": _media(of_idea),
        "top10": _top(of_idea),
    }


def _condition(campaign_ids: Sequence[int] | None) -> Any:
    return Idea.id.is_not(None) if campaign_ids is None else Idea.campaign_id.in_(campaign_ids)


def _scalar(query: Any) -> Any:
    return db.session.scalar(query) or 0


def _counts(query: Any) -> dict[str, int]:
    return {str(name): count for name, count in db.session.execute(query)}


def _ideas(of_idea: Any) -> Figures:
    stages = (
        select(Stage.name, func.count())
        .join(Idea, Idea.stage_id == Stage.id)
        .where(of_idea)
        .group_by(Stage.name)
        .order_by(func.min(Stage.position), Stage.name)
    )
    statuses = select(Idea.status, func.count()).where(of_idea).group_by(Idea.status)
    return {
        "total": _scalar(select(func.count(Idea.id)).where(of_idea)),
        "by_status": _counts(statuses.order_by(Idea.status)),
        "by_stage": _counts(stages),
    }


def _people_count(of_idea: Any) -> int:
    """Everybody who has submitted, voted, commented or rated, each once."""
    people = union(
        select(Idea.author_id.label("person")).where(of_idea, Idea.author_id.is_not(None)),
        select(Vote.voter_id).join(Idea, Idea.id == Vote.idea_id).where(of_idea),
        select(Comment.author_id)
        .join(Idea, Idea.id == Comment.idea_id)
        .where(of_idea, Comment.author_id.is_not(None)),
        select(Score.reviewer_id).join(Idea, Idea.id == Score.idea_id).where(of_idea),
    ).subquery()
    return int(_scalar(select(func.count()).select_from(people)))


def _votes(of_idea: Any) -> Figures:
    rows = select(func.count(Vote.id)).join(Idea, Idea.id == Vote.idea_id).where(of_idea)
    imported = select(func.sum(Idea.imported_votes_count)).where(of_idea)
    return {"rows": _scalar(rows), "imported": int(_scalar(imported))}


def _comments(of_idea: Any) -> Figures:
    """All of them, in any state, official ones too."""
    comments = select(func.count(Comment.id)).join(Idea, Idea.id == Comment.idea_id)
    by_kind = (
        select(Comment.kind, func.count())
        .join(Idea, Idea.id == Comment.idea_id)
        .where(of_idea)
        .group_by(Comment.kind)
        .order_by(Comment.kind)
    )
    return {
        "total": _scalar(comments.where(of_idea)),
        "roots": _scalar(comments.where(of_idea, Comment.parent_id.is_(None))),
        "by_kind": dict.fromkeys((kind.value for kind in CommentKind), 0) | _counts(by_kind),
    }


def _media(of_idea: Any) -> dict[str, int]:
    return _counts(
        select(File.state, func.count(File.id.distinct()))
        .join(Sketch, Sketch.file_id == File.id)
        .join(Idea, Idea.id == Sketch.idea_id)
        .where(of_idea)
        .group_by(File.state)
        .order_by(File.state)
    )


def _top(of_idea: Any) -> list[Figures]:
    """The most supported ideas on the wall. Of two alike the lower id comes first, so that the
    list is the same wherever a package was imported."""
    chosen = (
        select(Idea.id, Idea.number, Idea.votes_count, Idea.title)
        .where(of_idea, Idea.status == IdeaStatus.PUBLISHED)
        .order_by(Idea.votes_count.desc(), Idea.id)
        .limit(LOOKED_AT)
    )
    rows = db.session.execute(chosen).all()
    keys = select(SourceKey.own_id, SourceKey.source_id).where(
        SourceKey.kind == "ideas", SourceKey.own_id.in_([row.id for row in rows])
    )
    names = {row.own_id: row.source_id for row in db.session.execute(keys)}
    told: list[Figures] = [
        {
            "id": names.get(row.id, str(row.id)),
            "number": row.number,
            "votes": row.votes_count,
            "title": row.title,
        }
        for row in rows
    ]
    told.sort(key=lambda idea: (-idea["votes"], len(idea["id"]), idea["id"]))
    return told[:TOP]
