"""The sketches of "City car 2030" that show a whole car or a street."""

from idealab.demo.angles import front_view, plan_seat, plan_view, rear_view
from idealab.demo.figures import (
    bicycle,
    cable,
    dog,
    house,
    lamp_post,
    person,
    sitting,
    sun,
    tree,
    waves,
    wheelchair,
)
from idealab.demo.paths import arc, circle, polygon, rounded
from idealab.demo.sheet import BLUE, GOLD, INK, RED, Sheet
from idealab.demo.vehicles import side_view

GROUND = 477.0
LINEN = "#efe8da"
SEAT_IN_DOOR = (
    "M 566 420 C 556 386 558 346 566 316 C 572 304 588 306 592 320 C 596 348 600 372 606 392 "
    "L 664 392 C 676 394 680 406 672 414 L 580 424 C 572 424 568 422 566 420 Z"
)


def seat_turn() -> Sheet:
    sheet = side_view("city", "#e4572e", seed=3, zoom=0.85, at=(1120, 380))
    opening = polygon("M 474 268 C 458 330 460 392 476 430 L 700 430 C 686 380 688 330 678 262 Z")
    sheet.outlined(opening, "#3a2a24", size=2.4)
    sheet.outlined(SEAT_IN_DOOR, LINEN, size=2.6)
    leaf = polygon("M 474 268 L 368 300 L 376 452 L 476 430 Z")
    sheet.outlined(leaf, "#e4572e", size=2.4, opacity=0.6)
    sheet.pen("M 400 296 L 380 310", 1.5)
    sheet.arrow("M 668 452 C 610 492 510 492 452 462", size=4.4)
    sheet.write("60°", (438, 490), 20, colour=RED, size=2.6)
    person(sheet, (70, GROUND), 345, colour="#5c6875", coat=True)
    sheet.pen([(150, 320), (164, GROUND)], 5, passes=1)
    sheet.pen(arc((145, 322), 12, 190, 350), 5, passes=1)
    return sheet


def solar_roof() -> Sheet:
    sheet = side_view(
        "city", "#4f9d8f", seed=14, paper="#eef1ee", spokes=7, at=(600, 540), zoom=0.95
    )
    for i in range(5):
        x, y = 520 + i * 62, 152 - 5 * (2 - abs(2 - i))
        tile = [(x, y), (x + 13, y - 15), (x + 68, y - 16), (x + 56, y), (x, y)]
        sheet.outlined(tile, "#27506f", size=1.8)
        sheet.pen([(x + 29, y), (x + 41, y - 15)], 1.2, colour="#ffffff", opacity=0.7, passes=1)
    lifted = [(760, 92), (776, 72), (834, 74), (820, 95), (760, 92)]
    sheet.outlined(lifted, "#27506f", size=2)
    sheet.arrow("M 792 100 C 790 112 786 120 778 132", dotted=True, size=3)
    sun(sheet, (350, 76), 34)
    for x in (430, 462, 494):
        sheet.arrow(
            [(x, 62 + (x - 430) * 0.3), (x + 66, 116 + (x - 430) * 0.2)], colour=GOLD, size=2.6
        )
    sheet.write("+ 8 KM", (980, 110), 20, colour="#27506f", size=2.4)
    return sheet


def front_signal() -> Sheet:
    sheet = front_view("#e4572e", seed=7, zoom=0.94)
    for x, way in ((392, -1), (808, 1)):
        sheet.pen([(x - 26, 346), (x + 26, 346)], 9, colour=RED, passes=1, opacity=1)
        for radius in (98, 122, 146):
            turns = (140, 220) if way < 0 else (-40, 40)
            sheet.pen(arc((x, 346), radius, *turns), 3.4, colour=RED, passes=1)
    person(sheet, (150, 500), 320, colour="#4e6a86")
    sheet.dashed("M 196 500 C 300 528 420 540 560 540", 3.4, colour=BLUE)
    sheet.write("2 S", (884, 214), 20, colour=RED, size=2.4)
    return sheet


