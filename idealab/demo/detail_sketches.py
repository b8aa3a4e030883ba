"""The sketches of "City car 2030" that show a part from near."""

from idealab.demo.angles import cockpit
from idealab.demo.closeups import charging_port, door, glow, handle, key, lamp, note, seat
from idealab.demo.figures import cable
from idealab.demo.paths import arc, circle, moved, polygon, rounded
from idealab.demo.sheet import BLUE, GOLD, INK, RED, Sheet
from idealab.demo.vehicles import side_view

SKIN = (
    "M 384 372 C 520 352 700 348 846 358 C 850 410 842 460 830 508 L 412 512 C 398 460 388 420 "
    "384 372 Z"
)
COVER = (
    "M 660 330 C 690 260 708 190 720 130 C 726 110 740 104 756 110 C 776 116 784 132 780 152 C "
    "768 226 752 290 730 352 Z"
)
CABLE = (
    "M 655 276 C 700 420 820 500 940 470 C 1040 446 1020 360 950 380 C 900 396 920 452 1000 "
    "470 C 1080 486 1150 470 1230 440"
)
GLOVE = (
    "M 560 560 C 556 510 566 470 590 448 C 600 438 616 440 616 452 L 612 470 L 640 430 C 650 "
    "420 664 426 660 440 L 650 470 L 676 440 C 688 432 698 442 692 454 L 676 490 C 690 520 690 "
    "540 686 566 Z"
)


def calm_cockpit() -> Sheet:
    sheet = cockpit("#4b6d63", seed=9)
    vase = polygon(
        "M 1010 250 C 996 236 1000 214 1010 206 L 1034 206 C 1044 214 1048 236 1034 250 Z"
    )
    sheet.outlined(vase, "#d9a07c", size=2.2)
    for tip in ((1000, 120), (1024, 104), (1052, 126)):
        sheet.pen(f"M 1022 206 C 1020 180 {tip[0]} 160 {tip[0]} {tip[1]}", 2.4, colour="#5d7a52")
        sheet.disc(tip, 9, "#8aa36f")
    sheet.arrow("M 1090 470 C 1060 440 1020 420 980 396", size=3)
    note(sheet, "LINEN + OAK", (940, 486))
    return sheet


def boot_floor() -> Sheet:
    sheet = side_view(
        "city", "#d9694a", seed=19, paper="#f4ede6", spokes=6, zoom=0.9, at=(420, 500)
    )
    boot = polygon("M 790 250 L 944 252 C 966 276 978 290 984 312 L 790 312 Z")
    sheet.outlined(boot, "#2b3038", size=2.4)
    lid = "M 880 196 C 960 150 1030 130 1090 132 L 1098 148 C 1040 150 980 178 930 226 Z"
    sheet.outlined(lid, "#d9694a", size=2.6)
    sheet.outlined(rounded(840, 306, 340, 16, 6), "#c98f5c", size=2.6)
    for x, size, tint in ((960, 62, "#e9b7a4"), (1036, 84, "#8fa38a"), (1118, 56, "#d9c9a0")):
        sheet.outlined(rounded(x - 32, 306 - size, 64, size, 8), tint, size=2.2)
        sheet.pen(arc((x, 306 - size), 15, 180, 360), 2.6, passes=1)
    sheet.arrow([(1020, 356), (1176, 356)], size=4)
    sheet.dimension((992, 400), (1180, 400), "450", colour=RED)
    sheet.dimension((1214, 478), (1214, 322), "740", colour=RED)
    return sheet


def bolted_panels() -> Sheet:
    sheet = door("#c9d3d6", seed=12)
    skin = moved(
        polygon(SKIN),
        150,
        -6,
    )
    sheet.fill(skin, "#e4572e", opacity=0.93)
    sheet.hatch(skin, angle=70, gap=24, size=9, opacity=0.07, tool="marker")
    sheet.pen(skin, 3, wobble=1)
    for x, y in ((410, 396), (620, 372), (824, 392), (430, 494), (812, 490)):
        sheet.outlined(circle((x, y), 8), "#f4f1ea", size=1.8)
        sheet.dashed([(x + 12, y), (x + 146, y - 6)], 2.2, colour=BLUE)
        sheet.ring((x + 150, y - 6), 7, 2, passes=1)
    note(sheet, "5 × M6", (1016, 384))
    sheet.arrow("M 1010 440 C 1040 448 1080 448 1120 438", size=4)
    return sheet


