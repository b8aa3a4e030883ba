"""A drawing made visible: as SVG for every size and as PNG for the pipeline of pictures.

Both are made from the same pieces, so that they show the same picture.
"""

import io
import math
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageDraw

from idealab.sketches.strokes import Point, Stroke, drawing_from

Spot = tuple[float, float]
Ribbon = list[tuple[Spot, Spot]]  # the left and the right edge, point by point

SHARP = math.radians(50)  # a turn beyond this ends a ribbon and begins the next
FINE = 3_200  # pixels across before the picture is made smaller, for clean edges
TAPER = 4  # points over which a pen comes down and lifts


def svg_of(document: object) -> str:
    """The drawing as an SVG document without script, style or link. Raises UnreadableDrawing."""
    drawing = drawing_from(document)
    size = f"{drawing.width} {drawing.height}"
    layers = "".join(f"<g>{''.join(map(_svg_path, layer.strokes))}</g>" for layer in drawing.layers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">'
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="{drawing.paper}"/>'
        f"{layers}</svg>"
    )


def png_of(document: object, width: int) -> bytes:
    """The drawing as a PNG of this width. Raises UnreadableDrawing."""
    drawing = drawing_from(document)
    height = round(width * drawing.height / drawing.width)
    sampling = max(2, round(FINE / width)) if width > FINE / 8 else 8
    large = (width * sampling, height * sampling)
    picture = Image.new("RGB", large, drawing.paper)
    for stroke in drawing.strokes:
        _paint(picture, stroke, large[0] / drawing.width)
    file = io.BytesIO()
    picture.resize((width, height), Image.Resampling.BOX).save(file, "PNG")
    return file.getvalue()


def ribbons_of(stroke: Stroke) -> list[Ribbon]:
    """The outlines of a stroke that has a width, one for each run without a sharp corner."""
    ribbons = []
    for run in _runs(_centre_line(stroke)):
        is_pen = stroke.tool == "pen"
        radii = [_radius(stroke, point) for point in run]
        if is_pen and len(run) > 2 * TAPER:
            radii = [r * _taper(i, len(run)) for i, r in enumerate(radii)]
        ribbons.append(_ribbon(run, radii))
    return ribbons


def _centre_line(stroke: Stroke) -> list[Point]:
    points = list(stroke.points)
    if stroke.tool in ("pen", "marker", "line"):
        return points
    (x1, y1, _), (x2, y2, _) = points
    if stroke.tool == "rect":
        return [(x, y, 0.5) for x, y in ((x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1))]
    centre, radius = ((x1 + x2) / 2, (y1 + y2) / 2), (abs(x2 - x1) / 2, abs(y2 - y1) / 2)
    turns = [step * math.tau / 48 for step in range(50)]
    return [
        (centre[0] + math.cos(a) * radius[0], centre[1] + math.sin(a) * radius[1], 0.5)
        for a in turns
    ]


def _runs(points: list[Point]) -> Iterator[list[Point]]:
    run = points[:1]
    for before, point in pairwise(points):
        if math.dist(before[:2], point[:2]) < 0.05:
            continue
        if len(run) > 1 and _turn(run[-2], run[-1], point) > SHARP:
            yield run
            run = run[-1:]
        run.append(point)
    yield run


def _turn(a: Point, b: Point, c: Point) -> float:
    change = math.atan2(c[1] - b[1], c[0] - b[0]) - math.atan2(b[1] - a[1], b[0] - a[0])
    return abs(math.remainder(change, math.tau))


def _radius(stroke: Stroke, point: Point) -> float:
    """A pen gets thinner and thicker with the pressure; every other tool keeps its width."""
    return stroke.size / 2 * (0.35 + 1.3 * point[2] if stroke.tool == "pen" else 1)


def _taper(position: int, count: int) -> float:
    return min(1.0, (position + 1.5) / TAPER, (count - position + 0.5) / TAPER)


