"""The outlines of what a hand drew. static/js/sketch/ribbons.js does the same, word for word."""

import math
from collections.abc import Iterator
from itertools import pairwise

from idealab.sketches.strokes import Point, Stroke

Spot = tuple[float, float]
Ribbon = list[tuple[Spot, Spot]]  # the left and the right edge, point by point

SHARP = math.radians(50)  # a turn beyond this ends a ribbon and begins the next
TAPER = 4  # points over which a pen comes down and lifts
FOLLOWED = ("pen", "marker", "eraser", "line")


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
    if stroke.tool in FOLLOWED:
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


def middle(a: Spot, b: Spot) -> Spot:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
