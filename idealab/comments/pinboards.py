"""Pictures of an idea and the pins on them, as the page draws both."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from idealab.comments.models import Opening
from idealab.comments.pinning import OPENINGS, Pinned
from idealab.lib.languages import _
from idealab.lib.text import excerpt_of, plain_of

USUAL_WIDTH, USUAL_HEIGHT = 1080, 620  # of a picture on which a mark has its own size
CROP_WIDTH, CROP_RATIO = 0.3, 0.48
TOLD = 120  # characters


class Mark(NamedTuple):
    """A pin on the picture. `told` says all of it to those who do not see it."""

    comment_id: int
    number: int
    shape: Opening
    transform: str
    told: str


class Crop(NamedTuple):
    """What is around a pin: a window of the picture."""

    address: str
    width: int
    height: int
    window: str
    mark: Mark


class Board(NamedTuple):
    sketch: Any  # as the page shows it
    marks: Sequence[Mark]
    scale: str
    crops: dict[int, Crop]


def boards_of(sketches: Sequence[Any], pins: Sequence[Pinned]) -> list[Board]:
    """All pictures; the pins are numbered through all of them."""
    numbers = {pin.comment_id: number for number, pin in enumerate(pins, 1)}
    return [
        _board(sketch, [pin for pin in pins if pin.sketch_id == sketch.id], numbers)
        for sketch in sketches
    ]


def crops_on(boards: Sequence[Board]) -> dict[int, Crop]:
    return {comment_id: crop for board in boards for comment_id, crop in board.crops.items()}


def _board(sketch: Any, pins: Sequence[Pinned], numbers: dict[int, int]) -> Board:
    scale = max(sketch.width / USUAL_WIDTH, sketch.height / USUAL_HEIGHT)
    marks = [_mark(sketch, pin, numbers[pin.comment_id], scale) for pin in pins]
    crops = {
        pin.comment_id: _crop(sketch, pin, mark) for pin, mark in zip(pins, marks, strict=True)
    }
    return Board(sketch, marks, f"{scale:.3f}", crops)


def _mark(sketch: Any, pin: Pinned, number: int, scale: float) -> Mark:
    x, y = pin.x * sketch.width, pin.y * sketch.height
    told = _(
        "Pin %(number)s, %(name)s: %(opening)s %(words)s",
        number=number,
        name=pin.author_name or _("Somebody who has left"),
        opening=OPENINGS[pin.opening](),
        words=excerpt_of(plain_of(pin.html), length=TOLD),
    )
    transform = f"translate({x:.1f} {y:.1f}) scale({scale:.3f})"
    return Mark(pin.comment_id, number, pin.opening, transform, told)


def _crop(sketch: Any, pin: Pinned, mark: Mark) -> Crop:
    width = sketch.width * CROP_WIDTH
    height = min(width * CROP_RATIO, sketch.height)
    left = min(max(pin.x * sketch.width - width / 2, 0), sketch.width - width)
    upper = min(max(pin.y * sketch.height - height / 2, 0), sketch.height - height)
    return Crop(
        f"/media/{sketch.key}/960.webp",
        sketch.width,
        sketch.height,
        f"{left:.0f} {upper:.0f} {width:.0f} {height:.0f}",
        mark,
    )
