"""One person, one vote on an idea, while the phase allows it and never on one's own idea."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from idealab.accounts.confirming import require_confirmed
from idealab.accounts.models import User
from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable, timetable
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Contributor, Idea, IdeaStatus
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _, ngettext
from idealab.voting.models import Vote


class OwnIdea(Refused):
    pass


class NotVotable(Refused):
    pass


class BudgetSpent(Refused):
    pass


class Cast(NamedTuple):
    """The state after a vote: `votes_count` is None while the counts are closed, `left` where
    votes are unlimited."""

    voted: bool
    votes_count: int | None
    left: int | None


def set_vote(
    idea: Idea | IdeaGlance,
    voter: User,
    *,
    wanted: bool,
    now: datetime,
    times: Timetable | None = None,
) -> Cast:
    """Make the vote be there, or not; asking twice changes nothing. `times` is the timetable if it
    was read with the idea. Raises NotNow, OwnIdea, NotVotable, BudgetSpent."""
    times = times or timetable(idea.campaign, now=now)
    _require_votable(idea, voter, times)
    change = _cast(idea, voter, now) if wanted else -_take_back(idea, voter)
    count, has_it = _count(idea, voter, change)
    if wanted and has_it:  # also when they have become a co-author a moment ago
        raise _own()
    left = None
    if idea.campaign.votes_per_person is not None:
        left = _votes_left_under_lock(idea.campaign, voter)
        if left < 0 and change > 0:
            raise BudgetSpent(_all_placed(idea.campaign))
        left = max(0, left)
    return Cast(wanted, count if times.allows(Capability.SEE_COUNTS) else None, left)


def give_back_votes(idea: Idea, person: User) -> None:
    """The person has the idea themselves now: what they gave it does not count."""
    gone = (
        delete(Vote)
        .where(Vote.idea_id == idea.id, Vote.voter_id == person.id)
        .returning(Vote.value, Vote.withdrawn_at)
        .execution_options(synchronize_session=False)
    )
    votes = db.session.execute(gone).all()
    counted = sum(1 for vote in votes if vote.value > 0 and vote.withdrawn_at is None)
    if counted:
        fewer = (
            update(Idea).where(Idea.id == idea.id).values(votes_count=Idea.votes_count - counted)
        )
        db.session.execute(fewer.execution_options(synchronize_session=False))


def votes_left(campaign: Campaign | Glance, voter: User) -> int | None:
    """How many votes the person may still place; None where they are unlimited. Votes on ideas
    that have left the wall do not count: they are given back."""
    if campaign.votes_per_person is None:
        return None
    placed = (
        select(func.count())
        .select_from(Vote)
        .join(Idea, Idea.id == Vote.idea_id)
        .where(
            Vote.voter_id == voter.id,
            Vote.value > 0,
            Vote.withdrawn_at.is_(None),
            Idea.campaign_id == campaign.id,
            Idea.status == IdeaStatus.PUBLISHED,
        )
    )
    return campaign.votes_per_person - (db.session.scalar(placed) or 0)


def _require_votable(idea: Idea | IdeaGlance, voter: User, times: Timetable) -> None:
    if idea.status is not IdeaStatus.PUBLISHED:
        raise NotVotable(_("This idea is not open for votes."))
    if idea.author_id == voter.id:
        raise _own()
    require_confirmed(voter)
    times.require(Capability.VOTE)


def _cast(idea: Idea | IdeaGlance, voter: User, now: datetime) -> int:
    vote = {"idea_id": idea.id, "voter_id": voter.id, "round": "", "value": 1, "created_at": now}
    placed = _placing(db.engine.dialect.name)
    return 0 if db.session.execute(placed, {**vote, "now": now}).first() is None else 1


def _take_back(idea: Idea | IdeaGlance, voter: User) -> int:
    vote = {"idea": idea.id, "voter": voter.id}
    return 0 if db.session.execute(_taking_back, vote).first() is None else 1


def _count(idea: Idea | IdeaGlance, voter: User, change: int) -> tuple[int, bool]:
    """How many votes there are now, and whether the voter is a co-author. Asked when the vote is
    there: who accepts from then on waits for it, and takes it back."""
    asked = {"idea": idea.id, "voter": voter.id}
    if change == 0:
        count, has_it = db.session.execute(_counted, asked).one()
    else:
        count, has_it = db.session.execute(_counting, {**asked, "change": change}).one()
    return count, has_it


def _own() -> OwnIdea:
    return OwnIdea(_("This is your own idea; the votes for it are up to the others."))


# The statements of a vote are made once: making them cost more than running them.
_votes: Any = Vote.__table__
_ideas: Any = Idea.__table__
_is_coauthor = (
    exists()
    .where(Contributor.idea_id == bindparam("idea"), Contributor.user_id == bindparam("voter"))
    .label("has_it")
)
_counted = select(_ideas.c.votes_count, _is_coauthor).where(_ideas.c.id == bindparam("idea"))
_counting = (
    update(_ideas)
    .where(_ideas.c.id == bindparam("idea"))
    .values(votes_count=_ideas.c.votes_count + bindparam("change"))
    .returning(_ideas.c.votes_count, _is_coauthor)
)
_taking_back = (
    delete(_votes)
    .where(
        _votes.c.idea_id == bindparam("idea"),
        _votes.c.voter_id == bindparam("voter"),
        _votes.c.round == "",
        _votes.c.value > 0,
        _votes.c.withdrawn_at.is_(None),
    )
    .returning(_votes.c.id)
)


@cache
def _placing(dialect: str) -> Any:
    """The constraint is the last word. A vote that was taken back, or was against, turns."""
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return (
        insert(_votes)
        .on_conflict_do_update(
            index_elements=["idea_id", "voter_id", "round"],
            set_={
                "value": 1,
                "created_at": bindparam("now", type_=_votes.c.created_at.type),
                "withdrawn_at": None,
            },
            where=(_votes.c.value <= 0) | _votes.c.withdrawn_at.is_not(None),
        )
        .returning(_votes.c.id)
    )


def _votes_left_under_lock(campaign: Campaign | Glance, voter: User) -> int:
    """Two votes of one person at once on two ideas wait for each other here."""
    # Each of them holds the row as the target of its foreign key already. A full lock would wait
    # for that of the other one, and the other one for ours.
    waiting = select(User.id).where(User.id == voter.id).with_for_update(key_share=True)
    db.session.execute(waiting)
    left = votes_left(campaign, voter)
    return left if left is not None else 0


def _all_placed(campaign: Campaign | Glance) -> str:
    most = campaign.votes_per_person or 0
    return ngettext(
        "Your only vote is placed. Take it back to move it here.",
        "All your %(num)s votes are placed. Take one back to move it here.",
        most,
    )