def _ribbon(run: list[Point], radii: list[float]) -> Ribbon:
    if len(run) == 1:  # a dot
        x, y, _ = run[0]
        run, radii = [(x - 0.1, y, 0.5), (x + 0.1, y, 0.5)], radii * 2
    edges = []
    for i, ((x, y, _), radius) in enumerate(zip(run, radii, strict=True)):
        before, after = run[max(0, i - 1)], run[min(len(run) - 1, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1
        across = (-dy / length * radius, dx / length * radius)
        edges.append(((x + across[0], y + across[1]), (x - across[0], y - across[1])))
    return edges


# SVG


def _svg_path(stroke: Stroke) -> str:
    if stroke.tool == "fill":
        shape, rule = "M" + "L".join(_pair(point) for point in stroke.points) + "Z", "evenodd"
    else:
        shape, rule = "".join(map(_svg_ribbon, ribbons_of(stroke))), "nonzero"
    opacity = "" if stroke.opacity == 1 else f' fill-opacity="{stroke.opacity:.2f}"'
    return f'<path d="{shape}" fill="{stroke.colour}"{opacity} fill-rule="{rule}"/>'


def _svg_ribbon(ribbon: Ribbon) -> str:
    left, right = [edge[0] for edge in ribbon], [edge[1] for edge in reversed(ribbon)]
    return (
        f"M{_pair(left[0])}{_svg_side(left)}{_svg_cap(left[-1], right[0])}"
        f"{_svg_side(right)}{_svg_cap(right[-1], left[0])}Z"
    )


def _svg_side(side: list[Spot]) -> str:
    """A smooth line through the middles between the points, which lead it as handles."""
    curves = [f"Q{_pair(here)} {_pair(_middle(here, there))}" for here, there in pairwise(side[1:])]
    return "".join(curves) + f"L{_pair(side[-1])}"


def _svg_cap(start: Spot, end: Spot) -> str:
    radius = max(math.dist(start, end) / 2, 0.1)
    return f"A{radius:.1f} {radius:.1f} 0 0 0 {_pair(end)}"


def _pair(spot: Point | Spot) -> str:
    return f"{spot[0]:.1f} {spot[1]:.1f}"


def _middle(a: Spot, b: Spot) -> Spot:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


# PNG


def _paint(picture: Image.Image, stroke: Stroke, scale: float) -> None:
    """Paint a stroke once, however often it crosses itself: through a mask, like the SVG."""
    shapes, rounds = _shapes(stroke, scale)
    box = _box(shapes, rounds, picture.size)
    if box is None:
        return
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    pen, cover = ImageDraw.Draw(mask), round(stroke.opacity * 255)
    for shape in shapes:
        pen.polygon([(x - box[0], y - box[1]) for x, y in shape], fill=cover)
    for (x, y), radius in rounds:
        x, y = x - box[0], y - box[1]
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=cover)
    picture.paste(stroke.colour, box, mask)


def _shapes(stroke: Stroke, scale: float) -> tuple[list[list[Spot]], list[tuple[Spot, float]]]:
    if stroke.tool == "fill":
        return [[(x * scale, y * scale) for x, y, _ in stroke.points]], []
    shapes, rounds = [], []
    for ribbon in ribbons_of(stroke):
        left = _curved([_scaled(edge[0], scale) for edge in ribbon])
        right = _curved([_scaled(edge[1], scale) for edge in ribbon])
        for i in range(len(left) - 1):
            shapes.append([left[i], left[i + 1], right[i + 1], right[i]])
        for a, b in ((left[0], right[0]), (left[-1], right[-1])):
            rounds.append((_middle(a, b), math.dist(a, b) / 2))
    return shapes, rounds


def _curved(side: list[Spot]) -> list[Spot]:
    """The same curve as in the SVG, in short straight pieces."""
    if len(side) < 3:
        return side
    spots, start = [side[0]], side[0]
    for here, there in pairwise(side[1:]):
        end = _middle(here, there)
        for t in (0.25, 0.5, 0.75, 1):
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            spots.append(
                (
                    a * start[0] + b * here[0] + c * end[0],
                    a * start[1] + b * here[1] + c * end[1],
                )
            )
        start = end
    return [*spots, side[-1]]


def _scaled(spot: Spot, scale: float) -> Spot:
    return (spot[0] * scale, spot[1] * scale)


def _box(
    shapes: list[list[Spot]], rounds: list[tuple[Spot, float]], size: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    """The part of the picture that a stroke touches, or None if it lies outside the paper."""
    xs = [x for shape in shapes for x, _ in shape]
    ys = [y for shape in shapes for _, y in shape]
    reach = max((radius for _, radius in rounds), default=0) + 2
    box = (
        max(0, math.floor(min(xs) - reach)),
        max(0, math.floor(min(ys) - reach)),
        min(size[0], math.ceil(max(xs) + reach)),
        min(size[1], math.ceil(max(ys) + reach)),
    )
    return box if box[0] < box[2] and box[1] < box[3] else None
