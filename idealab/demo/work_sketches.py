"""The sketches of vehicles that earn their living: vans, pickups and their loads."""

from idealab.demo.closeups import glow
from idealab.demo.figures import bicycle, person, sitting, sun, waves
from idealab.demo.paths import Polyline, arc, circle, polygon, rounded
from idealab.demo.sheet import BLUE, GOLD, INK, RED, Sheet
from idealab.demo.vehicles import side_view

GROUND = 478.0
BAY = "M 678 150 L 978 150 L 990 300 L 986 412 L 958 420 C 946 320 800 280 770 420 L 676 424 Z"


def tailgate_bench() -> Sheet:
    sheet = side_view(
        "pickup", "#6b7f8c", seed=25, paper="#efece4", spokes=6, zoom=0.9, at=(420, 500)
    )
    sheet.outlined(rounded(1004, 300, 190, 18, 5), "#c98f5c", size=2.8)
    sheet.pen([(1180, 318), (1150, GROUND)], 5, passes=1)
    sheet.pen([(1000, 340), (1060, 318)], 3, passes=1)
    vice = polygon("M 1060 300 L 1060 276 L 1110 276 L 1110 262 L 1126 262 L 1126 300 Z")
    sheet.outlined(vice, "#2f6db3", size=2.2)
    for x in (1146, 1164):
        sheet.pen([(x, 300), (x + 4, 262)], 4, passes=1)
    sheet.dimension((1236, GROUND), (1236, 300), "910", colour=RED)
    sheet.arrow("M 1030 210 C 1090 210 1140 230 1160 252", dotted=True)
    return sheet


def garden_pickup() -> Sheet:
    sheet = side_view("pickup", "#d9d4c7", seed=5, paper="#e9ece4", spokes=6)
    hedge = (
        "M 706 276 C 716 226 752 200 800 208 C 846 186 900 196 930 222 C 972 226 996 250 1000 282 Z"
    )
    sheet.fill(hedge, "#6f8d5a")
    sheet.hatch(hedge, angle=60, gap=10, opacity=0.35)
    sheet.pen(hedge, 2.8, wobble=3)
    for x, top, tint in ((752, 150, "#d8402a"), (822, 130, GOLD), (900, 158, "#d8402a")):
        sheet.pen(f"M {x} 230 C {x - 8} 196 {x + 6} 176 {x} {top}", 2.6, colour="#5d7a52")
        sheet.outlined(circle((x, top), 12), tint, size=1.6)
    sheet.outlined("M 1010 250 L 1016 244 L 580 118 L 574 126 Z", "#c98f5c", size=2.2)
    sheet.dimension((566, 88), (1024, 88), "4000", colour=RED)
    return sheet


def market_awning() -> Sheet:
    sheet = side_view("van", "#e0b13e", seed=44, paper="#f4efe0", spokes=6, zoom=0.9, at=(760, 520))
    for k in range(7):
        upper, lower = 452 + k * 62, 410 + k * 74
        stripe = [(upper, 104), (upper + 62, 104), (lower + 74, 210), (lower, 210), (upper, 104)]
        sheet.fill([*stripe[:3], *arc((lower + 37, 210), 37, 0, 180)], _stripe(k))
        sheet.pen(arc((lower + 37, 210), 37, 0, 180), 2.2, passes=1)
    sheet.pen([(452, 104), (886, 104), (928, 210), (410, 210), (452, 104)], 2.8)
    for x in (412, 926):
        sheet.pen([(x, 212), (x, GROUND)], 4.4, passes=1)
    for k, tint in enumerate(("#d8402a", "#e0912b", "#6f8d5a", "#8e6fb0")):
        x = 450 + k * 112
        sheet.outlined(rounded(x, 418, 100, 60, 5), "#c98f5c", size=2.2)
        for n in range(4):
            sheet.outlined(circle((x + 17 + n * 22, 414), 12), tint, size=1.5)
    person(sheet, (120, GROUND), 330, colour="#a5533c", coat=True)
    sun(sheet, (190, 40), 30)
    return sheet


def _stripe(position: int) -> str:
    return "#4f9d8f" if position % 2 else "#fbf6ea"


def crate_van() -> Sheet:
    sheet = _open_van("#f0c548", seed=8)
    for x, y, size, tint in (
        (700, 176, 84, "#c98f5c"),
        (794, 176, 84, "#e3b24c"),
        (888, 176, 84, "#c98f5c"),
    ):
        _crate(sheet, (x, y), size, tint)
    _crate(sheet, (700, 270), 84, "#8fa38a")
    _crate(sheet, (1080, 360), 110, "#e4572e")
    sheet.arrow("M 960 330 C 1010 310 1050 320 1080 346", size=4.4)
    sheet.dimension((1080, 500), (1190, 500), "400", colour=RED)
    return sheet


def baker_van() -> Sheet:
    sheet = _open_van("#c8574a", seed=83)
    for row in range(6):
        y = 176 + row * 36
        sheet.pen([(694, y), (972 if row < 4 else 770, y)], 3, passes=1)
        for k in range(6 if row < 4 else 2):
            loaf = polygon(
                f"M {702 + k * 46} {y - 2} C {700 + k * 46} {y - 24} {740 + k * 46} {y - 24} "
                f"{738 + k * 46} {y - 2} Z"
            )
            sheet.outlined(loaf, "#d9a05c" if (k + row) % 3 else "#b87a3c", size=1.5)
    waves(sheet, (840, 92), (230, 310), colour=GOLD)
    sheet.write("28°", (880, 40), 22, colour=RED, size=2.6)
    return sheet


