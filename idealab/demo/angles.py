"""Other views of a car: from the front, from behind, from above, and from the driver's seat."""

from collections.abc import Callable

from idealab.demo.paths import Polyline, between, circle, mirrored, moved, polygon, rounded, slanted
from idealab.demo.sheet import INK, Sheet

AXIS = 600.0
NIGHT = "#26323d"
HALF = (
    "M 600 128 C 500 126 442 138 416 176 C 396 208 380 244 362 282 C 330 296 318 330 318 372 "
    "C 318 412 322 444 336 462 C 420 472 520 474 600 474"
)
SCREEN = "M 600 154 C 520 152 462 160 444 186 C 424 216 410 244 400 268 C 460 282 540 286 600 286"
REAR_SCREEN = (
    "M 600 152 C 520 150 468 156 450 180 C 436 200 426 220 420 238 C 470 250 540 254 600 254"
)
EAR = "M 366 276 C 346 262 326 262 316 274 C 322 288 344 292 362 286 Z"
PLAN = (
    "M 196 300 C 194 240 206 194 252 180 C 340 162 460 158 600 158 C 760 158 880 162 946 178 "
    "C 990 192 1004 240 1004 300"
)
PLAN_SCREEN = "M 402 300 C 400 252 404 214 416 192 L 482 206 C 474 236 472 268 472 300"
PLAN_REAR = "M 860 300 C 860 262 858 232 852 206 L 906 196 C 916 226 918 264 918 300"


def front_view(colour: str, *, seed: int, paper: str = "#f2ede3", zoom: float = 1.0) -> Sheet:
    sheet, body = _standing(colour, seed=seed, paper=paper, zoom=zoom)
    screen = _whole(SCREEN)
    sheet.fill(screen, NIGHT)
    for start in (744, 800):
        band = slanted(screen, start, start + (34 if start == 744 else 12), lean=1.0)
        sheet.fill(band, "#ffffff", opacity=0.22)
    mouth = rounded(468, 372, 264, 36, 16)
    sheet.fill(mouth, INK, opacity=0.88)
    for i in range(10):
        x = 492 + i * 24
        sheet.pen([(x, 380), (x, 400)], 2, colour="#ffffff", opacity=0.5, passes=1)
    for x in (392, 808):
        sheet.disc((x, 346), 37, "#ffffff")
        sheet.ring((x, 346), 37, 3)
        sheet.ring((x, 346), 25, 1.8, passes=1)
        sheet.disc((x, 346), 12, "#dfe4e6")
    sheet.on("Lines")
    _edges(sheet, body, screen)
    for line in ("M 362 282 C 440 300 540 306 600 306", "M 330 436 C 440 446 540 448 600 448"):
        _both(sheet, line, 2)
    _ears(sheet, colour)
    return sheet.on("Idea")


def rear_view(colour: str, *, seed: int, paper: str = "#eef1ee", zoom: float = 1.0) -> Sheet:
    sheet, body = _standing(colour, seed=seed, paper=paper, zoom=zoom)
    screen = _whole(REAR_SCREEN)
    sheet.fill(screen, NIGHT)
    sheet.fill(slanted(screen, 730, 762, lean=1.0), "#ffffff", opacity=0.22)
    plate = rounded(528, 372, 144, 34, 5)
    sheet.fill(plate, "#f4f1ea")
    for side in (1, -1):
        lamp = polygon("M 348 290 C 372 284 396 286 404 296 L 398 350 C 376 356 344 352 338 340 Z")
        lamp = lamp if side == 1 else mirrored(lamp, AXIS)
        sheet.outlined(lamp, "#d8402a", size=2.2)
    sheet.on("Lines")
    _edges(sheet, body, screen)
    sheet.pen(plate, 2, passes=1)
    for line in (
        "M 420 262 C 408 320 408 380 424 428 C 470 436 540 438 600 438",
        "M 560 352 L 600 352",
    ):
        _both(sheet, line, 2)
    _ears(sheet, colour)
    return sheet.on("Idea")


def plan_view(colour: str, *, seed: int, paper: str = "#edf0f2", zoom: float = 0.92) -> Sheet:
    """A car seen from above, driving to the left, its roof taken off."""
    sheet = Sheet(seed, paper=paper).zoom(zoom)
    sheet.guide([(20, 300), (1180, 301)])
    for x in (330, 858):
        sheet.guide([(x, 60), (x, 540)])
        for y in (172, 428):
            sheet.on("Colour").fill(rounded(x - 62, y - 19, 124, 38, 10), "#17191d")
    half = polygon(PLAN)
    body = [*half, *[(x, 600 - y) for x, y in reversed(half)]]
    sheet.fill(moved(body, 3, 3), colour)
    sheet.fill(between(body, lambda _x: 372, lambda _x: 460), INK, opacity=0.13)
    cabin = rounded(440, 184, 470, 232, 64)
    sheet.fill(cabin, "#ded6c8")
    sheet.fill(between(cabin, lambda _x: 340, lambda _x: 420), INK, opacity=0.08)
    for half_glass in (PLAN_SCREEN, PLAN_REAR):
        pane = polygon(half_glass)
        pane += [(x, 600 - y) for x, y in reversed(pane)]
        sheet.outlined(pane, NIGHT, size=2)
    sheet.on("Lines").pen(body, 3.6, passes=3, wobble=1.4)
    sheet.pen(cabin, 2.2)
    sheet.pen("M 236 214 C 300 250 350 258 398 258", 1.6)
    sheet.pen("M 236 386 C 300 350 350 342 398 342", 1.6)
    for y in (238, 362):
        plan_seat(sheet, (606, y))
        plan_seat(sheet, (776, y))
    sheet.ring((528, 362), 24, 5, passes=1)
    return sheet.on("Idea")