def kerb_step() -> Sheet:
    sheet = side_view("crossover", "#c9d3d6", seed=67, paper="#eef1ee", spokes=7)
    kerb = polygon("M -20 496 L 1220 496 L 1220 620 L -20 620 Z")
    sheet.fill(kerb, "#b9b6ab", opacity=0.55)
    sheet.pen([(-20, 496), (1220, 497)], 2.6)
    for x in range(90, 1200, 150):
        sheet.pen([(x, 500), (x - 16, 596)], 1.4, opacity=0.4, passes=1)
    sheet.outlined(rounded(440, 446, 236, 15, 6), "#3a3f46", size=2.4)
    sheet.pen([(460, 444), (460, 430)], 4, passes=1)
    sheet.pen([(656, 444), (656, 430)], 4, passes=1)
    sheet.arrow("M 480 412 C 470 430 470 440 474 452", colour=BLUE, size=4)
    sheet.dimension((724, 496), (724, 452), "80", colour=RED)
    sheet.arrow("M 860 566 C 760 552 700 524 640 470", colour=BLUE, dotted=True)
    return sheet


def bike_rack() -> Sheet:
    sheet = side_view("crossover", "#8f9aa6", seed=33, zoom=0.84, at=(560, 520))
    bicycle(sheet, (720, 138), 1.12, width=4)
    sheet.pen([(640, 142), (806, 142)], 5, colour=BLUE)
    arm = "M 800 142 C 880 150 960 190 1000 260 L 1004 330"
    sheet.pen(arm, 5, colour=BLUE)
    sheet.dashed("M 850 90 C 990 90 1090 180 1098 300", 3.6)
    sheet.arrow("M 1090 250 L 1098 316", size=3.6)
    bicycle(sheet, (1130, 460), 1.0, colour="#8a8f96", width=2)
    sheet.dimension((1250, GROUND), (1250, 320), "900", colour=RED)
    return sheet


def shared_house() -> Sheet:
    sheet = Sheet(41, paper="#f5efe9").on("Street")
    sheet.fill(polygon("M -20 500 L 1220 500 L 1220 620 L -20 620 Z"), "#c9c3b6", opacity=0.6)
    house(sheet, (60, 500), (250, 400), "#d9a07c")
    house(sheet, (310, 500), (220, 440), "#a9bcc4", floors=5)
    house(sheet, (530, 500), (260, 370), "#d8c690")
    house(sheet, (790, 500), (230, 420), "#b7c3a0", floors=5)
    tree(sheet, (1090, 502), 250)
    person(sheet, (250, 506), 92, colour="#2f6db3")
    person(sheet, (760, 506), 88, colour="#a5533c", coat=True)
    _car_on(sheet, "#e9b7a4", seed=42, zoom=0.36, at=(535, 560))
    for x in (185, 420, 660, 905):
        sheet.dashed([(x, 488), (540, 452)], 2.6, colour=RED)
    sheet.outlined(rounded(520, 404, 40, 44, 5), "#fffdf7", size=2)
    for y in (414, 422, 430, 438):
        sheet.pen([(526, y), (554, y)], 1.4, opacity=0.6, passes=1)
    return sheet


def kerb_light() -> Sheet:
    sheet = side_view("crossover", "#3f4c5c", seed=77, paper="#dfe0e2", spokes=10)
    for reach, opacity in ((1.0, 0.3), (0.7, 0.34)):
        foot = 300 * reach
        beam = [(462, 268), (470 - foot, GROUND + 30), (470 + foot * 0.5, GROUND + 30), (470, 268)]
        sheet.fill([*beam, beam[0]], "#f4c95d", opacity=opacity)
    puddle = polygon(
        "M 236 502 C 280 488 380 488 420 500 C 430 514 380 524 320 522 C 270 520 232 514 236 502 Z"
    )
    sheet.outlined(puddle, "#7fa7c4", size=2, opacity=0.85)
    sheet.pen("M 270 504 C 310 498 350 498 384 503", 1.6, colour="#ffffff", passes=1)
    sheet.disc((466, 266), 9, "#fff3c9")
    sheet.write("5 KM/H", (60, 430), 20, colour="#8a6414", size=2.4)
    return sheet


