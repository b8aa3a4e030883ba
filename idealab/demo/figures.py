"""Who and what stands around the vehicles: people, a dog, bicycles, trees, lamps and houses."""

import math

from idealab.demo.paths import Polyline, Spot, arc, circle, moved, polygon, rounded
from idealab.demo.sheet import INK, Sheet

GREY = "#49525f"
STANDING = (
    "M -3 -85 C -9 -84 -12 -80 -13 -70 C -14 -60 -14 -52 -12 -45 L -8 -46 C -9 -54 -8 -60 -7 -64 "
    "C -8 -54 -9 -46 -8 -40 C -9 -26 -11 -12 -14 -3 L -16 0 L -7 0 L -6 -4 C -3 -14 -1 -24 1 -33 "
    "C 3 -24 6 -14 7 -4 L 7 0 L 16 0 L 13 -4 C 12 -16 10 -28 9 -40 C 10 -48 9 -56 8 -64 "
    "C 10 -58 13 -52 16 -46 L 19 -49 C 17 -58 14 -68 12 -76 C 10 -82 7 -84 3 -85 Z"
)
COAT = (
    "M -3 -85 C -9 -84 -12 -79 -13 -70 C -15 -60 -16 -52 -14 -44 L -10 -45 C -10 -52 -9 -57 -8 -60 "
    "C -9 -48 -12 -36 -15 -27 L -7 -26 C -7 -16 -8 -8 -9 0 L -2 0 C 0 -8 1 -17 2 -26 "
    "C 3 -17 5 -8 8 0 L 14 0 C 12 -9 10 -18 9 -26 L 15 -28 C 12 -38 9 -50 8 -60 "
    "C 11 -54 15 -50 20 -47 L 22 -51 "
    "C 17 -58 14 -68 12 -76 C 10 -82 7 -84 3 -85 Z"
)
SITTING = (
    "M -6 -54 C -14 -50 -17 -40 -16 -24 L -15 -6 C -14 0 -8 3 -2 3 L 24 1 L 27 28 L 36 28 L 33 -4 "
    "C 32 -9 28 -12 23 -12 L 2 -13 L 3 -34 L 22 -26 L 25 -31 L 6 -48 C 4 -54 -1 -56 -6 -54 Z"
)
DOG = (
    "M -34 -34 C -40 -44 -44 -52 -52 -54 C -44 -60 -34 -52 -30 -42 L 14 -44 C 18 -54 24 -60 34 -60 "
    "C 40 -60 48 -54 54 -50 C 54 -44 48 -42 40 -42 C 36 -36 34 -30 28 -24 L 28 0 L 21 0 L 19 -18 "
    "L -18 -18 L -22 0 L -30 0 L -30 -20 C -36 -24 -36 -30 -34 -34 Z"
)
CROWN = (
    "M -46 0 C -70 -8 -72 -44 -46 -54 C -48 -88 0 -104 18 -82 C 48 -88 66 -58 52 -38 "
    "C 70 -18 48 6 24 2 C 8 14 -24 12 -46 0 Z"
)


def person(
    sheet: Sheet, feet: Spot, height: float, *, colour: str = GREY, coat: bool = False
) -> None:
    scale = height / 100
    body = moved(polygon(COAT if coat else STANDING), *feet, scale=scale)
    sheet.outlined(body, colour, size=1.8)
    head = (feet[0], feet[1] - 93 * scale)
    sheet.fill(circle(head, 6.8 * scale), colour)
    sheet.ring(head, 6.8 * scale, 1.8, passes=1, wobble=0.5)


def sitting(sheet: Sheet, hip: Spot, scale: float, *, colour: str = GREY, facing: int = -1) -> None:
    """A person on a seat; facing −1 looks to the left."""
    body = [(x * -facing * -1 * scale, y * scale) for x, y in polygon(SITTING)]
    sheet.outlined(moved(body, *hip), colour, size=1.8)
    head = (hip[0] - 3 * facing * scale, hip[1] - 68 * scale)
    sheet.fill(circle(head, 11 * scale), colour)
    sheet.ring(head, 11 * scale, 1.8, passes=1, wobble=0.4)


def dog(sheet: Sheet, feet: Spot, scale: float, *, colour: str = "#8a6242") -> None:
    sheet.outlined(moved(polygon(DOG), *feet, scale=scale), colour, size=1.8)
    sheet.disc((feet[0] + 38 * scale, feet[1] - 53 * scale), 1.8 * scale, INK)


def bicycle(
    sheet: Sheet, ground: Spot, scale: float, *, colour: str = INK, width: float = 3
) -> None:
    """A bicycle of about 190 × 110 units; the spot is where its middle touches the ground."""
    x, y = ground
    rear, front = (x - 62 * scale, y - 33 * scale), (x + 62 * scale, y - 33 * scale)
    for hub in (rear, front):
        sheet.ring(hub, 33 * scale, width * 0.8, passes=2, wobble=0.6)
        for k in range(8):
            rim = arc(hub, 31 * scale, k * 45, k * 45 + 1)[0]
            sheet.pen([hub, rim], width * 0.2, opacity=0.5, passes=1, wobble=0)
    crank = (x - 8 * scale, y - 30 * scale)
    seat, head = (x - 26 * scale, y - 88 * scale), (x + 44 * scale, y - 86 * scale)
    for line in ([rear, seat, crank, rear], [seat, head, crank], [head, front]):
        sheet.pen(line, width, colour=colour, passes=1, wobble=0.4)
    sheet.pen(
        [(seat[0] - 12 * scale, seat[1] - 8), (seat[0] + 10 * scale, seat[1] - 7)], width * 1.8
    )
    bar = [head, (head[0] - 2, head[1] - 14 * scale), (head[0] + 14 * scale, head[1] - 18 * scale)]
    sheet.pen(bar, width, passes=1, wobble=0.3)
    sheet.ring(crank, 7 * scale, width * 0.6, passes=1, wobble=0.2)


