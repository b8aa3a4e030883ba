"""Pins: comments that point to a place on a picture of the idea."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.comments.models import Comment, Opening, Pin
from idealab.comments.queries import is_shown
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _, lazy
from idealab.sketches.models import Sketch

LONGEST = 400  # characters: a pin is a remark on a place, not an essay
MOST = 60  # shown on one page
OPENINGS: dict[Opening, Callable[[], str]] = {
    Opening.SEE: lambda: _("I see…"),
    Opening.WONDER: lambda: _("I wonder…"),
    Opening.BREAK: lambda: _("It would break if…"),
}
# For those who place it without a pointer or without JavaScript: nine fields of the picture.
PLACES = {
    "upper-left": (lazy("Upper left"), 1 / 6, 1 / 6),
    "upper-middle": (lazy("Upper middle"), 1 / 2, 1 / 6),
    "upper-right": (lazy("Upper right"), 5 / 6, 1 / 6),
    "left": (lazy("Left"), 1 / 6, 1 / 2),
    "middle": (lazy("Middle"), 1 / 2, 1 / 2),
    "right": (lazy("Right"), 5 / 6, 1 / 2),
    "lower-left": (lazy("Lower left"), 1 / 6, 5 / 6),
    "lower-middle": (lazy("Lower middle"), 1 / 2, 5 / 6),
    "lower-right": (lazy("Lower right"), 5 / 6, 5 / 6),
}


class NotOnPicture(Refused):
    status = 422


class Spot(NamedTuple):
    """Where a pin is to stand: parts of the width and the height of a picture."""

    sketch: Sketch
    x: float
    y: float
    opening: Opening


class Pinned(NamedTuple):
    """A pin on a picture as the page draws it."""

    comment_id: int
    sketch_id: int | None
    x: float
    y: float
    opening: Opening
    author_name: str | None
    html: str


def spot_of(
    sketch: Sketch | None, *, x: float | None, y: float | None, place: str, opening: str
) -> Spot:
    """What a form has said: a point, or one of the nine fields. Raises NotOnPicture."""
    if sketch is None:
        raise NotOnPicture(_("The picture you pinned is gone. Your words are kept below."))
    if opening not in set(Opening):
        raise NotOnPicture(_("Choose how your pin begins."))
    if x is None or y is None:
        if place not in PLACES:
            raise NotOnPicture(_("Choose a place on the picture."))
        _name, x, y = PLACES[place]
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise NotOnPicture(_("Choose a place on the picture."))
    return Spot(sketch, x, y, Opening(opening))


def require_pinnable(spot: Spot, idea: Idea) -> None:
    if spot.sketch.idea_id != idea.id:
        raise NotOnPicture(_("The picture you pinned is gone. Your words are kept below."))


def hang_pin(comment: Comment, spot: Spot) -> None:
    db.session.add(
        Pin(
            comment_id=comment.id,
            sketch_id=spot.sketch.id,
            x=round(spot.x, 4),
            y=round(spot.y, 4),
            opening=spot.opening,
        )
    )
    db.session.flush()


def pins_on(idea: Idea) -> list[Pinned]:
    """The newest pins of the idea in the order in which they were set, in one query."""
    rows = db.session.execute(
        select(Comment.id, Pin.sketch_id, Pin.x, Pin.y, Pin.opening, User.name, Comment.body_html)
        .join(Pin, Pin.comment_id == Comment.id)
        .join(Sketch, Sketch.id == Pin.sketch_id)
        .outerjoin(User, User.id == Comment.author_id)
        .where(Sketch.idea_id == idea.id, is_shown())
        .order_by(Comment.id.desc())
        .limit(MOST)
    )
    return [Pinned(*row) for row in reversed(rows.all())]
