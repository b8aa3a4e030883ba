"""Levels of thanks, by rules that everybody can read, counted anew from what happened each time.

Only what others did counts, in campaigns that everybody sees, on ideas and comments that stand. An
idea that several have counts for each, since they have it.
Nothing is given for voting, visiting or inviting, so nobody does that for thanks."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus, Reaction
from idealab.ideas.authorship import ideas_had_by, is_had_by
from idealab.ideas.models import Contributor, Idea, Link
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
    """Each idea once, however often it was answered, and not by who has it."""
    ideas = (
        _of_ideas(select(func.count(Idea.id.distinct())), person)
        .join(Comment, Comment.idea_id == Idea.id)
        .where(
            Comment.kind == CommentKind.OFFICIAL_REPLY,
            Comment.status == CommentStatus.PUBLISHED,
            *_by_others(Comment.author_id, at=Comment.created_at),
        )
    )
    return db.session.scalar(ideas) or 0


def _reached(person: User) -> tuple[int, int]:
    """Ideas that others moved to the shortlist or further, and to the end: each once."""
    rows = db.session.execute(
        _of_ideas(select(Idea.id, Stage.kind), person)
        .join(Move, Move.idea_id == Idea.id)
        .join(Stage, Stage.id == Move.target_id)
        .where(Stage.kind.in_(SHORTLIST), *_by_others(Move.by_id, at=Move.created_at))
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
        .outerjoin(Contributor, _as_coauthor(person, base))
        .where(
            Link.kind.in_(GROWN_BY),
            base.id.in_(ideas_had_by(person)),
            base.status.in_(OPEN),
            Idea.author_id.is_not(None),
            Idea.id.not_in(ideas_had_by(person)),
            *_by_others(Idea.author_id, at=Link.created_at, idea=base),
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
    """Of the open ideas that the person has, in campaigns that everybody sees."""
    return (
        chosen.select_from(Idea)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(Contributor, _as_coauthor(person, Idea))
        .where(Idea.id.in_(ideas_had_by(person)), Idea.status.in_(OPEN), campaigns_seen_by(None))
    )


def _as_coauthor(person: User, idea: Any) -> ColumnElement[bool]:
    return and_(Contributor.idea_id == idea.id, Contributor.user_id == person.id)


def _by_others(by: Any, *, at: Any, idea: Any = Idea) -> tuple[ColumnElement[bool], ...]:
    """What nobody who has the idea did, since the person has it: nobody earns by joining late."""
    return ~is_had_by(by, idea), or_(Contributor.joined_at.is_(None), at >= Contributor.joined_at)