def street_party() -> Sheet:
    sheet = side_view(
        "city", "#8e6fb0", seed=101, paper="#f1edf3", spokes=8, zoom=0.62, at=(200, 560)
    )
    sheet.zoom(1)
    for x in (740, 1160):
        sheet.pen([(x, 500), (x, 110)], 6, passes=1)
    sheet.pen("M 740 122 C 820 176 890 176 950 134 C 1010 178 1090 180 1160 124", 2.6)
    lights = ((780, 150), (824, 166), (870, 166), (914, 152), (984, 152), (1030, 166), (1078, 168))
    for k, (x, y) in enumerate((*lights, (1122, 150))):
        sheet.disc((x, y + 12), 24, "#f4c95d", opacity=0.28)
        sheet.outlined(circle((x, y + 12), 9), ("#f4c95d", "#e4572e", "#4f9d8f")[k % 3], size=1.6)
    sheet.outlined(rounded(826, 404, 260, 14, 4), "#c98f5c", size=2.4)
    for x in (846, 1064):
        sheet.pen([(x, 418), (x, 502)], 5, passes=1)
    for k, x in enumerate((870, 930, 1000, 1040)):
        sheet.outlined(circle((x, 396), 9 + k % 2 * 3), ("#e9b7a4", "#6f8d5a")[k % 2], size=1.6)
    for x, tint in ((790, "#4e6a86"), (958, "#5d7a52"), (1122, "#a5533c")):
        person(sheet, (x, 504), 206, colour=tint, coat=x == 1122)
    cable(sheet, "M 676 450 C 690 520 712 530 736 470", colour=GOLD)
    return sheet


def cyclist_door() -> Sheet:
    sheet = plan_view("#dfa23a", seed=24, zoom=0.86)
    sheet.on("Idea").outlined("M 500 424 L 470 520 L 486 526 L 520 430 Z", "#dfa23a", size=2.6)
    sheet.dashed(arc((504, 424), 104, 20, 106), 3.4)
    lane = polygon("M -120 470 L 1320 470 L 1320 590 L -120 590 Z")
    sheet.fill(lane, BLUE, opacity=0.1)
    sheet.dashed([(-100, 470), (1300, 470)], 3, colour=BLUE, dash=22)
    for hub in (900, 1010):
        sheet.outlined(rounded(hub - 34, 532, 68, 10, 5), INK, size=1)
    sheet.pen([(900, 537), (1010, 537)], 5, colour=RED, passes=1)
    sheet.pen([(918, 512), (916, 562)], 4, passes=1)
    sheet.outlined(circle((962, 537), 20), "#4e6a86", size=2)
    sheet.arrow([(860, 537), (640, 537)], colour=RED, dotted=True)
    waves(sheet, (880, 400), (-20, 80), colour=RED)
    sheet.write("2 S", (714, 556), 22, colour=RED, size=2.6)
    return sheet


def side_ramp() -> Sheet:
    sheet = side_view(
        "shuttle", "#5b8fb9", seed=31, paper="#eef1f3", spokes=6, zoom=0.86, at=(700, 540)
    )
    opening = polygon("M 420 116 L 600 116 L 602 430 L 416 430 Z")
    sheet.outlined(opening, "#2b3640", size=2.6)
    sheet.outlined(rounded(452, 300, 40, 108, 14), LINEN, size=2)
    ramp = [(418, 430), (604, 430), (470, 512), (236, 512), (418, 430)]
    sheet.outlined(ramp, "#d9cfbb", size=2.8)
    sheet.hatch(ramp, angle=0, gap=11, opacity=0.35)
    wheelchair(sheet, (250, 520), 1.85, colour="#a5533c")
    sheet.arrow("M 330 452 C 380 430 420 400 470 380", size=4)
    sheet.write("12°", (330, 540), 20, colour=RED, size=2.4)
    return sheet


