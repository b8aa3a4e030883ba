"""Comments, reactions to them, and what happened."""

from idealab.activity.models import Event
from idealab.comments.models import Comment, Reaction
from idealab.interchange.shapes.ideas import author_of, format_of
from idealab.interchange.shapes.shape import Columns, Reading, Record, Shape, at, plain, to
from idealab.lib.text import html_of

IMPORTED = "imported."  # before the type of an event: nobody here is told of it


def _more_of_comment(record: Record, reading: Reading) -> Columns:
    html = html_of(record["body"], format=format_of(record))
    return {"author_id": author_of(record, reading), "body_html": html}


def _more_of_event(record: Record, reading: Reading) -> Columns:
    told = ("from", "to", "reason", "comment", "data")
    return {
        "kind": IMPORTED + record["type"],
        "campaign_id": _campaign_of(record, reading),
        "particulars": {name: record[name] for name in told if name in record},
    }


def _campaign_of(record: Record, reading: Reading) -> int | None:
    return reading.names.own("campaigns", record.get("campaign"))


COMMENTS = Shape(
    "comments",
    Comment,
    (
        to("ideas", "idea", "idea_id"),
        to("comments", "parent", "parent_id"),
        to("people", "author", "author_id"),
        plain("kind", otherwise="comment"),
        plain("stance"),
        plain("status", otherwise="published"),
        plain("lang", "language"),
        plain("body"),
        plain("body_format", otherwise="text"),
        at("created_at", "created_at", needed=True),
        at("edited_at", "edited_at", fixed=False),
        plain("likes", "imported_likes", fixed=True),
        plain("dislikes", "imported_dislikes", fixed=True),
    ),
    more=_more_of_comment,
    batch=1000,
)
REACTIONS = Shape(
    "reactions",
    Reaction,
    (
        to("comments", "comment", "comment_id"),
        to("people", "person", "user_id"),
        plain("kind", fixed=True),
        plain("emoji", otherwise="", fixed=True),
        at("at", "created_at", needed=True),
    ),
    unique=("comment_id", "user_id", "kind", "emoji"),
)
EVENTS = Shape(
    "events",
    Event,
    (
        at("at", "created_at"),
        to("people", "actor", "actor_id"),
        to("ideas", "idea", "idea_id"),
    ),
    more=_more_of_event,
)
