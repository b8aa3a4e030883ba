"""Parts seen from near: seat, door, lamp, charging port, key."""

from idealab.demo.paths import between, circle, moved, polygon, rounded, slanted
from idealab.demo.sheet import GOLD, INK, RED, Sheet
from idealab.demo.vehicles import wheel

SEAT_BACK = (
    "M 640 350 C 668 270 690 190 706 120 C 712 92 732 82 756 88 C 786 96 796 116 792 146 "
    "C 780 226 762 300 738 366 Z"
)
SEAT_CUSHION = (
    "M 430 350 C 424 328 436 314 460 312 L 640 318 C 680 322 720 340 740 366 "
    "C 738 396 716 408 690 408 L 470 402 C 446 398 436 376 430 350 Z"
)
HEADREST = "M 716 84 C 710 58 718 38 740 34 C 770 30 790 44 788 68 C 788 84 780 94 766 98 Z"
DOOR = (
    "M 372 250 C 420 176 480 120 560 98 C 640 82 740 82 812 92 L 836 262 C 850 340 846 420 830 508 "
    "L 412 512 C 386 430 376 340 372 250 Z"
)
DOOR_GLASS = (
    "M 410 246 C 448 190 500 142 570 122 C 640 108 730 108 790 116 L 808 252 "
    "C 680 262 540 264 410 246 Z"
)


def seat(colour: str, *, seed: int, paper: str = "#f1ede6") -> Sheet:
    """A single seat from the side on its rail."""
    sheet = Sheet(seed, paper=paper)
    sheet.guide([(60, 502), (1140, 502)])
    sheet.guide([(600, 60), (598, 540)])
    pool = polygon("M 380 498 C 520 510 700 510 830 498 L 860 514 C 700 528 500 528 350 514 Z")
    sheet.on("Colour").fill(pool, INK, opacity=0.16)
    sheet.hatch(pool, angle=142, gap=9, opacity=0.3)
    for part in (SEAT_BACK, SEAT_CUSHION, HEADREST):
        area = polygon(part)
        sheet.fill(moved(area, 3, 3), colour)
        for start in range(500, 1300, 44):
            sheet.fill(slanted(area, start, start + 22, lean=0.5), INK, opacity=0.05)
    cushion = polygon(SEAT_CUSHION)
    sheet.fill(between(cushion, lambda _x: 370, lambda _x: 420), INK, opacity=0.18)
    sheet.fill(slanted(polygon(SEAT_BACK), 812, 980, lean=0.28), INK, opacity=0.12)
    sheet.outlined(rounded(470, 424, 232, 22, 8), "#6f7680", size=2)
    sheet.outlined(rounded(430, 470, 330, 20, 8), "#3a3f46", size=2)
    for x in (500, 670):
        sheet.pen([(x, 446), (x - 10, 470)], 7, passes=1)
    sheet.on("Lines")
    for part in (SEAT_BACK, SEAT_CUSHION, HEADREST):
        sheet.pen(part, 3.6, passes=3, wobble=1.3)
    sheet.pen("M 664 330 C 690 260 716 180 732 110", 1.6)
    sheet.pen("M 470 330 C 540 336 620 340 690 360", 1.6)
    return sheet.on("Idea")


def door(colour: str, *, seed: int, paper: str = "#f4efe6") -> Sheet:
    sheet = Sheet(seed, paper=paper)
    sheet.guide([(60, 514), (1140, 514)])
    sheet.guide([(372, 60), (372, 550)])
    sheet.guide([(60, 262), (1140, 268)])
    panel, glass = polygon(DOOR), polygon(DOOR_GLASS)
    sheet.on("Colour").fill(moved(panel, 5, 4), colour)
    sheet.fill(between(panel, lambda _x: 400, lambda _x: 600), INK, opacity=0.2)
    sheet.fill(
        between(panel, lambda x: 336 - x * 0.02, lambda x: 348 - x * 0.02), "#ffffff", opacity=0.5
    )
    for start in range(500, 1400, 50):
        sheet.fill(slanted(panel, start, start + 24, lean=0.7), INK, opacity=0.05)
    sheet.fill(glass, "#26323d")
    for start, width in ((700, 60), (780, 16)):
        sheet.fill(slanted(glass, start, start + width, lean=0.8), "#ffffff", opacity=0.22)
    sheet.on("Lines").pen(panel, 3.8, passes=3, wobble=1.5)
    sheet.pen(glass, 2.4)
    sheet.pen("M 384 366 C 520 350 700 346 848 356", 1.8)
    sheet.pen("M 400 470 C 540 462 700 460 838 466", 1.8)
    return sheet.on("Idea")


def handle(sheet: Sheet, centre: tuple[float, float], *, scale: float = 1.0) -> None:
    x, y = centre
    recess = rounded(x - 74 * scale, y - 22 * scale, 148 * scale, 52 * scale, 24 * scale)
    sheet.outlined(recess, "#1f242b", size=2)
    bar = rounded(x - 84 * scale, y - 20 * scale, 168 * scale, 24 * scale, 12 * scale)
    sheet.outlined(bar, "#e9e6df", size=2.6)


