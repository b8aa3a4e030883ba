"""What became of ideas: chosen, waiting or stopped, each with the reason of its last move. A stage
says which it is, so that nothing is told twice."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage, StageKind
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.cards import Card, cards_of
from idealab.ideas.models import Idea
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.lib.text import excerpt_of, plain_of
from idealab.stages.models import Move

CHOSEN = (StageKind.PILOT, StageKind.IMPLEMENTATION, StageKind.DONE)
MOST = {"chosen": 24, "waiting": 24, "stopped": 30}
STRIP, STRIP_STAGES = 6, 24  # of the first page
ANSWER = 260


class Outcome(NamedTuple):
    """What became of one idea, and why."""

    card: Card
    stage_name: str
    stage_kind: StageKind
    since: datetime | None
    votes_count: int | None = None  # while the counts are closed
    comments_count: int = 0
    reason: str = ""
    by_name: str | None = None
    answer: str = ""
    campaign_title: str = ""
    campaign_slug: str = ""


class Outcomes(NamedTuple):
    chosen: Sequence[Outcome]
    waiting: Sequence[Outcome]
    stopped: Sequence[Outcome]
    counts: dict[str, int]  # of all of them, also of those not listed

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def fate_of(stage: Stage) -> str:
    """chosen, stopped or waiting (on the shortlist); empty for stages in which nothing is said
    yet."""
    if stage.outcome == "negative":
        return "stopped"
    if stage.outcome == "positive" or stage.kind in CHOSEN:
        return "chosen"
    return "waiting" if stage.kind is StageKind.SHORTLIST else ""


def outcomes_of(stages: Sequence[Stage], *, counted: bool) -> Outcomes:
    """Of a campaign, given its stages, in a fixed number of queries; ideas that went further come
    first, and (`counted`) those with more votes."""
    fates = {stage.id: fate_of(stage) for stage in stages if stage.public}
    counts = dict.fromkeys(MOST, 0)
    for stage in stages:
        if fate := fates.get(stage.id):
            counts[fate] += stage.ideas_count
    parts = [
        _placed(stage, fate, most=MOST[fate])
        for stage in stages
        if stage.ideas_count and (fate := fates.get(stage.id))
    ]
    rows = db.session.execute(union_all(*parts)).all() if parts else []
    told = _told([row.id for row in rows])
    place = {stage.id: (stage, -stage.position) for stage in stages}
    found: dict[str, list[tuple[tuple, Outcome]]] = {fate: [] for fate in MOST}
    for row in rows:
        stage, order = place[row.stage_id]
        outcome = told[row.id]._replace(
            stage_name=stage.name,
            stage_kind=stage.kind,
            since=row.stage_since,
            votes_count=row.votes_count if counted else None,
            comments_count=row.comments_count,
        )
        votes = -row.votes_count if counted else 0
        found[row.fate].append(((order, votes, -row.id), outcome))
    lists = {
        fate: [one for _key, one in sorted(some, key=_first)][: MOST[fate]]
        for fate, some in found.items()
    }
    return Outcomes(lists["chosen"], lists["waiting"], lists["stopped"], counts)


def _first(pair: tuple) -> tuple:
    return pair[0]


class Strip(NamedTuple):
    """What was built, and what was stopped, over all campaigns somebody sees."""

    outcomes: Sequence[Outcome]
    chosen_counts: dict[int, int]  # by campaign


def what_was_built(viewer: User | None) -> Strip:
    """The newest, built ones first, one that was stopped among them; in a fixed number of
    queries."""
    stages = _decided_stages(viewer)
    counts: dict[int, int] = {}
    for stage in stages:
        if fate_of(stage) == "chosen":
            counts[stage.campaign_id] = counts.get(stage.campaign_id, 0) + stage.ideas_count
    some = stages[:STRIP_STAGES]
    parts = [_placed(stage, fate_of(stage), most=STRIP) for stage in some]
    rows = db.session.execute(union_all(*parts)).all() if parts else []
    by_stage = {stage.id: stage for stage in some}
    newest = sorted(rows, key=lambda row: _strip_order(row, by_stage[row.stage_id]))
    built = [row for row in newest if row.fate == "chosen"][: STRIP - 1]
    stopped = [row for row in newest if row.fate == "stopped"][: STRIP - len(built)]
    shown = [*built, *(stopped[:2] if built else [])]
    told = _told([row.id for row in shown], with_campaign=True)
    outcomes = [
        told[row.id]._replace(
            stage_name=by_stage[row.stage_id].name,
            stage_kind=by_stage[row.stage_id].kind,
            since=row.stage_since,
        )
        for row in shown
    ]
    return Strip(outcomes, counts)


def _strip_order(row, stage: Stage) -> tuple:
    since = row.stage_since.timestamp() if row.stage_since else 0.0
    return stage.kind is not StageKind.DONE, -since, -row.id


def _decided_stages(viewer: User | None) -> Sequence[Stage]:
    decided = or_(Stage.outcome != "open", Stage.kind.in_(CHOSEN))
    found = (
        select(Stage)
        .join(Campaign, Campaign.id == Stage.campaign_id)
        .where(campaigns_seen_by(viewer), Stage.public, Stage.ideas_count > 0, decided)
        .order_by(Campaign.id.desc(), Stage.position.desc())
    )
    return db.session.scalars(found).all()


def _placed(stage: Stage, fate: str, *, most: int) -> Select:
    """The newest ideas of the stage, read from an index that holds them in this order."""
    newest = (
        select(
            Idea.id,
            Idea.stage_id,
            Idea.stage_since,
            Idea.votes_count,
            Idea.comments_count,
            literal(fate).label("fate"),
        )
        .where(Idea.campaign_id == stage.campaign_id, Idea.stage_id == stage.id, ideas_on_wall())
        .order_by(Idea.stage_since.desc(), Idea.id.desc())
        .limit(most)
    )
    return select(newest.subquery())


def _told(ids: Collection[int], *, with_campaign: bool = False) -> dict[int, Outcome]:
    """What is said about these ideas, by id, in five queries at most."""
    if not ids:
        return {}
    cards = cards_of(ids)
    told = {
        idea_id: Outcome(card, card.stage_name or "", StageKind.INTAKE, None)
        for idea_id, card in cards.items()
    }
    for idea_id, reason, name in db.session.execute(_last_moves(ids)):
        told[idea_id] = told[idea_id]._replace(reason=reason, by_name=name)
    for idea_id, html in db.session.execute(_last_answers(ids)):
        answer = excerpt_of(plain_of(html), length=ANSWER)
        told[idea_id] = told[idea_id]._replace(answer=answer)
    if with_campaign:
        for idea_id, title, slug in db.session.execute(_homes(ids)):
            told[idea_id] = told[idea_id]._replace(campaign_title=title, campaign_slug=slug)
    return told


def _last_moves(ids: Collection[int]) -> Select:
    last = select(func.max(Move.id)).where(Move.idea_id.in_(ids)).group_by(Move.idea_id)
    moves = select(Move.idea_id, Move.reason, User.name).outerjoin(User, User.id == Move.by_id)
    return moves.where(Move.id.in_(last))


def _last_answers(ids: Collection[int]) -> Select:
    last = select(func.max(Comment.id)).where(_official(), Comment.idea_id.in_(ids))
    answers = select(Comment.idea_id, Comment.body_html)
    return answers.where(Comment.id.in_(last.group_by(Comment.idea_id)))


def _official() -> ColumnElement[bool]:
    return and_(
        Comment.kind == CommentKind.OFFICIAL_REPLY, Comment.status == CommentStatus.PUBLISHED
    )


def _homes(ids: Collection[int]) -> Select:
    homes = select(Idea.id, Campaign.title, Campaign.slug)
    return homes.join(Campaign, Campaign.id == Idea.campaign_id).where(Idea.id.in_(ids))
