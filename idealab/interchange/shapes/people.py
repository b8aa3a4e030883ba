"""People, what they support, rate and follow."""

from typing import Any

from idealab.accounts.models import User
from idealab.evaluation.models import Score
from idealab.ideas.models import Follow
from idealab.interchange.shapes.shape import (
    Columns,
    Key,
    Reading,
    Record,
    Shape,
    at,
    plain,
    to,
)
from idealab.voting.models import Vote, VoteTotal

LANGUAGES = ("en", "de")  # in which mails to people are written


def _name_of(record: Record) -> str:
    return record.get("display_name", "").strip() or f"participant {record['id']}"[:200]


def _more_of_person(record: Record, reading: Reading) -> Columns:
    """A placeholder: without an address and a credential nobody can sign in to it. The roles that
    a package gives to people are those of another house, and grant nothing here."""
    language = record.get("lang", "")[:2]
    return {
        "name": _name_of(record),
        "language": language if language in LANGUAGES else "en",
        "deactivated_at": reading.now if record.get("deleted") else None,
    }


def _taken_back(record: Record, reading: Reading) -> Columns:
    back = record.get("withdrawn")
    return {"withdrawn_at": (reading.instant(record.get("at")) or reading.now) if back else None}


def _one_target(record: Record, reading: Reading) -> Columns:
    """A follow of an idea names its campaign at most for information."""
    idea = reading.names.own("ideas", record.get("idea"))
    campaign = None if "idea" in record else record.get("campaign")
    return {"idea_id": idea, "campaign_id": reading.names.own("campaigns", campaign)}


def _withdrawn(value: Any, _telling: Any, _record: Record) -> bool | None:
    return True if value else None


def _follows_something(record: Record) -> bool:
    return "idea" in record or "campaign" in record


PEOPLE = Shape(
    "people",
    User,
    (
        plain("kind", otherwise="person"),
        at("joined_at", "created_at", needed=True),
    ),
    more=_more_of_person,
)
VOTES = Shape(
    "votes",
    Vote,
    (
        to("ideas", "idea", "idea_id"),
        to("people", "person", "voter_id"),
        plain("value"),
        at("at", "created_at", fixed=False, needed=True),
        plain("weight", fixed=True),
        plain("round", otherwise="", fixed=True),
        Key(
            "withdrawn",
            "withdrawn_at",
            lambda value, _reading: value,  # the time comes from `_taken_back`
            _withdrawn,
        ),
    ),
    more=_taken_back,
    unique=("idea_id", "voter_id", "round"),
    batch=4000,
)
VOTE_TOTALS = Shape(
    "vote_totals",
    VoteTotal,
    (
        to("ideas", "idea", "idea_id"),
        plain("kind", fixed=True),
        plain("count", fixed=True),
        plain("as_of", fixed=True),
    ),
    unique=("idea_id", "kind"),
    batch=4000,
)
RATINGS = Shape(
    "ratings",
    Score,
    (
        to("ideas", "idea", "idea_id"),
        to("people", "person", "reviewer_id"),
        to("criteria", "criterion", "criterion_id"),
        plain("value"),
        plain("note"),
        plain("round", otherwise="", fixed=True),
        at("at", "given_at", fixed=False),
    ),
    unique=("idea_id", "reviewer_id", "criterion_id", "round"),
)
FOLLOWS = Shape(
    "follows",
    Follow,
    (
        to("people", "person", "user_id"),
        to("ideas", "idea", "idea_id"),
        to("campaigns", "campaign", "campaign_id"),
        at("at", "created_at", needed=True),
    ),
    more=_one_target,
    unique=("user_id", "idea_id", "campaign_id"),
    has_row=_follows_something,
)
