"""A drawing as SVG: shapes and masks, and nothing that could act."""

import math
from collections.abc import Sequence
from itertools import groupby, pairwise

from idealab.sketches.ribbons import Ribbon, Spot, middle, ribbons_of
from idealab.sketches.strokes import Drawing, Layer, Point, Stroke, drawing_from


def svg_of(document: object) -> str:
    """The drawing as an SVG document without script, style or link. Raises UnreadableDrawing."""
    drawing = drawing_from(document)
    size = f"{drawing.width} {drawing.height}"
    sheet = f'<rect width="{drawing.width}" height="{drawing.height}" fill="'
    masks: list[str] = []
    shown = (layer for layer in drawing.layers if not layer.hidden)
    layers = "".join(f"<g>{_layer(layer, drawing, masks)}</g>" for layer in shown)
    defs = f"<defs>{''.join(masks)}</defs>" if masks else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">'
        f'{defs}{sheet}{drawing.paper}"/>{layers}</svg>'
    )


def _layer(layer: Layer, drawing: Drawing, masks: list[str]) -> str:
    """The strokes in their order; what was drawn before an eraser lies within a mask of it."""
    drawn = ""
    for erases, run in groupby(layer.strokes, key=lambda stroke: stroke.tool == "eraser"):
        if not erases:
            drawn += "".join(map(_path, run))
            continue
        name = f"m{len(masks) + 1}"
        size = f'width="{drawing.width}" height="{drawing.height}"'
        masks.append(
            f'<mask id="{name}" maskUnits="userSpaceOnUse" x="0" y="0" {size}>'
            f'<rect {size} fill="#ffffff"/>{"".join(map(_path, run))}</mask>'
        )
        drawn = f'<g mask="url(#{name})">{drawn}</g>'
    return drawn


def _path(stroke: Stroke) -> str:
    if stroke.tool == "fill":
        shape, rule = _ring([(x, y) for x, y, _pressure in stroke.points]), "evenodd"
    elif stroke.tool == "text":
        shape, rule = "".join(map(_ring, stroke.rings)), "evenodd"
    else:
        shape, rule = "".join(map(_ribbon, ribbons_of(stroke))), "nonzero"
    opacity = "" if stroke.opacity == 1 else f' fill-opacity="{stroke.opacity:.2f}"'
    return f'<path d="{shape}" fill="{stroke.colour}"{opacity} fill-rule="{rule}"/>'


def _ring(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(map(_pair, spots)) + "Z"


def _ribbon(ribbon: Ribbon) -> str:
    left, right = [edge[0] for edge in ribbon], [edge[1] for edge in reversed(ribbon)]
    return (
        f"M{_pair(left[0])}{_side(left)}{_cap(left[-1], right[0])}"
        f"{_side(right)}{_cap(right[-1], left[0])}Z"
    )


def _side(side: list[Spot]) -> str:
    """A smooth line through the middles between the points, which lead it as handles."""
    curves = [f"Q{_pair(here)} {_pair(middle(here, there))}" for here, there in pairwise(side[1:])]
    return f"L{_pair(middle(*side[:2]))}{''.join(curves)}L{_pair(side[-1])}"


def _cap(start: Spot, end: Spot) -> str:
    radius = max(math.dist(start, end) / 2, 0.1)
    return f"A{radius:.1f} {radius:.1f} 0 0 0 {_pair(end)}"


def _pair(spot: Point | Spot) -> str:
    return f"{spot[0]:.1f} {spot[1]:.1f}"
