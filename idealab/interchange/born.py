"""Rows that were born here, told as records."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from idealab.activity.models import Event
from idealab.campaigns.models import Campaign, Field, Phase, Stage, Topic
from idealab.comments.models import Comment, Reaction
from idealab.evaluation.models import Criterion, Score
from idealab.ideas.models import Follow, Idea, IdeaStatus, Link, Revision
from idealab.ideas.remixing import REMIX
from idealab.interchange.filling import ANSWERS
from idealab.interchange.finishing import DEFAULT
from idealab.interchange.models import SourceKey
from idealab.interchange.moments import as_text
from idealab.interchange.parts import Hung, location_of, texts_of
from idealab.interchange.shapes.calendar import OWN, dates_of, own_phases
from idealab.interchange.shapes.shape import Shape, Telling
from idealab.interchange.shapes.talk import IMPORTED
from idealab.lib.db import db
from idealab.stages.models import Move
from idealab.voting.models import Vote, VoteTotal

Told = dict[str, Any]
SAME_ROWS = {"comments": ("comments", ANSWERS)}  # kinds of SourceKey by the kind of their rows
NEEDS_NO_ID = (
    *("idea_links", "votes", "vote_totals", "reactions", "ratings", "follows", "events"),
)


def born_here(kind: str, campaigns: Sequence[int], package: str | None) -> Any:
    """The condition for rows of a kind that belong to the campaigns and came in no package."""
    model, condition = BELONGS[kind](campaigns)
    if package is None:
        return condition
    known = exists().where(SourceKey.kind.in_(SAME_ROWS.get(kind, (kind,))))
    condition &= ~known.where(SourceKey.own_id == model.id)
    return condition & ~_unused_stages() if kind == "stages" else condition


def _unused_stages() -> Any:
    """The usual stages stand beside a package that has none; they are told of once somebody has
    moved an idea along them."""
    usual = exists().where(SourceKey.kind == DEFAULT, SourceKey.own_id == Stage.id)
    standing = aliased(Stage)
    moved = exists().where(
        Idea.campaign_id == Stage.campaign_id,
        standing.id == Idea.stage_id,
        standing.position > 0,
    )
    return usual & ~moved


def _by_campaign(model: Any) -> Callable[[Sequence[int]], tuple[Any, Any]]:
    return lambda campaigns: (model, model.campaign_id.in_(campaigns))


def _by_idea(model: Any, column: str = "idea_id") -> Callable[[Sequence[int]], tuple[Any, Any]]:
    return lambda campaigns: (model, getattr(model, column).in_(_ideas(campaigns)))


def _ideas(campaigns: Sequence[int]) -> Any:
    """Drafts belong to their authors alone."""
    return select(Idea.id).where(Idea.campaign_id.in_(campaigns), Idea.status != IdeaStatus.DRAFT)


def _own_ideas(campaigns: Sequence[int]) -> tuple[Any, Any]:
    return Idea, Idea.id.in_(_ideas(campaigns))


def _earlier_revisions(campaigns: Sequence[int]) -> tuple[Any, Any]:
    newest = select(Idea.revision).where(Idea.id == Revision.idea_id).scalar_subquery()
    return Revision, Revision.idea_id.in_(_ideas(campaigns)) & (Revision.number < newest)


def _links(campaigns: Sequence[int]) -> tuple[Any, Any]:
    """Those to ideas that do not go out with them would lead nowhere."""
    ideas = _ideas(campaigns)
    return Link, Link.from_id.in_(ideas) & Link.to_id.in_(ideas)


def _reactions(campaigns: Sequence[int]) -> tuple[Any, Any]:
    comments = select(Comment.id).where(Comment.idea_id.in_(_ideas(campaigns)))
    return Reaction, Reaction.comment_id.in_(comments)


def _follows(campaigns: Sequence[int]) -> tuple[Any, Any]:
    return Follow, Follow.idea_id.in_(_ideas(campaigns)) | Follow.campaign_id.in_(campaigns)


def _moves(campaigns: Sequence[int]) -> tuple[Any, Any]:
    """A move that an imported event tells of is told of by that event."""
    imported = exists().where(
        Event.idea_id == Move.idea_id,
        Event.created_at == Move.created_at,
        Event.kind == IMPORTED + "stage_changed",
    )
    return Move, Move.idea_id.in_(_ideas(campaigns)) & ~imported


BELONGS: dict[str, Callable[[Sequence[int]], tuple[Any, Any]]] = {
    "campaigns": lambda campaigns: (Campaign, Campaign.id.in_(campaigns)),
    "stages": _by_campaign(Stage),
    "categories": _by_campaign(Topic),
    "fields": _by_campaign(Field),
    "criteria": _by_campaign(Criterion),
    "ideas": _own_ideas,
    "idea_versions": _earlier_revisions,
    "idea_links": _links,
    "votes": _by_idea(Vote),
    "vote_totals": _by_idea(VoteTotal),
    "comments": _by_idea(Comment),
    "reactions": _reactions,
    "ratings": _by_idea(Score),
    "follows": _follows,
    "events": _moves,
}


def record_of(shape: Shape, row: Any, telling: Telling) -> Told:
    """The record of a row: its columns, and an id where the kind needs one."""
    told: Told = {}
    if shape.kind not in NEEDS_NO_ID:
        told["id"] = telling.name(shape.kind, row.id)
    for key in shape.keys:
        value = key.out(getattr(row, key.column), telling, {})
        if value is not None and value != "":
            told[key.name] = value
    return told


def finish_campaign(told: Told, campaign: Campaign) -> None:
    phases = db.session.scalars(
        select(Phase).filter_by(campaign_id=campaign.id).order_by(Phase.position)
    ).all()
    told |= {"slug": campaign.slug, "body_format": "markdown", **dates_of(phases)}
    told["ext"] = {OWN: {"phases": own_phases(phases), "rules": campaign.rules}}


def finish_field(told: Told, question: Field) -> None:
    if question.hint:
        told["ext"] = {OWN: {"hint": question.hint}}


def finish_idea(told: Told, idea: Idea, hung: Hung, telling: Telling) -> None:
    more = {
        "stage": telling.name("stages", idea.stage_id),
        "tags": hung.tags,
        "categories": [telling.name("categories", topic) for topic in hung.topics],
        "coauthors": [telling.name("people", person) for person in hung.people],
        "fields": texts_of(hung, telling),
        "location": location_of(hung),
        "ext": {OWN: {"source": idea.source}} if idea.source else None,
    }
    told |= {name: value for name, value in more.items() if value}


def finish_link(told: Told, link: Link) -> None:
    if link.kind == REMIX:
        told["ext"] = {OWN: {"kind": REMIX}}


def finish_version(told: Told, revision: Revision, telling: Telling) -> None:
    content = revision.content
    told["title"] = revision.title
    if content.get("body"):
        told["body"] = content["body"]
        told["body_format"] = content.get("body_format", "markdown")
    if content.get("fields"):
        fields = {telling.name("fields", _number(n)): t for n, t in content["fields"].items()}
        told["ext"] = {OWN: {"fields": fields}}


def _number(name: str) -> int | None:
    return int(name) if name.isdecimal() else None


def move_as_event(move: Move, telling: Telling) -> Told:
    told = {
        "at": as_text(move.created_at),
        "type": "stage_changed",
        "idea": telling.name("ideas", move.idea_id),
        "actor": telling.name("people", move.by_id),
        "from": telling.name("stages", move.source_id),
        "to": telling.name("stages", move.target_id),
        "reason": move.reason,
    }
    return {name: value for name, value in told.items() if value}
