"""Side views: six vehicles in marker and pen."""

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from idealab.demo.paths import Polyline, Spot, arc, between, circle, moved, polygon, slanted
from idealab.demo.sheet import INK, Sheet

NIGHT = "#26323d"
WELL = "#0f1216"
ALLOY = "#e9e6df"
Curve = Callable[[float], float]


@dataclass(frozen=True)
class Vehicle:
    front_wheel: float
    rear_wheel: float
    axle: float
    radius: float
    sill: float
    lamp: tuple[float, float, float]
    top: str
    glass: str
    tail: str
    mirror: str
    lines: tuple[str, ...]

    @property
    def ground(self) -> float:
        return self.axle + self.radius

    @property
    def outline(self) -> Polyline:
        """The body from the front over the roof and back along the sill and the arches."""
        line = polygon(self.top)
        for x in (self.rear_wheel, self.front_wheel):
            line += _arch((x, self.axle), self.radius + 13, self.sill)
        return [*line, line[0]]


@cache
def vehicle(kind: str) -> Vehicle:
    text = files("idealab.demo").joinpath("content/vehicles.toml").read_text()
    return Vehicle(**tomllib.loads(text)[kind])


def side_view(
    kind: str,
    colour: str,
    *,
    seed: int,
    paper: str = "#f3efe6",
    spokes: int = 5,
    zoom: float = 1.0,
    at: Spot = (600, 300),
) -> Sheet:
    """A vehicle seen from its left, ready for what the idea adds."""
    sheet, car = Sheet(seed, paper=paper).zoom(zoom, at=at), vehicle(kind)
    _construction(sheet, car)
    _shadow(sheet, car)
    _body(sheet.on("Colour"), car, colour)
    _glass(sheet, car)
    for x in (car.front_wheel, car.rear_wheel):
        well = _arch((x, car.axle), car.radius + 12, car.sill)
        sheet.fill(well, WELL)
        wheel(sheet, (x, car.axle), car.radius, spokes=spokes)
    _lights(sheet, car)
    _lines(sheet.on("Lines"), car, colour)
    return sheet.on("Idea")


def wheel(sheet: Sheet, centre: Spot, radius: float, *, spokes: int = 5) -> None:
    sheet.disc(centre, radius, "#17191d")
    sheet.fill(circle(centre, radius * 0.76), ALLOY)
    gap = 360 / spokes
    for i in range(spokes):
        start = i * gap - 90 + gap * 0.16
        window = arc(centre, radius * 0.66, start, start + gap * 0.68)
        window += arc(centre, radius * 0.24, start + gap * 0.6, start + gap * 0.08)
        sheet.fill(window, "#2b3038")
    sheet.fill(arc(centre, radius * 0.76, 20, 160), INK, opacity=0.16)
    sheet.disc(centre, radius * 0.15, ALLOY)
    sheet.disc(centre, radius * 0.08, INK)
    sheet.ring(centre, radius * 0.76, 1.8, passes=1, wobble=0.6)
    sheet.ring((centre[0] + 1, centre[1] - 1), radius + 1.5, 2.2, passes=2, wobble=1)
    sheet.pen(arc(centre, radius * 0.88, 200, 290), 2.6, colour="#ffffff", opacity=0.4, passes=1)


def _construction(sheet: Sheet, car: Vehicle) -> None:
    ground, front, rear = car.ground, car.front_wheel, car.rear_wheel
    sheet.guide([(-140, ground + 1), (600, ground + 2), (1340, ground + 1)])
    for x in (front, rear):
        sheet.guide([(x, 70), (x + 1, ground + 52)])
    sheet.guide("M 20 318 C 400 288 800 284 1180 308", opacity=0.2)
    millimetres = f"{round((rear - front) * 4.56 / 10) * 10}"
    sheet.dimension((front, ground + 44), (rear, ground + 44), millimetres)


def _shadow(sheet: Sheet, car: Vehicle) -> None:
    ground = car.ground
    pool = (
        f"M 180 {ground - 8} C 400 {ground + 8} 800 {ground + 8} 1020 {ground - 8} "
        f"L 1056 {ground + 12} C 800 {ground + 28} 380 {ground + 28} 156 {ground + 12} Z"
    )
    sheet.fill(pool, INK, opacity=0.15, wobble=2)
    sheet.hatch(pool, angle=142, gap=9, opacity=0.3)


def _body(sheet: Sheet, car: Vehicle, colour: str) -> None:
    body = car.outline
    sheet.fill(moved(body, sheet.random.uniform(-5, 5), 3), colour)

    def waist(x: float) -> float:
        return car.sill - 86 - 22 * math.sin((x - 150) / 940 * math.pi)

    def under(depth: float) -> Curve:
        return lambda x: waist(x) + depth

    sheet.fill(between(body, waist, _ground), INK, opacity=0.17)
    sheet.fill(between(body, under(58), _ground), INK, opacity=0.2)
    sheet.fill(between(body, under(-33), under(-21)), "#ffffff", opacity=0.55)
    upper = between(body, lambda _x: 0, waist)
    for start in range(280, 1400, 46):
        width = sheet.random.uniform(18, 34)
        sheet.fill(slanted(upper, start, start + width, lean=0.6), INK, opacity=0.045)
    for depth in (0, 14, 26):
        sheet.fill(between(body, under(8 + depth), _ground), INK, opacity=0.05)


def _ground(_x: float) -> float:
    return 900.0


def _glass(sheet: Sheet, car: Vehicle) -> None:
    glass = polygon(car.glass)
    left, right = min(x for x, _ in glass), max(x for x, _ in glass)
    low = max(y for _, y in glass)
    sheet.fill(glass, NIGHT)
    sheet.fill(between(glass, lambda _x: low - 34, lambda _x: low), "#53606b", opacity=0.5)
    for share, width in ((0.3, 54), (0.62, 20), (0.68, 8)):
        start = left + (right - left) * share + 0.75 * 200
        sheet.fill(slanted(glass, start, start + width, lean=0.75), "#ffffff", opacity=0.2)


def _lights(sheet: Sheet, car: Vehicle) -> None:
    x, y, radius = car.lamp
    sheet.fill(car.tail, "#d8402a")
    sheet.disc((x, y), radius + 1, "#ffffff")
    sheet.ring((x, y), radius + 1, 2.2, wobble=0.5)
    sheet.ring((x, y), radius * 0.52, 1.5, passes=1, wobble=0.3)
    sheet.pen(car.tail, 1.6, passes=1, wobble=0.4)


def _lines(sheet: Sheet, car: Vehicle, colour: str) -> None:
    sheet.pen(car.outline, 1.7, opacity=0.75, passes=1, wobble=0.7)
    sheet.pen(car.top, 3.8, passes=3, wobble=1.5)
    sheet.pen(car.glass, 2.3, wobble=1)
    for line in car.lines:
        sheet.pen(line, 1.8, opacity=0.8)
    sheet.outlined(car.mirror, colour, size=2)


def _arch(centre: Spot, radius: float, sill: float) -> Polyline:
    """The wheel arch from right to left, standing on the sill."""
    dip = math.degrees(math.asin((sill - centre[1]) / radius))
    return arc(centre, radius, dip, -180 - dip)
