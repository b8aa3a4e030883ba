"""Levels of thanks, by rules that everybody can read, counted anew from what happened each time.

Only what others did counts, in campaigns that everybody sees, on ideas and comments that stand.
Nothing is given for voting, visiting or inviting, so nobody does that for thanks."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus, Reaction
from idealab.ideas.models import Idea, Link
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db
from idealab.lib.languages import _, lazy
from idealab.people.ideas import GROWN_BY
from idealab.stages.models import Move

SHORTLIST, BUILT = ("shortlist", "pilot", "implementation", "done"), ("done",)
MARKS = ("helpful", "like")
REMIXES_A_DAY, MARKS_A_WEEK = 3, 10


class Cause(StrEnum):
    ANSWERED = "answered"
    SHORTLISTED = "shortlisted"
    BUILT = "built"
    REMIXED = "remixed"
    HELPED = "helped"


POINTS = {
    Cause.ANSWERED: 20,
    Cause.SHORTLISTED: 50,
    Cause.BUILT: 100,
    Cause.REMIXED: 10,
    Cause.HELPED: 2,
}
LEVELS = (
    (10, lazy("Pencil")),
    (50, lazy("Ruler")),
    (120, lazy("Workbench")),
    (250, lazy("Workshop")),
)


class Part(NamedTuple):
    cause: Cause
    times: int

    @property
    def points(self) -> int:
        return self.times * POINTS[self.cause]


class Thanks(NamedTuple):
    parts: Sequence[Part]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def level(self) -> int:
        """From 0, none yet, to the last of LEVELS."""
        return sum(1 for needed, _name in LEVELS if self.points >= needed)

    @property
    def name(self) -> str:
        return level_name(self.level)

    @property
    def next_name(self) -> str:
        return level_name(self.level + 1) if self.level < len(LEVELS) else ""

    @property
    def next_points(self) -> int:
        return LEVELS[min(self.level, len(LEVELS) - 1)][0]


def level_name(level: int) -> str:
    return str(LEVELS[level - 1][1]) if level else ""


def words_of(cause: Cause) -> str:
    return {
        Cause.ANSWERED: _("The company answers your idea"),
        Cause.SHORTLISTED: _("It reaches the shortlist"),
        Cause.BUILT: _("It is built"),
        Cause.REMIXED: _("Somebody builds on it"),
        Cause.HELPED: _("A comment of yours helped somebody new"),
    }[cause]


def thanks_of(person: User) -> Thanks:
    """In four queries, however much there is."""
    answered, reached = _answered(person), _reached(person)
    return Thanks(
        (
            Part(Cause.ANSWERED, answered),
            Part(Cause.SHORTLISTED, reached[0]),
            Part(Cause.BUILT, reached[1]),
            Part(Cause.REMIXED, _remixed(person)),
            Part(Cause.HELPED, _helped(person)),
        )
    )


def _answered(person: User) -> int:
    """Each idea once, however often it was answered, and not by its author."""
    ideas = (
        _of_ideas(select(func.count(Idea.id.distinct())), person)
        .join(Comment, Comment.idea_id == Idea.id)
        .where(
            Comment.kind == CommentKind.OFFICIAL_REPLY,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.author_id.is_distinct_from(person.id),
        )
    )
    return db.session.scalar(ideas) or 0


def _reached(person: User) -> tuple[int, int]:
    """Ideas that others moved to the shortlist or further, and to the end: each once."""
    rows = db.session.execute(
        _of_ideas(select(Idea.id, Stage.kind), person)
        .join(Move, Move.idea_id == Idea.id)
        .join(Stage, Stage.id == Move.target_id)
        .where(Stage.kind.in_(SHORTLIST), Move.by_id.is_distinct_from(person.id))
        .distinct()
    ).all()
    return len({idea for idea, _kind in rows}), len({idea for idea, kind in rows if kind in BUILT})


def _remixed(person: User) -> int:
    """Each idea once by each person who builds on it, at most so many a day."""
    base, home = aliased(Idea), aliased(Campaign)
    rows = db.session.execute(
        select(Link.created_at, base.id, Idea.author_id)
        .join(base, base.id == Link.to_id)
        .join(Idea, Idea.id == Link.from_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .join(home, home.id == base.campaign_id)
        .where(
            Link.kind.in_(GROWN_BY),
            base.author_id == person.id,
            base.status.in_(OPEN),
            Idea.author_id.is_not(None),
            Idea.author_id != person.id,
            Idea.status.in_(OPEN),
            campaigns_seen_by(None),
            campaigns_seen_by(None, home),
        )
        .order_by(Link.id)
    )
    return _capped(((at, ids) for at, *ids in rows), by=_day, most=REMIXES_A_DAY)


def _helped(person: User) -> int:
    """Each person once who marked a comment as helpful, at most so many a week."""
    rows = db.session.execute(
        select(Reaction.created_at, Reaction.user_id)
        .join(Comment, Comment.id == Reaction.comment_id)
        .join(Idea, Idea.id == Comment.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .where(
            Reaction.kind.in_(MARKS),
            Reaction.user_id != person.id,
            Comment.author_id == person.id,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.kind.not_in((CommentKind.OFFICIAL_REPLY, CommentKind.INTERNAL_NOTE)),
            Idea.status.in_(OPEN),
            campaigns_seen_by(None),
        )
        .order_by(Reaction.id)
    )
    return _capped(((at, ids) for at, *ids in rows), by=_week, most=MARKS_A_WEEK)


def _capped(
    happened: Iterable[tuple[datetime, list[Any]]],
    *,
    by: Callable[[datetime], Hashable],
    most: int,
) -> int:
    """How many different ones, each counted at its first time, and `most` of a day or week."""
    first: dict[tuple[Any, ...], Hashable] = {}
    for at, ids in happened:
        first.setdefault(tuple(ids), by(at))
    return sum(min(count, most) for count in Counter(first.values()).values())


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return tuple(at.isocalendar())[:2]


def _of_ideas(chosen: Any, person: User) -> Any:
    """Of the person's open ideas in campaigns that everybody sees."""
    return (
        chosen.select_from(Idea)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .where(Idea.author_id == person.id, Idea.status.in_(OPEN), campaigns_seen_by(None))
    )