def night_workshop() -> Sheet:
    sheet = _open_van("#3f4c5c", seed=90, paper="#d9dce2")
    glow(sheet, (830, 240), 190)
    sheet.outlined(rounded(690, 330, 150, 14, 4), "#c98f5c", size=2.2)
    sheet.pen([(700, 160), (966, 160)], 7, colour="#fff3c9", opacity=1, passes=1)
    bicycle(sheet, (1130, 470), 1.2, width=3.4)
    sheet.pen([(1128, 470), (1128, 380)], 4, colour=RED, passes=1)
    for k in range(5):
        x = 716 + k * 50
        sheet.pen([(x, 190), (x + 4, 240 + k % 2 * 14)], 5, passes=1)
        sheet.disc((x, 190), 6, INK)
    return sheet


def low_floor() -> Sheet:
    sheet = _open_van("#8fa38a", seed=95, paper="#eef1e8")
    sheet.outlined(rounded(690, 404, 300, 16, 4), "#3a3f46", size=2.4)
    ramp = [(986, 410), (1000, 422), (1210, GROUND + 2), (1176, GROUND + 2), (986, 410)]
    sheet.outlined(ramp, "#d9cfbb", size=2.6)
    sheet.pen([(694, 272), (972, 272)], 3, passes=1)
    for x, size, tint in ((706, 76, "#c98f5c"), (800, 60, "#e9b7a4"), (876, 88, "#d9c9a0")):
        _crate(sheet, (x, 272 - size), size, tint)
    _crate(sheet, (1050, 330), 92, "#7fa7c4")
    for x in (1066, 1128):
        sheet.ring((x, 432), 9, 3, passes=1)
    person(sheet, (1190, GROUND - 4), 300, colour="#4e6a86")
    sheet.dimension((940, GROUND), (940, 408), "380", colour=RED)
    return sheet


def van_office() -> Sheet:
    sheet = _open_van("#7fa7c4", seed=99, paper="#f0efec")
    sheet.outlined(rounded(800, 296, 160, 12, 4), "#c98f5c", size=2.4)
    sitting(sheet, (760, 340), 1.5, colour="#e4572e", facing=1)
    screen = [(860, 292), (880, 236), (946, 236), (930, 292), (860, 292)]
    sheet.outlined(screen, "#26323d", size=2.2)
    sheet.pen([(884, 276), (900, 258), (912, 266), (930, 248)], 2.4, colour="#6fd3c0", passes=1)
    sheet.outlined(rounded(706, 160, 96, 60, 6), "#f4f1ea", size=2)
    for y in (176, 190, 204):
        sheet.pen([(718, y), (788, y)], 1.8, opacity=0.6, passes=1)
    glow(sheet, (880, 170), 50)
    return sheet


def cool_boxes() -> Sheet:
    sheet = _open_van("#e9e6df", seed=104, paper="#e4edf2")
    for k, (tint, text) in enumerate((("#7fa7c4", "2°"), ("#bcd4e0", "6°"), ("#e9c9a0", "18°"))):
        x = 690 + k * 98
        height = 240 if k != 1 else 150
        sheet.outlined(rounded(x, 162, 90, height if k == 0 else 130, 10), tint, size=2.6)
        sheet.write(text, (x + 18, 196), 22, size=2.6)
        sheet.pen([(x + 78, 190), (x + 78, 226)], 4, passes=1)
    for x, y in ((716, 300), (742, 330), (716, 360)):
        for dx, dy in ((0, 12), (10, 6), (10, -6)):
            sheet.pen([(x - dx, y - dy), (x + dx, y + dy)], 2, colour=BLUE, passes=1)
    sheet.arrow("M 900 470 C 980 490 1080 470 1120 410", colour=BLUE, dotted=True)
    return sheet


def roof_ladder() -> Sheet:
    sheet = side_view(
        "van", "#d9694a", seed=108, paper="#f3ece6", spokes=5, zoom=0.9, at=(420, 520)
    )
    _ladder(sheet, (440, 78), (940, 74))
    _ladder(sheet, (1010, 90), (1110, GROUND))
    sheet.dashed("M 960 60 C 1060 40 1130 120 1140 220", 3.6)
    sheet.arrow("M 1134 180 L 1142 236", size=3.6)
    person(sheet, (1230, GROUND), 330, colour="#4e6a86")
    return sheet


def _open_van(colour: str, *, seed: int, paper: str = "#efe9dd") -> Sheet:
    """A van whose flank is left away behind the door, so that one sees the load."""
    sheet = side_view("van", colour, seed=seed, paper=paper, spokes=6, zoom=0.9, at=(480, 520))
    sheet.outlined(BAY, "#f6f1e4", size=2.8)
    return sheet


def _crate(sheet: Sheet, corner: tuple[float, float], size: float, colour: str) -> None:
    x, y = corner
    sheet.outlined(rounded(x, y, size, size, 6), colour, size=2.6)
    for share in (0.36, 0.68):
        sheet.pen([(x + 3, y + size * share), (x + size - 3, y + size * share)], 1.6, passes=1)
    sheet.outlined(
        rounded(x + size * 0.34, y + size * 0.12, size * 0.32, 9, 4), "#fffdf7", size=1.6
    )


def _ladder(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    for shift in (0.0, 20.0):
        rail: Polyline = [
            (start[0] + shift * 0.6, start[1] - shift),
            (end[0] + shift * 0.6, end[1] - shift),
        ]
        sheet.pen(rail, 4.4, passes=1)
    for k in range(1, 10):
        x = start[0] + (end[0] - start[0]) * k / 10
        y = start[1] + (end[1] - start[1]) * k / 10
        sheet.pen([(x, y), (x + 12, y - 20)], 3, passes=1)