def roadster() -> Sheet:
    sheet = side_view("roadster", "#2f6db3", seed=21, paper="#f0efec", spokes=8)
    city = "M 470 276 C 500 220 540 176 600 162 C 700 146 800 160 860 200 C 900 228 930 262 946 290"
    sheet.dashed(city, 3, colour=RED)
    floor = [(392, 432), (804, 432), (804, 452), (392, 452), (392, 432)]
    sheet.fill(floor, "#dfa23a")
    sheet.pen(floor, 2.2)
    for x in range(440, 800, 52):
        sheet.pen([(x, 433), (x, 451)], 1.6, passes=1)
    sheet.arrow("M 900 150 C 880 170 860 190 836 214", size=3.2)
    sheet.write("- 2 DOORS", (912, 130), 18, colour=RED, size=2.2)
    return sheet


def dog_boot() -> Sheet:
    sheet = side_view(
        "crossover", "#7d9a6a", seed=88, paper="#f1f0e6", spokes=6, zoom=0.9, at=(440, 480)
    )
    hatch = "M 862 160 C 960 96 1060 70 1120 74 L 1130 90 C 1070 96 990 140 930 190 Z"
    sheet.outlined(hatch, "#7d9a6a", size=2.6)
    boot = polygon("M 784 184 L 900 190 C 950 206 976 240 992 300 L 994 316 L 784 316 Z")
    sheet.outlined(boot, "#efe8da", size=2.4)
    dog(sheet, (876, 314), 1.7)
    ramp = [(996, 316), (1010, 330), (1226, GROUND + 2), (1196, GROUND + 2), (996, 316)]
    sheet.outlined(ramp, "#c98f5c", size=2.4)
    for k in range(7):
        x, y = 1030 + k * 26, 346 + k * 18.5
        sheet.pen([(x - 6, y - 4), (x + 4, y - 4)], 2.6, passes=1)
    sheet.arrow("M 1220 400 C 1180 330 1120 280 1040 268", dotted=True)
    sheet.write("36°", (1110, 500), 18, colour=RED, size=2.4)
    return sheet


def child_seat() -> Sheet:
    sheet = side_view("city", "#7fa7c4", seed=71, paper="#f0efec", spokes=8)
    window = polygon("M 470 262 C 500 214 560 186 640 180 C 740 174 820 196 866 246 L 862 256 Z")
    sheet.fill(window, "#e6eef2", opacity=0.95)
    sheet.pen(window, 2.4)
    for x, tint in ((560, "#5c6875"), (760, "#e4572e")):
        scale = 1.08 if x == 560 else 0.74
        sitting(sheet, (x, 258 if x == 560 else 256), scale, colour=tint, facing=-1)
    sheet.pen([(612, 254), (640, 190)], 9, colour=LINEN, passes=1)
    sheet.arrow("M 790 150 C 740 118 640 118 596 150", size=4)
    sheet.arrow("M 604 140 L 588 160", size=4)
    sheet.write("180°", (660, 88), 20, colour=RED, size=2.4)
    return sheet


def brake_light() -> Sheet:
    sheet = rear_view("#7fa7c4", seed=58, zoom=0.96)
    for k in range(9):
        x, level = 456 + k * 34, abs(k - 4)
        tint = ("#d8402a", "#e4572e", "#ea8a4f", "#f0b58a", "#f4d9c4")[level]
        sheet.outlined(rounded(x - 13, 302, 26, 22, 5), tint, size=1.6)
    sheet.arrow([(592, 284), (460, 284)], size=3)
    sheet.arrow([(608, 284), (740, 284)], size=3)
    bicycle(sheet, (1010, 505), 1.3, width=3.4)
    sitting(sheet, (984, 396), 1.32, colour="#4e6a86", facing=-1)
    return sheet


