"""Paths: how the lines of the demo sketches are written down, and what geometry makes of them."""

import math
import re
from collections.abc import Callable
from itertools import pairwise

Spot = tuple[float, float]
Polyline = list[Spot]

STEP = 9.0  # the distance of two points on a curve
TOKEN = re.compile(r"[MLCZ]|-?\d+(?:\.\d+)?")


def polylines(path: str) -> list[Polyline]:
    """Read a path of absolute M, L, C and Z and give its lines as points."""
    lines: list[Polyline] = []
    command, numbers = "", []
    for token in TOKEN.findall(path):
        if token == "Z":
            lines[-1].extend(_straight(lines[-1][-1], lines[-1][0]))
        elif token.isalpha():
            command = token
        else:
            numbers.append(float(token))
        if len(numbers) == (6 if command == "C" else 2):
            command = _extend(lines, command, numbers)
            numbers = []
    return lines


def polygon(path: str) -> Polyline:
    return [spot for line in polylines(path) for spot in line]


def circle(centre: Spot, radius: float, *, squash: float = 1.0, start: float = 0.0) -> Polyline:
    count = max(24, round(radius * math.tau / STEP))
    turns = [start + i * math.tau / count for i in range(count + 1)]
    return [
        (centre[0] + math.cos(a) * radius, centre[1] + math.sin(a) * radius * squash) for a in turns
    ]


def arc(centre: Spot, radius: float, start: float, end: float) -> Polyline:
    """Part of a circle, in degrees, clockwise on the screen."""
    count = max(8, round(abs(end - start) / 4))
    turns = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(centre[0] + math.cos(a) * radius, centre[1] + math.sin(a) * radius) for a in turns]


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Polyline:
    """A rectangle with round corners."""
    right, low = x + width, y + height
    corners = (
        ((right - radius, y + radius), -90),
        ((right - radius, low - radius), 0),
        ((x + radius, low - radius), 90),
        ((x + radius, y + radius), 180),
    )
    line = [spot for centre, turn in corners for spot in arc(centre, radius, turn, turn + 90)]
    return [*line, line[0]]


def moved(line: Polyline, dx: float, dy: float, *, scale: float = 1.0) -> Polyline:
    return [(x * scale + dx, y * scale + dy) for x, y in line]


def mirrored(line: Polyline, axis: float) -> Polyline:
    return [(2 * axis - x, y) for x, y in line]


def between(
    area: Polyline, upper: Callable[[float], float], lower: Callable[[float], float]
) -> Polyline:
    """The part of an area between two curves: what lies outside is pressed onto the curve."""
    return [(x, min(max(y, upper(x)), lower(x))) for x, y in area]


def slanted(area: Polyline, left: float, right: float, *, lean: float) -> Polyline:
    """The slanted band of an area, for a reflection in glass or a stripe of a marker."""
    return _cut(_cut(area, left, lean=lean, keep=1), right, lean=lean, keep=-1)


def hatching(area: Polyline, angle: float, gap: float) -> list[tuple[Spot, Spot]]:
    """Parallel lines inside an area, as a marker would fill it."""
    turn = math.radians(angle)
    turned = [_turned(spot, -turn) for spot in area]
    low, high = min(y for _, y in turned), max(y for _, y in turned)
    lines = []
    for row in range(int((high - low) / gap)):
        y = low + (row + 0.5) * gap
        crossings = sorted(_crossings(turned, y))
        for a, b in zip(crossings[::2], crossings[1::2], strict=False):
            lines.append((_turned((a, y), turn), _turned((b, y), turn)))
    return lines


def length_of(line: Polyline) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def even(line: Polyline, step: float) -> Polyline:
    """The same line with points at even distances."""
    spots, left = [line[0]], step
    for start, end in pairwise(line):
        distance = math.dist(start, end)
        while distance >= left > 0:
            share = left / distance
            start = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            spots.append(start)
            distance, left = distance - left, step
        left -= distance
    return [*spots, line[-1]]


def _extend(lines: list[Polyline], command: str, numbers: list[float]) -> str:
    """Append what a command draws; give the command that goes on after it."""
    if command == "M":
        lines.append([(numbers[0], numbers[1])])
        return "L"
    start = lines[-1][-1]
    end = (numbers[-2], numbers[-1])
    if command == "L":
        lines[-1].extend(_straight(start, end))
    else:
        handles = (numbers[0], numbers[1]), (numbers[2], numbers[3])
        lines[-1].extend(_curve(start, *handles, end))
    return command


def _straight(start: Spot, end: Spot) -> Polyline:
    count = max(1, round(math.dist(start, end) / (STEP * 2)))
    return [
        (start[0] + (end[0] - start[0]) * i / count, start[1] + (end[1] - start[1]) * i / count)
        for i in range(1, count + 1)
    ]


def _curve(a: Spot, b: Spot, c: Spot, d: Spot) -> Polyline:
    length = math.dist(a, b) + math.dist(b, c) + math.dist(c, d)
    count = max(4, round(length / STEP))
    spots = []
    for i in range(1, count + 1):
        t = i / count
        k = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x, y = (sum(k[n] * p[axis] for n, p in enumerate((a, b, c, d))) for axis in (0, 1))
        spots.append((x, y))
    return spots


def _cut(area: Polyline, edge: float, *, lean: float, keep: int) -> Polyline:
    """What lies on one side of a slanted line."""
    kept: Polyline = []
    for here, there in zip(area, [*area[1:], *area[:1]], strict=True):
        a = keep * (here[0] + lean * here[1] - edge)
        b = keep * (there[0] + lean * there[1] - edge)
        if a >= 0:
            kept.append(here)
        if (a >= 0) != (b >= 0):
            t = a / (a - b)
            x, y = (h + (o - h) * t for h, o in zip(here, there, strict=True))
            kept.append((x, y))
    return kept


def _turned(spot: Spot, angle: float) -> Spot:
    cos, sin = math.cos(angle), math.sin(angle)
    return (spot[0] * cos - spot[1] * sin, spot[0] * sin + spot[1] * cos)


def _crossings(area: Polyline, y: float) -> list[float]:
    found = []
    for (x1, y1), (x2, y2) in zip(area, [*area[1:], area[0]], strict=True):
        if (y1 <= y) != (y2 <= y):
            found.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    return found
