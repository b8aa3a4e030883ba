"""The stroke document: a drawing as plain JSON, and what may stand in it.

{"v": 1, "w": 2400, "h": 1200, "paper": "#f6f1e7",
 "layers": [{"name": "Lines", "strokes": [
     {"tool": "pen", "colour": "#1b1e24", "size": 6, "opacity": 1,
      "points": [[x, y, pressure], …]}]}]}

The first layer lies at the bottom. A pen or marker follows its points; line, ellipse and rect are
told by two corners; fill is the area its points enclose. The pressure (0 to 1) may be left out.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from idealab.lib.errors import Refused
from idealab.lib.languages import _, lazy

Point = tuple[float, float, float]

LARGEST_BYTES = 2_000_000
MOST_STROKES = 3_000
MOST_LAYERS = 24
SIDES = (100, 6_000)
SIZES = (0.2, 400)
CORNERS = {"line": 2, "ellipse": 2, "rect": 2}
FEWEST = {"pen": 1, "marker": 1, "fill": 3, **CORNERS}
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

# A drawing has thousands of numbers: their names are only put into words when one is refused.
THE_WIDTH, THE_HEIGHT = lazy("the width"), lazy("the height")
THE_SIZE, THE_OPACITY = lazy("the size of a stroke"), lazy("the opacity of a stroke")
A_POINT, THE_PRESSURE = lazy("a point"), lazy("the pressure")
NEEDS_LAYERS = lazy("A drawing needs a list of layers.")
NEEDS_STROKES = lazy("Each layer needs a list of strokes.")
NEEDS_POINTS = lazy("Each stroke needs a list of points.")


class UnreadableDrawing(Refused):
    """The drawing cannot be taken as it is; the message says why."""

    status = 422


@dataclass(frozen=True)
class Stroke:
    tool: str
    colour: str
    size: float
    opacity: float
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layer:
    name: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    paper: str
    layers: tuple[Layer, ...]

    @property
    def strokes(self) -> list[Stroke]:
        return [stroke for layer in self.layers for stroke in layer.strokes]


def drawing_from_text(text: str | bytes) -> Drawing:
    """Read a drawing as it was sent. Raises UnreadableDrawing."""
    if len(text if isinstance(text, bytes) else text.encode()) > LARGEST_BYTES:
        raise UnreadableDrawing(_("This drawing is larger than 2 MB. Fewer strokes will do."))
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as reason:
        raise UnreadableDrawing(_("This drawing could not be read. Draw it again.")) from reason
    return drawing_from(document)


def drawing_from(document: object) -> Drawing:
    """Read a drawing from plain JSON values. Raises UnreadableDrawing."""
    if not isinstance(document, dict) or document.get("v") != 1:
        raise UnreadableDrawing(_("This is not a drawing of version 1."))
    layers = _list(document.get("layers"), NEEDS_LAYERS)
    if len(layers) > MOST_LAYERS:
        raise UnreadableDrawing(_("A drawing has at most %(most)d layers.", most=MOST_LAYERS))
    drawing = Drawing(
        width=round(_number(document.get("w"), THE_WIDTH, *SIDES)),
        height=round(_number(document.get("h"), THE_HEIGHT, *SIDES)),
        paper=_colour(document.get("paper")),
        layers=tuple(_layer(layer) for layer in layers),
    )
    if len(drawing.strokes) > MOST_STROKES:
        raise UnreadableDrawing(_("A drawing has at most %(most)d strokes.", most=MOST_STROKES))
    return drawing


def _layer(layer: object) -> Layer:
    if not isinstance(layer, dict) or not isinstance(layer.get("name"), str):
        raise UnreadableDrawing(_("Each layer needs a name."))
    strokes = _list(layer.get("strokes"), NEEDS_STROKES)
    if len(strokes) > MOST_STROKES:
        raise UnreadableDrawing(_("A drawing has at most %(most)d strokes.", most=MOST_STROKES))
    return Layer(layer["name"][:80], tuple(_stroke(stroke) for stroke in strokes))


def _stroke(stroke: object) -> Stroke:
    if not isinstance(stroke, dict) or stroke.get("tool") not in FEWEST:
        raise UnreadableDrawing(
            _("A stroke is made by one of these tools: %(tools)s.", tools=", ".join(FEWEST))
        )
    tool = stroke["tool"]
    points = _list(stroke.get("points"), NEEDS_POINTS)
    if len(points) < FEWEST[tool] or len(points) > CORNERS.get(tool, len(points)):
        raise UnreadableDrawing(
            _("“%(tool)s” does not work with %(count)d points.", tool=tool, count=len(points))
        )
    return Stroke(
        tool=tool,
        colour=_colour(stroke.get("colour")),
        size=_number(stroke.get("size", 1), THE_SIZE, *SIZES),
        opacity=_number(stroke.get("opacity", 1), THE_OPACITY, 0, 1),
        points=tuple(_point(point) for point in points),
    )


def _point(point: object) -> Point:
    if not isinstance(point, list | tuple) or len(point) not in (2, 3):
        raise UnreadableDrawing(_("A point is two numbers and, if you like, its pressure."))
    x, y, *pressure = point
    reach = SIDES[1] * 2
    return (
        _number(x, A_POINT, -reach, reach),
        _number(y, A_POINT, -reach, reach),
        _number(pressure[0], THE_PRESSURE, 0, 1) if pressure else 0.5,
    )


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