def wheelchair(sheet: Sheet, ground: Spot, scale: float, *, colour: str) -> None:
    x, y = ground
    sitting(sheet, (x + 2 * scale, y - 52 * scale), scale * 1.05, colour=colour, facing=-1)
    sheet.ring((x, y - 30 * scale), 30 * scale, 3.4, wobble=0.6)
    sheet.ring((x, y - 30 * scale), 24 * scale, 1.4, passes=1, wobble=0.5)
    sheet.ring((x - 42 * scale, y - 9 * scale), 9 * scale, 2.6, passes=1, wobble=0.3)
    frame = [(22, -84), (18, -46), (-28, -44), (-40, -12)]
    sheet.pen([(x + a * scale, y + b * scale) for a, b in frame], 3, passes=1, wobble=0.4)
    sheet.pen([(x + 22 * scale, y - 84 * scale), (x + 34 * scale, y - 86 * scale)], 3, passes=1)


def tree(sheet: Sheet, foot: Spot, height: float, *, colour: str = "#7d9a6a") -> None:
    scale = height / 160
    trunk = [(foot[0] - 4 * scale, foot[1]), (foot[0] - 2 * scale, foot[1] - 80 * scale)]
    trunk += [(foot[0] + 3 * scale, foot[1] - 80 * scale), (foot[0] + 5 * scale, foot[1])]
    sheet.outlined([*trunk, trunk[0]], "#7a6552", size=1.6)
    crown = moved(polygon(CROWN), foot[0], foot[1] - 62 * scale, scale=scale)
    sheet.fill(crown, colour, opacity=0.9)
    sheet.fill(moved(crown, 10 * scale, 12 * scale), INK, opacity=0.07)
    sheet.hatch(crown, angle=58, gap=9, opacity=0.3)
    sheet.pen(crown, 2, wobble=2)


def house(sheet: Sheet, corner: Spot, size: Spot, colour: str, *, floors: int = 4) -> None:
    """A town house with its lower left corner here, windows in rows and a door."""
    (x, y), (width, height) = corner, size
    front = [(x, y), (x, y - height), (x + width, y - height - 3), (x + width, y), (x, y)]
    sheet.fill(front, colour, wobble=1)
    sheet.hatch(front, angle=75, gap=13, size=7, opacity=0.04, tool="marker")
    storey = height / floors
    for floor in range(floors):
        for k in range(3):
            left, top = x + width * (0.12 + k * 0.29), y - height + storey * (floor + 0.24)
            if floor == floors - 1 and k == 1:
                continue
            pane = rounded(left, top, width * 0.18, storey * 0.5, 2)
            lit = sheet.random.random() < 0.3
            sheet.outlined(pane, "#f3cf7e" if lit else "#59646f", size=1.3)
    door = rounded(x + width * 0.41, y - storey * 0.78, width * 0.18, storey * 0.78, 3)
    sheet.outlined(door, "#8c3b2b", size=1.6)
    sheet.pen(front, 2.2, wobble=1.2)


def lamp_post(sheet: Sheet, foot: Spot, height: float, *, glow: bool = True) -> Spot:
    """A street lamp leaning to the right; gives the place of its light."""
    x, y = foot
    light = (x + height * 0.2, y - height + 6)
    if glow:
        cone = [light, (light[0] + height * 0.34, y), (light[0] - height * 0.26, y)]
        sheet.fill([*cone, cone[0]], "#f3cf7e", opacity=0.28)
    pole = f"M {x} {y} L {x} {y - height * 0.86} C {x} {y - height} {x + 20} {y - height} "
    sheet.pen(f"{pole}{light[0]} {y - height}", 6, passes=1)
    sheet.pen([(x - 9, y), (x + 9, y)], 6, passes=1)
    shade = [
        (light[0] - 16, light[1] - 6),
        (light[0] + 18, light[1] - 6),
        (light[0] + 8, light[1] + 5),
    ]
    sheet.outlined([*shade, (light[0] - 7, light[1] + 5), shade[0]], "#3b4452", size=1.6)
    return light


def sun(sheet: Sheet, centre: Spot, radius: float) -> None:
    sheet.disc(centre, radius, "#f0b13f")
    sheet.ring(centre, radius, 1.6, opacity=0.6)
    for k in range(12):
        angle = k * math.tau / 12 + 0.1
        ray = [
            (centre[0] + math.cos(angle) * radius * f, centre[1] + math.sin(angle) * radius * f)
            for f in (1.4, 1.9 if k % 2 else 2.1)
        ]
        sheet.pen(ray, 3.4, colour="#e0912b", passes=1, wobble=0.3)


def cable(sheet: Sheet, path: str | Polyline, *, colour: str = "#2f6db3") -> None:
    sheet.pen(path, 7, passes=1, wobble=0.6)
    sheet.pen(path, 3.2, colour=colour, passes=1, opacity=1, wobble=0.6)


def waves(sheet: Sheet, centre: Spot, turns: tuple[float, float], *, colour: str) -> None:
    """Three arcs of sound, warmth or radio around a spot."""
    for radius in (18, 30, 42):
        sheet.pen(arc(centre, radius, *turns), 3, colour=colour, passes=1, wobble=0.5)