def waiting_bench() -> Sheet:
    sheet = Sheet(64, paper="#eef0e6").on("Street")
    sheet.fill(polygon("M -20 496 L 1220 496 L 1220 620 L -20 620 Z"), "#c4c6b8", opacity=0.7)
    tree(sheet, (1040, 498), 330, colour="#8aa36f")
    lamp_post(sheet, (120, 498), 360, glow=False)
    sheet.pen([(420, 498), (420, 160)], 7, passes=1)
    sheet.outlined(rounded(356, 96, 130, 84, 12), "#2f6db3", size=2.8)
    sheet.write("MIT", (384, 116), 20, colour="#ffffff", size=3)
    sheet.arrow([(380, 158), (462, 158)], colour="#ffffff", size=3)
    for y in (404, 386):
        sheet.outlined(rounded(170, y, 210, 12, 4), "#c98f5c", size=2)
    for x in (190, 356):
        sheet.pen([(x, 416), (x, 498)], 6, passes=1)
    sitting(sheet, (236, 396), 2.1, colour="#a5533c", facing=1)
    sitting(sheet, (320, 398), 1.9, colour="#5d7a52", facing=1)
    _car_on(sheet, "#dfa23a", seed=65, zoom=0.5, at=(780, 530))
    sheet.arrow("M 610 380 C 570 330 500 330 452 386", dotted=True)
    return sheet


def warm_seats() -> Sheet:
    sheet = plan_view("#b7b2a6", seed=47, paper="#f3eee6")
    for radius, opacity in ((104, 0.18), (76, 0.24), (48, 0.3)):
        sheet.disc((606, 362), radius, "#d8402a", opacity=opacity)
    plan_seat(sheet, (606, 362), colour="#f0b58a")
    for x, y in ((606, 238), (776, 238), (776, 362)):
        sheet.disc((x, y), 44, BLUE, opacity=0.14)
    waves(sheet, (606, 362), (-60, 60), colour=RED)
    sheet.write("21°", (640, 470), 24, colour=RED, size=2.8)
    sheet.write("14°", (820, 108), 24, colour=BLUE, size=2.8)
    sheet.pen([(826, 142), (786, 206)], 1.6, colour=BLUE, passes=1)
    sheet.pen([(650, 464), (622, 410)], 1.6, colour=RED, passes=1)
    return sheet


def post_charging() -> Sheet:
    sheet = side_view(
        "city", "#d9c9a0", seed=93, paper="#e3e5ea", spokes=9, zoom=0.8, at=(820, 540)
    )
    light = lamp_post(sheet.zoom(1), (170, 505), 430)
    sheet.disc(light, 26, "#f4c95d", opacity=0.5)
    sheet.outlined(rounded(154, 330, 34, 64, 8), "#2f6db3", size=2.4)
    sheet.disc((171, 350), 6, "#6fd3c0")
    cable(sheet, "M 172 392 C 176 520 270 560 310 490 C 336 444 336 414 350 398", colour="#4f9d8f")
    sheet.dimension((250, 505), (250, 362), "1100", colour=RED)
    return sheet


def clinic_shuttle() -> Sheet:
    sheet = side_view(
        "shuttle", "#efe9dd", seed=39, paper="#eaf0ee", spokes=7, zoom=0.8, at=(640, 530)
    )
    for x, tint in ((300, "#4e6a86"), (468, "#a5533c"), (690, "#5d7a52"), (840, "#c8884a")):
        sheet.disc((x, 186), 30, tint)
        sheet.fill(rounded(x - 46, 214, 92, 46, 20), tint)
    sheet.pen([(196, 262), (1014, 260)], 3, passes=1)
    sheet.outlined(rounded(650, 290, 84, 84, 18), "#ffffff", size=2.4)
    for line in ([(692, 306), (692, 358)], [(666, 332), (718, 332)]):
        sheet.pen(line, 13, colour="#4f9d8f", opacity=1, passes=1)
    person(sheet, (70, GROUND), 340, colour="#8e6fb0", coat=True)
    sheet.arrow("M 110 500 C 220 520 330 520 400 490", dotted=True)
    return sheet


def _car_on(sheet: Sheet, colour: str, *, seed: int, zoom: float, at: tuple[float, float]) -> None:
    """Put a small car of its own into a street."""
    small = side_view("city", colour, seed=seed, zoom=zoom, at=at)
    for name in ("Colour", "Lines"):
        sheet.strokes.extend(small.layers[name])