def lamp(colour: str, *, seed: int, paper: str = "#efece4") -> Sheet:
    """A headlamp taken apart along its axis."""
    sheet = Sheet(seed, paper=paper)
    sheet.guide([(40, 300), (1160, 302)], opacity=0.4)
    for x in (220, 420, 610, 800, 980):
        sheet.guide([(x, 90), (x, 510)], opacity=0.18)
    sheet.on("Colour")
    for x, width, height, shade in (
        (980, 120, 150, "#4a515b"),
        (800, 70, 128, "#8d959f"),
        (610, 46, 140, "#d9d4c7"),
        (420, 36, 168, colour),
        (220, 30, 158, "#dfeaf0"),
    ):
        barrel = [
            (x - width, 300 - height),
            (x, 300 - height),
            (x, 300 + height),
            (x - width, 300 + height),
        ]
        sheet.fill([*barrel, barrel[0]], shade)
        sheet.fill(_oval(x, height), shade)
        sheet.pen([(x - width, 300 - height), (x, 300 - height)], 2.6)
        sheet.pen([(x - width, 300 + height), (x, 300 + height)], 2.6)
        sheet.fill(_oval(x - width, height), shade)
        sheet.fill(_oval(x - width, height), "#ffffff", opacity=0.22)
        sheet.pen(_oval(x - width, height), 2.8, passes=2)
        sheet.pen(_oval(x - width, height * 0.74), 1.5, passes=1)
    return sheet.on("Idea")


def charging_port(colour: str, *, seed: int, paper: str = "#eaf0ee") -> Sheet:
    """The flank of a car near the charging port, its lid open."""
    sheet = Sheet(seed, paper=paper)
    flank = polygon("M -20 96 C 260 40 900 40 1220 96 L 1220 620 L -20 620 Z")
    sheet.on("Colour").fill(flank, colour)
    for start in range(400, 1900, 60):
        sheet.fill(slanted(flank, start, start + 30, lean=0.6), INK, opacity=0.045)
    sheet.fill(between(flank, lambda x: 400 - x * 0.03, lambda _x: 600), INK, opacity=0.16)
    sheet.fill(
        between(flank, lambda x: 152 - x * 0.02, lambda x: 164 - x * 0.02), "#ffffff", opacity=0.5
    )
    sheet.pen(flank, 3.8, passes=3, wobble=1.6)
    sheet.pen("M -20 404 C 360 372 900 366 1220 386", 1.8)
    sheet.disc((150, 600), 216, "#0f1216")
    wheel(sheet, (150, 612), 190, spokes=7)
    sheet.outlined(rounded(560, 190, 190, 176, 44), "#1f242b", size=3)
    lid = rounded(772, 186, 176, 180, 44)
    sheet.fill(lid, colour)
    sheet.fill(lid, "#ffffff", opacity=0.25)
    sheet.pen(lid, 3)
    sheet.outlined(circle((655, 276), 64), "#59646f", size=2.6)
    for x, y in ((630, 256), (680, 256), (616, 288), (694, 288), (655, 312), (655, 276)):
        sheet.outlined(circle((x, y), 10), "#e9e6df", size=1.6)
    return sheet.on("Idea")


def key(colour: str, *, seed: int, paper: str = "#f5efe9") -> Sheet:
    sheet = Sheet(seed, paper=paper).zoom(1.1)
    sheet.guide([(120, 300), (1080, 304)])
    sheet.guide([(440, 100), (440, 500)])
    body = circle((430, 300), 132)
    sheet.on("Colour").fill(moved(body, 6, 10), INK, opacity=0.14)
    blade = polygon(
        "M 540 272 L 880 272 L 910 300 L 880 328 L 850 328 L 838 346 L 812 346 L 800 328 L 760 328 "
        "L 748 352 L 722 352 L 710 328 L 540 328 Z"
    )
    sheet.outlined(blade, "#d3cdbf", size=3)
    sheet.fill(between(blade, lambda _x: 306, lambda _x: 360), INK, opacity=0.14)
    sheet.fill(body, colour)
    sheet.fill(between(body, lambda _x: 320, lambda _x: 440), INK, opacity=0.15)
    for start in range(480, 900, 46):
        sheet.fill(slanted(body, start, start + 22, lean=0.6), INK, opacity=0.05)
    sheet.pen(body, 4, passes=3, wobble=1.4)
    sheet.outlined(circle((352, 300), 26), paper, size=2.6)
    sheet.pen([(560, 300), (870, 300)], 1.6)
    return sheet.on("Idea")


def note(sheet: Sheet, text: str, at: tuple[float, float], *, colour: str = RED) -> None:
    sheet.write(text, at, 17, colour=colour, size=2.2)


def glow(sheet: Sheet, centre: tuple[float, float], radius: float, *, colour: str = GOLD) -> None:
    for share in (1.0, 0.72, 0.46):
        sheet.disc(centre, radius * share, colour, opacity=0.16)


def _oval(x: float, height: float):
    return [(x + (px - x) * 0.3, y) for px, y in circle((x, 300), height)]