def plan_seat(sheet: Sheet, centre: tuple[float, float], *, colour: str = "#f4efe4") -> None:
    x, y = centre
    sheet.outlined(rounded(x - 46, y - 38, 78, 76, 16), colour, size=2)
    sheet.outlined(rounded(x + 22, y - 40, 26, 80, 12), colour, size=2)
    sheet.outlined(rounded(x + 40, y - 18, 16, 36, 7), colour, size=1.8)


def cockpit(colour: str, *, seed: int, paper: str = "#f4f0e7", trim: str = "#c9a878") -> Sheet:
    sheet = Sheet(seed, paper=paper)
    for line in ("M 60 236 L 1140 250", "M 600 40 L 380 560", "M 600 40 L 850 560"):
        sheet.guide(line, opacity=0.2)
    upper = polygon("M 60 262 C 300 208 860 204 1140 256 L 1152 336 C 860 306 330 306 48 340 Z")
    wood = polygon("M 48 340 C 330 306 860 306 1152 336 L 1142 404 C 860 372 330 374 60 412 Z")
    base = polygon("M 60 412 C 330 374 860 372 1142 404 L 1128 444 C 860 410 330 412 70 452 Z")
    sheet.on("Colour").fill(moved(upper, 3, 4), colour)
    sheet.fill(between(upper, lambda _x: 286, lambda _x: 400), INK, opacity=0.14)
    sheet.hatch(upper, angle=8, gap=11, size=1.1, colour="#ffffff", opacity=0.25)
    sheet.fill(wood, trim)
    sheet.hatch(wood, angle=2, gap=7, size=1.1, colour="#6d4a22", opacity=0.4)
    sheet.fill(base, "#3a3f46")
    for area in (upper, wood, base):
        sheet.pen(area, 2.8, passes=2)
    _wheel_and_screen(sheet, colour)
    return sheet.on("Idea")


def _wheel_and_screen(sheet: Sheet, colour: str) -> None:
    display = rounded(268, 202, 330, 62, 16)
    sheet.outlined(display, NIGHT, size=2.6)
    sheet.pen("M 288 244 C 340 214 390 252 450 224", 3.6, colour="#6fd3c0", passes=1)
    sheet.write("42", (516, 218), 26, colour="#ffffff", size=3)
    for x in (700, 820, 940):
        sheet.outlined(circle((x, 262 + (x - 700) * 0.02), 24), "#e8e2d6", size=2.2)
        sheet.pen([(x, 260), (x, 244)], 3, passes=1)
    rim = circle((360, 366), 122, squash=0.95)
    sheet.pen(rim, 21, passes=1, wobble=0.8)
    sheet.pen(circle((360, 362), 117, squash=0.95), 2, colour="#ffffff", opacity=0.3, passes=1)
    for line in ([(246, 362), (312, 364)], [(408, 364), (474, 362)], [(360, 410), (360, 478)]):
        sheet.pen(line, 16, passes=1, wobble=0.4)
    sheet.fill(rounded(308, 330, 104, 76, 30), INK)
    sheet.disc((360, 368), 14, colour)


def _standing(colour: str, *, seed: int, paper: str, zoom: float) -> tuple[Sheet, Polyline]:
    sheet = Sheet(seed, paper=paper).zoom(zoom)
    sheet.guide([(600, 50), (601, 560)])
    sheet.guide([(20, 501), (1180, 500)])
    sheet.guide([(120, 318), (1080, 318)], opacity=0.18)
    pool = polygon("M 296 496 C 420 512 780 512 904 496 L 944 516 C 780 534 420 534 256 518 Z")
    sheet.on("Colour").fill(pool, INK, opacity=0.17)
    sheet.hatch(pool, angle=142, gap=9, opacity=0.3)
    for x in (336, 776):
        sheet.fill(rounded(x, 420, 88, 82, 20), "#17191d")
    body = _whole(HALF)
    sheet.fill(moved(body, 4, 3), colour)
    for depth, opacity in ((326, 0.14), (366, 0.08), (428, 0.16)):
        sheet.fill(between(body, _bowl(depth), lambda _x: 600), INK, opacity=opacity)
    sheet.fill(between(body, lambda _x: 296, lambda _x: 306), "#ffffff", opacity=0.4)
    for start in range(520, 1400, 52):
        sheet.fill(slanted(body, start, start + 26, lean=0.8), INK, opacity=0.035)
    return sheet, body


def _bowl(depth: float) -> Callable[[float], float]:
    return lambda x: depth + abs(x - AXIS) * 0.05


def _edges(sheet: Sheet, body: Polyline, screen: Polyline) -> None:
    sheet.pen(body, 3.8, passes=3, wobble=1.4)
    sheet.pen(screen, 2.3)


def _ears(sheet: Sheet, colour: str) -> None:
    ear = polygon(EAR)
    for shape in (ear, mirrored(ear, AXIS)):
        sheet.outlined(shape, colour, size=2.2)


def _both(sheet: Sheet, path: str, size: float) -> None:
    line = polygon(path)
    sheet.pen(line, size)
    sheet.pen(mirrored(line, AXIS), size)


def _whole(half: str) -> Polyline:
    left = polygon(half)
    return [*left, *reversed(mirrored(left, AXIS)), left[0]]
