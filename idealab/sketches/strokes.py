"""The stroke document: a drawing as plain JSON, and what may stand in it.

{"v": 2, "w": 2400, "h": 1200, "paper": "#f6f1e7",
 "layers": [{"name": "Lines", "hidden": false, "strokes": [
     {"tool": "pen", "colour": "#1b1e24", "size": 6, "opacity": 1,
      "points": [[x, y, pressure], …]}]}]}

The first layer lies at the bottom; a hidden one is kept and not shown. A pen, marker or eraser
follows its points; an eraser takes away what lies below it in its own layer. Line, ellipse and rect
are told by two corners; fill is the area its points enclose. A text brings the outline of its
letters, as rings [x, y, x, y, …], so that it looks the same where its font is missing. The pressure
(0 to 1) may be left out. Version 1 knew no eraser, text and hidden layers.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from idealab.lib.errors import Refused
from idealab.lib.languages import _, lazy

Point = tuple[float, float, float]
Ring = tuple[tuple[float, float], ...]

LARGEST_BYTES = 2_000_000
MOST_STROKES = 3_000
MOST_SHEETS = 1_000  # times that strokes may lie on the whole sheet: about ten seconds of painting
LONGEST_SHEET = 4
MOST_LAYERS = 24
SIDES = (100, 6_000)
SIZES = (0.2, 400)
REACH = SIDES[1] * 2
LONGEST_NAME = 80
VERSIONS = (1, 2)
LONGEST_TEXT = 200
CORNERS = {"line": 2, "ellipse": 2, "rect": 2}
FEWEST = {"pen": 1, "marker": 1, "eraser": 1, "fill": 3, **CORNERS}
TOOLS = (*FEWEST, "text")
INK = "#000000"  # of an eraser, which has no colour of its own
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

# A drawing has thousands of numbers: their names are only put into words when one is refused.
THE_WIDTH, THE_HEIGHT = lazy("the width"), lazy("the height")
THE_SIZE, THE_OPACITY = lazy("the size of a stroke"), lazy("the opacity of a stroke")
A_POINT, THE_PRESSURE = lazy("a point"), lazy("the pressure")
NEEDS_LAYERS = lazy("A drawing needs a list of layers.")
NEEDS_STROKES = lazy("Each layer needs a list of strokes.")
NEEDS_POINTS = lazy("Each stroke needs a list of points.")
NEEDS_OUTLINE = lazy("Each text needs the outline of its letters.")


class UnreadableDrawing(Refused):
    """The drawing cannot be taken as it is; the message says why."""

    status = 422


@dataclass(frozen=True)
class Stroke:
    tool: str
    colour: str
    size: float
    opacity: float
    points: tuple[Point, ...] = ()
    text: str = ""
    rings: tuple[Ring, ...] = ()  # of a text


@dataclass(frozen=True)
class Layer:
    name: str
    strokes: tuple[Stroke, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    paper: str
    layers: tuple[Layer, ...]

    @property
    def strokes(self) -> list[Stroke]:
        return [stroke for layer in self.layers for stroke in layer.strokes]


def document_from(content: bytes) -> dict[str, Any]:
    """Read a document as it was sent, and see that it is a drawing. Raises UnreadableDrawing."""
    if len(content) > LARGEST_BYTES:
        raise UnreadableDrawing(_("This drawing is larger than 2 MB. Fewer strokes will do."))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as reason:
        raise UnreadableDrawing(_("This drawing could not be read. Draw it again.")) from reason
    drawing_from(document)
    return document


def drawing_from(document: object) -> Drawing:
    """Read a drawing from plain JSON values. Raises UnreadableDrawing."""
    if not isinstance(document, dict) or document.get("v") not in VERSIONS:
        raise UnreadableDrawing(_("This is not a drawing of version 1 or 2."))
    layers = _list(document.get("layers"), NEEDS_LAYERS)
    if len(layers) > MOST_LAYERS:
        raise UnreadableDrawing(_("A drawing has at most %(most)d layers.", most=MOST_LAYERS))
    _require_few([layer.get("strokes") for layer in layers if isinstance(layer, dict)])
    drawing = Drawing(
        width=round(_number(document.get("w"), THE_WIDTH, *SIDES)),
        height=round(_number(document.get("h"), THE_HEIGHT, *SIDES)),
        paper=_colour(document.get("paper")),
        layers=tuple(_layer(layer) for layer in layers),
    )
    _require_paintable(drawing)
    return drawing


def has_strokes(document: dict[str, Any]) -> bool:
    return any(layer["strokes"] for layer in document["layers"])


def shown_part(document: dict[str, Any]) -> dict[str, Any]:
    """The document for others than its author: hidden layers are nobody else's business."""
    return document | {"layers": [one for one in document["layers"] if not one.get("hidden")]}


def _require_few(lists: list[Any]) -> None:
    """Counted first: of a million strokes none is looked at."""
    if sum(len(strokes) for strokes in lists if isinstance(strokes, list)) > MOST_STROKES:
        raise UnreadableDrawing(
            _(
                "This sheet is full: a drawing has at most %(most)d strokes. Take some back.",
                most=MOST_STROKES,
            )
        )