def washable_cover() -> Sheet:
    sheet = seat("#e6ded0", seed=17)
    cover = polygon(COVER)
    sheet.fill(cover, "#4e7f9c")
    sheet.hatch(cover, angle=64, gap=12, size=1.4, colour="#ffffff", opacity=0.4)
    sheet.pen(cover, 2.6)
    peel = polygon(
        "M 720 130 C 690 100 640 96 600 118 C 622 124 648 140 662 168 C 680 148 700 138 720 130 Z"
    )
    sheet.outlined(peel, "#7fa7c4", size=2.6)
    zip_line = [(792, 146), (776, 230), (752, 310), (732, 362)]
    sheet.pen(zip_line, 4.4, colour=GOLD)
    for k in range(11):
        x, y = 792 - k * 6.0, 146 + k * 21
        sheet.pen([(x - 5, y), (x + 7, y + 3)], 1.8, passes=1)
    sheet.outlined(rounded(940, 306, 150, 170, 14), "#f4f1ea", size=2.8)
    sheet.outlined(circle((1015, 396), 52), "#7fa7c4", size=2.8)
    sheet.ring((1015, 396), 38, 1.6, passes=1)
    sheet.arrow("M 640 90 C 760 10 960 60 1010 290", dotted=True)
    note(sheet, "30°", (994, 318))
    return sheet


def open_lamp() -> Sheet:
    sheet = lamp("#e4572e", seed=4)
    for x, text in ((206, "1"), (396, "2"), (582, "3"), (762, "4"), (920, "5")):
        sheet.ring((x, 78), 19, 2.2, passes=1)
        sheet.write(text, (x - 6, 69), 17, size=2.2)
    for x in (270, 470, 660, 830):
        sheet.arrow([(x, 528), (x - 56, 528)], size=3, dotted=True)
    note(sheet, "4 CLIPS", (1010, 486))
    return sheet


def lent_key() -> Sheet:
    sheet = key("#dfa23a", seed=6)
    sheet.outlined(rounded(944, 190, 150, 210, 10), "#fffdf7", size=2.6)
    for y, width in ((226, 96), (252, 78), (278, 104), (304, 60)):
        sheet.pen([(966, y), (966 + width, y)], 2.4, opacity=0.6, passes=1)
    sheet.pen(
        "M 968 356 C 990 330 1000 376 1020 350 C 1036 336 1046 366 1066 346", 2.6, colour=BLUE
    )
    for k in range(7):
        turn = arc((430, 300), 96, k * 38 - 60, k * 38 - 40)
        sheet.pen(turn, 8, colour="#fffdf7" if k < 4 else "#8a5f14", opacity=0.9, passes=1)
    note(sheet, "MO TO FR", (370, 462), colour=INK)
    sheet.arrow("M 590 220 C 690 140 820 130 920 190", size=3.6)
    return sheet


def tidy_cable() -> Sheet:
    sheet = charging_port("#4f9d8f", seed=5)
    sheet.outlined(circle((655, 276), 40), "#2b3038", size=2.4)
    cable(
        sheet,
        CABLE,
        colour=GOLD,
    )
    sheet.outlined(rounded(628, 250, 54, 52, 14), "#e9e6df", size=2.6)
    sheet.arrow("M 1120 410 C 1060 330 1000 320 970 340", size=4)
    sheet.write("6 M", (1070, 300), 24, colour="#ffffff", size=3)
    return sheet


def winter_handle() -> Sheet:
    sheet = door("#d9c9a0", seed=30, paper="#e9eef2")
    sheet.disc((640, 420), 150, "#ffffff", opacity=0.94)
    sheet.ring((640, 420), 150, 3.4)
    handle(sheet, (640, 410), scale=1.3)
    glove = polygon(GLOVE)
    sheet.outlined(glove, "#a5533c", size=2.8)
    sheet.pen("M 574 540 C 610 530 650 530 684 540", 3, colour="#ffffff", passes=1)
    sheet.dimension((536, 330), (744, 330), "130", colour=RED)
    for x, y in ((140, 130), (230, 240), (120, 380), (980, 140), (1080, 300), (960, 420)):
        for turn in ((0, 12), (10, 7), (10, -7)):
            sheet.pen([(x - turn[0], y - turn[1]), (x + turn[0], y + turn[1])], 2.2, colour=BLUE)
    return sheet


def care_boot() -> Sheet:
    sheet = side_view("city", "#f2efe8", seed=52, paper="#e6efec", spokes=7, zoom=0.96)
    bay = polygon("M 520 280 L 752 276 C 752 320 756 372 766 424 L 524 428 Z")
    sheet.outlined(bay, "#2f5d57", size=2.6)
    for k, tint in enumerate(("#f4f1ea", "#e4572e", "#7fa7c4")):
        sheet.outlined(rounded(536, 290 + k * 45, 204 + k * 6, 37, 6), tint, size=2.2)
        sheet.pen([(610, 308 + k * 45), (668, 308 + k * 45)], 3.6, passes=1)
    for line in ([(491, 322), (492, 370)], [(468, 346), (515, 346)]):
        sheet.pen(line, 11, colour="#4f9d8f", opacity=1, passes=1)
    glow(sheet, (640, 262), 58)
    sheet.arrow("M 640 440 C 642 470 650 500 664 528", size=4)
    note(sheet, "90 S", (690, 520))
    return sheet
