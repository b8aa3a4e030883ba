"""What can only be done when all rows of a kind, or of the package, are there. Each step can be
done again without harm, for an import may be broken off in the middle of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import cast, func, literal, select, update
from sqlalchemy.orm import aliased

from idealab.campaigns.defaults import add_workflow
from idealab.campaigns.models import Campaign, Stage, StageKind, Topic, Transition
from idealab.comments.models import Comment
from idealab.ideas.models import Idea
from idealab.interchange.models import SourceKey
from idealab.interchange.rows import add_all
from idealab.lib import counters
from idealab.lib.db import BigId, db
from idealab.voting.models import Vote, VoteTotal

QUIET = {"synchronize_session": False}
AT_ONCE = 1000
DEFAULT = "stages.default"  # a kind of SourceKey: stages that the package did not bring
# Which total stands for the supporters, the first one that is there.
SUPPORT = ("support", "up", "agree", "ballots")


def campaigns_of(package: str) -> list[int]:
    keys = select(SourceKey.own_id).filter_by(package=package, kind="campaigns")
    return [own_id for own_id in db.session.scalars(keys) if own_id is not None]


def add_workflows(package: str) -> None:
    """A board needs stages and arrows. Where a package has none, they are the usual ones."""
    for campaign in db.session.scalars(
        select(Campaign).where(Campaign.id.in_(campaigns_of(package)))
    ):
        stages = _stages_of(campaign)
        if not stages:
            made = add_workflow(campaign)
            db.session.flush()
            add_all(SourceKey, [_default(package, stage) for stage in made])
        elif not _has_arrows(stages):
            add_all(Transition, _arrows(stages))


def _stages_of(campaign: Campaign) -> Sequence[Stage]:
    found = select(Stage).filter_by(campaign_id=campaign.id)
    return db.session.scalars(found.order_by(Stage.position, Stage.id)).all()


def _default(package: str, stage: Stage) -> dict[str, Any]:
    return {
        "package": package,
        "kind": DEFAULT,
        "source_id": str(stage.id),
        "own_id": stage.id,
        "line": "",
    }


def _has_arrows(stages: Sequence[Stage]) -> bool:
    ids = [stage.id for stage in stages]
    arrows = select(Transition.source_id).where(Transition.source_id.in_(ids))
    return db.session.scalar(arrows.limit(1)) is not None


def _arrows(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """A step forward or back, from everywhere to a no, and from there back to the beginning."""
    way = [stage for stage in stages if stage.outcome != "negative"]
    noes = [stage for stage in stages if stage.outcome == "negative"]
    pairs = [*pairwise(way), *pairwise(reversed(way))]
    pairs += [(stage, no) for stage in way for no in noes]
    pairs += [(no, way[0]) for no in noes if way]
    return [
        {
            "source_id": source.id,
            "target_id": target.id,
            "role": "moderator",
            "needs_reason": target.kind == StageKind.SHORTLIST or target in noes,
        }
        for source, target in pairs
    ]


def join_parents(kind: str, pairs: list[tuple[int, int]]) -> None:
    """Hang rows under parents that stand behind them in the file."""
    model: Any = Comment if kind == "comments" else Topic
    for own_id, parent_id in pairs:
        loose = update(model).where(model.id == own_id, model.parent_id.is_(None))
        db.session.execute(loose.values(parent_id=parent_id), execution_options=QUIET)


def find_roots(package: str) -> None:
    """Name the top of its thread on every comment, however deep."""
    ids = _ideas_of(package)
    top = (
        select(Comment.id.label("id"), Comment.id.label("root"))
        .where(Comment.parent_id.is_(None), Comment.idea_id.in_(ids))
        .cte("thread", recursive=True)
    )
    below = aliased(Comment)
    thread = top.union_all(select(below.id, top.c.root).join(top, below.parent_id == top.c.id))
    hung = update(Comment).where(
        Comment.id == thread.c.id, Comment.root_id.is_distinct_from(thread.c.root)
    )
    db.session.execute(hung.values(root_id=thread.c.root), execution_options=QUIET)


def take_over_totals(package: str) -> Iterator[None]:
    """Totals without votes by person are shown as imported votes."""
    voted = (
        select(literal(1))
        .select_from(Vote)
        .join(SourceKey, (SourceKey.kind == "votes") & (SourceKey.own_id == Vote.id))
        .where(Vote.idea_id == Idea.id)
        .exists()
    )
    claimed = func.coalesce(*(_total(kind) for kind in SUPPORT), 0)
    for some in _portions_of_ideas(package):
        with_totals = select(VoteTotal.idea_id).where(VoteTotal.idea_id.in_(some))
        ideas = update(Idea).where(Idea.id.in_(with_totals))
        silent = ideas.where(~voted, Idea.imported_votes_count.is_distinct_from(claimed))
        db.session.execute(silent.values(imported_votes_count=claimed), execution_options=QUIET)
        counted = ideas.where(voted, Idea.imported_votes_count != 0)
        db.session.execute(counted.values(imported_votes_count=0), execution_options=QUIET)
        yield


def _total(kind: str) -> Any:
    return (
        select(cast(VoteTotal.count, BigId))
        .where(VoteTotal.idea_id == Idea.id, VoteTotal.kind == kind, VoteTotal.count >= 0)
        .scalar_subquery()
    )


def set_counters(package: str) -> Iterator[None]:
    """Set right every counter of the campaigns of the package, a thousand ideas at a time."""
    campaigns = campaigns_of(package)
    for counter in counters.registered():
        table = counter.column.property.columns[0].table
        if table.name in ("ideas", "comments"):
            idea_id = table.c.id if table.name == "ideas" else table.c.idea_id
            for some in _portions_of_ideas(package):
                _set(counter, idea_id.in_(some))
                yield
        else:
            column = table.c.id if table.name == "campaigns" else table.c.campaign_id
            _set(counter, column.in_(campaigns))
            yield


def _set(counter: counters.Counter, condition: Any) -> None:
    table = counter.column.property.columns[0].table
    wrong = counter.column.is_distinct_from(counter.expected)
    right = update(table).where(condition, wrong)
    db.session.execute(right.values({counter.column.key: counter.expected}))


def touch_campaigns(package: str) -> None:
    """Pages that are kept ready end here."""
    touched = update(Campaign).where(Campaign.id.in_(campaigns_of(package)))
    db.session.execute(touched.values(version=Campaign.version + 1), execution_options=QUIET)


def _ideas_of(package: str) -> Any:
    return select(Idea.id).where(Idea.campaign_id.in_(campaigns_of(package)))


def _portions_of_ideas(package: str) -> Iterator[list[int]]:
    last = 0
    while True:
        some = _ideas_of(package).where(Idea.id > last).order_by(Idea.id).limit(AT_ONCE)
        ids = list(db.session.scalars(some))
        if not ids:
            return
        yield ids
        last = ids[-1]