def _require_paintable(drawing: Drawing) -> None:
    """What the worker paints takes time by the area its strokes lie on, and room by the sheet."""
    long, short = sorted((drawing.width, drawing.height), reverse=True)
    if long > LONGEST_SHEET * short:
        raise UnreadableDrawing(
            _("A sheet is at most %(most)d times as long as it is wide.", most=LONGEST_SHEET)
        )
    sheets = sum(_area(stroke, drawing) for stroke in drawing.strokes) / (long * short)
    if sheets > MOST_SHEETS:
        raise UnreadableDrawing(
            _(
                "Too many strokes of this drawing reach across the whole sheet. Smaller ones, or "
                "fewer, will do."
            )
        )


def _area(stroke: Stroke, drawing: Drawing) -> float:
    """What is painted for a stroke: the box it lies in, and in it each piece of its way; of a text
    each ring."""
    if stroke.tool == "text":
        spots = [spot for ring in stroke.rings for spot in ring]
        return sum(_box(shape, 0, drawing) for shape in (spots, *stroke.rings))
    pieces = sum(_box(pair, stroke.size, drawing) for pair in pairwise(stroke.points))
    return _box(stroke.points, stroke.size, drawing) + pieces


def _box(spots: Sequence[Sequence[float]], reach: float, drawing: Drawing) -> float:
    area = 1.0 if spots else 0.0
    for axis, side in enumerate((drawing.width, drawing.height)):
        places = [spot[axis] for spot in spots] or [0.0]
        low, high = min(places) - reach, max(places) + reach
        area *= max(0.0, min(high, side) - max(low, 0.0))
    return area


def _layer(layer: object) -> Layer:
    if not isinstance(layer, dict) or not isinstance(layer.get("name"), str):
        raise UnreadableDrawing(_("Each layer needs a name."))
    strokes = _list(layer.get("strokes"), NEEDS_STROKES)
    return Layer(
        layer["name"][:LONGEST_NAME],
        tuple(_stroke(stroke) for stroke in strokes),
        hidden=layer.get("hidden") is True,
    )


def _stroke(stroke: object) -> Stroke:
    if not isinstance(stroke, dict) or stroke.get("tool") not in TOOLS:
        raise UnreadableDrawing(
            _("A stroke is made by one of these tools: %(tools)s.", tools=", ".join(TOOLS))
        )
    tool = stroke["tool"]
    is_text, is_eraser = tool == "text", tool == "eraser"
    return Stroke(
        tool=tool,
        colour=INK if is_eraser else _colour(stroke.get("colour")),
        size=_number(stroke.get("size", 1), THE_SIZE, *SIZES),
        opacity=1 if is_eraser else _number(stroke.get("opacity", 1), THE_OPACITY, 0, 1),
        points=() if is_text else _points(stroke, tool),
        text=str(stroke.get("text", ""))[:LONGEST_TEXT] if is_text else "",
        rings=_rings(stroke) if is_text else (),
    )


def _points(stroke: dict[str, Any], tool: str) -> tuple[Point, ...]:
    points = _list(stroke.get("points"), NEEDS_POINTS)
    if len(points) < FEWEST[tool] or len(points) > CORNERS.get(tool, len(points)):
        raise UnreadableDrawing(
            _("“%(tool)s” does not work with %(count)d points.", tool=tool, count=len(points))
        )
    return tuple(_point(point) for point in points)


def _point(point: object) -> Point:
    if not isinstance(point, list | tuple) or len(point) not in (2, 3):
        raise UnreadableDrawing(_("A point is two numbers and, if you like, its pressure."))
    x, y, *pressure = point
    return (
        _number(x, A_POINT, -REACH, REACH),
        _number(y, A_POINT, -REACH, REACH),
        _number(pressure[0], THE_PRESSURE, 0, 1) if pressure else 0.5,
    )


def _rings(stroke: dict[str, Any]) -> tuple[Ring, ...]:
    return tuple(map(_ring, _list(stroke.get("outline"), NEEDS_OUTLINE)))


def _ring(ring: object) -> Ring:
    numbers = [_number(value, A_POINT, -REACH, REACH) for value in _list(ring, NEEDS_OUTLINE)]
    if len(numbers) < 6 or len(numbers) % 2:
        raise UnreadableDrawing(str(NEEDS_OUTLINE))
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _colour(value: object) -> str:
    if not isinstance(value, str) or not COLOUR.fullmatch(value):
        raise UnreadableDrawing(_("A colour is written like #1b1e24."))
    return value.lower()


def _number(value: Any, name: object, least: float, most: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:  # a NaN lies between no two numbers
        raise UnreadableDrawing(
            _(
                "The number for %(name)s must lie between %(least)s and %(most)s.",
                name=name,
                least=least,
                most=most,
            )
        )
    return float(value)


def _list(value: object, sentence: object) -> list:
    if not isinstance(value, list | tuple):
        raise UnreadableDrawing(str(sentence))
    return list(value)
