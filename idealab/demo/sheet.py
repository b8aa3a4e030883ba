"""A sheet of paper with a confident hand over it: what is drawn becomes a stroke document."""

import math
import random
from collections.abc import Callable, Sequence

from idealab.demo.lettering import lettering
from idealab.demo.paths import Polyline, Spot, circle, even, hatching, length_of, polygon, polylines

INK = "#1b1e24"
RED = "#d8402a"
BLUE = "#2f6db3"
GOLD = "#e0912b"
WIDTH, HEIGHT = 2400, 1200
SCALE = 2  # the drawings are thought on 1200 × 600

Lines = str | Sequence[Spot]


class Sheet:
    """The same seed draws the same lines, down to the last wobble."""

    def __init__(self, seed: int, *, paper: str = "#f3efe6") -> None:
        self.random = random.Random(seed)
        self.paper = paper
        self.zoom(1)
        self.layers: dict[str, list[dict]] = {}
        self.on("Guides")

    def on(self, layer: str) -> "Sheet":
        self.strokes = self.layers.setdefault(layer, [])
        return self

    def zoom(self, scale: float, *, at: Spot = (600, 300)) -> "Sheet":
        """From here on draw smaller or larger around a spot."""
        self.scale, self.centre = scale, at
        return self

    def document(self) -> dict:
        layers = [{"name": name, "strokes": strokes} for name, strokes in self.layers.items()]
        return {"v": 1, "w": WIDTH, "h": HEIGHT, "paper": self.paper, "layers": layers}

    # Areas

    def fill(self, area: Lines, colour: str, *, opacity: float = 1.0, wobble: float = 0.0) -> None:
        spots = polygon(area) if isinstance(area, str) else list(area)
        if len(spots) < 3:
            return
        hand = self._hand(wobble)
        points = [[*self._place(hand(spot, i * 9)), 0.5] for i, spot in enumerate(spots)]
        self._add("fill", colour, 1, opacity, points)

    def hatch(
        self,
        area: Lines,
        *,
        angle: float,
        gap: float,
        size: float = 1.4,
        colour: str = INK,
        opacity: float = 0.25,
        tool: str = "pen",
    ) -> None:
        spots = polygon(area) if isinstance(area, str) else list(area)
        for start, end in hatching(spots, angle, gap):
            slip = self.random.uniform(-2.5, 2.5)
            line = [(start[0] + slip, start[1]), (end[0] + slip, end[1])]
            self._stroke(tool, even(line, 40), size, colour, opacity, wobble=0.8)

    def outlined(
        self, area: Lines, colour: str, *, size: float = 2.4, opacity: float = 1.0, ink: str = INK
    ) -> None:
        self.fill(area, colour, opacity=opacity)
        self.pen(area, size, colour=ink, passes=1, wobble=0.7)

    def disc(self, centre: Spot, radius: float, colour: str, *, opacity: float = 1.0) -> None:
        self.fill(circle(centre, radius), colour, opacity=opacity)

    # Lines

    def pen(
        self,
        path: Lines,
        size: float = 2.4,
        *,
        colour: str = INK,
        opacity: float = 0.9,
        passes: int = 2,
        wobble: float = 1.2,
    ) -> None:
        """One sure line; each further pass is thinner, paler and strays a little more."""
        for line in _lines(path):
            for turn in range(passes):
                width = size if turn == 0 else size * 0.5
                paler = opacity if turn == 0 else opacity * 0.42
                stray = wobble * (0.45 if turn == 0 else 1.5)
                self._stroke("pen", line, width, colour, paler, wobble=stray)

    def marker(self, path: Lines, size: float, colour: str, *, opacity: float = 0.35) -> None:
        for line in _lines(path):
            self._stroke("marker", line, size, colour, opacity, wobble=1.5)

    def ring(self, centre: Spot, radius: float, size: float = 2.0, **how) -> None:
        start = self.random.uniform(0, math.tau)
        self.pen(circle(centre, radius, start=start), size, **how)

    def dashed(
        self, path: Lines, size: float = 3.0, *, colour: str = RED, dash: float = 11.0
    ) -> None:
        for line in _lines(path):
            spots = even(line, dash / 3)
            for i in range(0, len(spots) - 3, 6):
                self._stroke("pen", spots[i : i + 4], size, colour, 0.95, wobble=0.2)

    def guide(self, path: Lines, *, opacity: float = 0.28) -> None:
        self.pen(path, 1.2, opacity=opacity, passes=1, wobble=0.9)

    def arrow(
        self, path: Lines, *, colour: str = RED, size: float = 3.6, dotted: bool = False
    ) -> None:
        line = _lines(path)[-1]
        if dotted:
            self.dashed(line, size, colour=colour)
        else:
            self.pen(line, size, colour=colour, passes=2, wobble=1)
        self._head(line, colour=colour, size=size)

    def dimension(self, start: Spot, end: Spot, text: str, *, colour: str = INK) -> None:
        """A dimension line with slashes at its ends and a number on it."""
        self.pen([start, end], 1.5, colour=colour, opacity=0.6, passes=1, wobble=0.5)
        for x, y in (start, end):
            self.pen([(x - 5, y + 6), (x + 5, y - 6)], 1.8, colour=colour, passes=1, opacity=0.7)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        width = len(text) * 11 * 5.6 / 6
        upright = abs(end[0] - start[0]) < abs(end[1] - start[1])
        where = (
            (middle[0] + 9, middle[1] - 5) if upright else (middle[0] - width / 2, middle[1] - 18)
        )
        self.write(text, where, 11, colour=colour, size=1.6)

    def write(
        self, text: str, at: Spot, height: float, *, colour: str = INK, size: float = 1.8
    ) -> None:
        for line in lettering(text, height):
            spots = even([(x + at[0], y + at[1]) for x, y in line], 5)
            self._stroke("pen", spots, size, colour, 0.85, wobble=0.35)

    def frame(self, start: Spot, end: Spot, *, size: float = 1.2, opacity: float = 0.4) -> None:
        corners = [[*self._place(start), 0.5], [*self._place(end), 0.5]]
        self._add("rect", INK, size, opacity, corners)

    # The hand

    def _head(self, line: Polyline, *, colour: str, size: float) -> None:
        end = line[-1]
        before = next((s for s in reversed(line) if math.dist(s, end) > 12), line[0])
        back = math.atan2(before[1] - end[1], before[0] - end[0])
        length = 9 + size * 2
        for turn in (-0.5, 0.5):
            tip = (end[0] + math.cos(back + turn) * length, end[1] + math.sin(back + turn) * length)
            self.pen([tip, end], size, colour=colour, passes=1, wobble=0.3)

    def _stroke(
        self, tool: str, line: Polyline, size: float, colour: str, opacity: float, *, wobble: float
    ) -> None:
        hand, heavy = self._hand(wobble), self.random.uniform(0, math.tau)
        length, points, way = length_of(line) or 1.0, [], 0.0
        for i, spot in enumerate(line):
            way += math.dist(line[i - 1], spot) if i else 0
            pressure = 0.5 + 0.16 * math.sin(heavy + way / 90) - 0.1 * abs(way / length - 0.5)
            points.append([*self._place(hand(spot, way)), round(pressure, 2)])
        self._add(tool, colour, size, opacity, points)

    def _hand(self, wobble: float) -> Callable[[Spot, float], Spot]:
        """A slow drift and a quick tremble, the way a hand moves along a line."""
        phases = [self.random.uniform(0, math.tau) for _ in range(4)]
        reach = self.random.uniform(70, 120)

        def drift(spot: Spot, way: float) -> Spot:
            slow, quick = way / reach, way / (reach * 0.23)
            dx = math.sin(slow + phases[0]) + 0.3 * math.sin(quick + phases[1])
            dy = math.sin(slow + phases[2]) + 0.3 * math.sin(quick + phases[3])
            return (spot[0] + wobble * dx, spot[1] + wobble * dy)

        return drift

    def _place(self, spot: Spot) -> tuple[float, float]:
        x, y = (
            (value - middle) * self.scale + middle
            for value, middle in zip(spot, self.centre, strict=True)
        )
        return (round(x * SCALE, 1), round(y * SCALE, 1))

    def _add(self, tool: str, colour: str, size: float, opacity: float, points: list) -> None:
        self.strokes.append(
            {
                "tool": tool,
                "colour": colour,
                "size": max(0.4, round(size * SCALE * self.scale**0.6, 1)),
                "opacity": round(opacity, 2),
                "points": points,
            }
        )


def _lines(path: Lines) -> list[Polyline]:
    return polylines(path) if isinstance(path, str) else [list(path)]
