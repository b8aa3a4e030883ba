import copy
import io
import json
import math
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from idealab.demo.drawing import document_of
from idealab.sketches.pixels import png_of
from idealab.sketches.strokes import UnreadableDrawing, document_from, drawing_from
from idealab.sketches.vectors import svg_of

PAPER = (246, 241, 231)
SVG = "{http://www.w3.org/2000/svg}"


def stroke(tool: str = "pen", *points: tuple, **how) -> dict:
    defaults = {"colour": "#1b1e24", "size": 20, "opacity": 1}
    return {"tool": tool, "points": points or [[100, 100, 0.5], [900, 100, 0.5]], **defaults, **how}


def document(*strokes: dict, **more) -> dict:
    layers = [{"name": "Lines", "strokes": list(strokes)}]
    return {"v": 1, "w": 1000, "h": 500, "paper": "#f6f1e7", "layers": layers, **more}


def picture(drawn: dict, width: int = 500) -> Image.Image:
    return Image.open(io.BytesIO(png_of(drawn, width)))


def ink(image: Image.Image) -> int:
    grey = image.convert("L")
    paper = Image.new("RGB", (1, 1), PAPER).convert("L").getpixel((0, 0))
    histogram = grey.histogram()
    return sum(count for level, count in enumerate(histogram) if abs(level - paper) > 40)


def test_a_drawing_is_read_as_it_was_written():
    sent = json.dumps(document(stroke("pen", [1, 2], [3, 4, 0.9]))).encode()

    drawing = drawing_from(document_from(sent))

    assert drawing.strokes[0].points == ((1, 2, 0.5), (3, 4, 0.9))
    assert (drawing.width, drawing.height, drawing.paper) == (1000, 500, "#f6f1e7")


@pytest.mark.parametrize(
    ("strange", "sentence"),
    [
        ({"v": 3}, "version 1 or 2"),
        ({"w": math.inf}, "the width"),
        ({"w": True}, "the width"),
        ({"h": 10**400}, "the height"),
        ({"paper": "url(#a)"}, "#1b1e24"),
        ({"layers": "none"}, "list of layers"),
        ({"layers": [{"strokes": []}]}, "needs a name"),
        ({"layers": [{"name": "x", "strokes": []}] * 25}, "at most 24 layers"),
    ],
)
def test_a_strange_document_is_refused_with_a_sentence(strange, sentence):
    with pytest.raises(UnreadableDrawing, match=sentence):
        drawing_from(document(**strange))


@pytest.mark.parametrize(
    ("strange", "sentence"),
    [
        (stroke("stamp"), "one of these tools"),
        (stroke(colour="red"), "#1b1e24"),
        (stroke(colour='#000000"/><script>'), "#1b1e24"),
        (stroke(opacity=1.5), "opacity"),
        (stroke(size=math.nan), "size"),
        (stroke("pen", [0, 0, 2]), "pressure"),
        (stroke("pen", [0, math.inf]), "a point"),
        (stroke("pen", [0, "1"]), "a point"),
        (stroke("pen", [0]), "two numbers"),
        (stroke("rect", [0, 0], [1, 1], [2, 2]), "“rect” does not work with 3 points"),
        (stroke("fill", [0, 0], [1, 1]), "“fill” does not work with 2 points"),
    ],
)
def test_a_strange_stroke_is_refused_with_a_sentence(strange, sentence):
    with pytest.raises(UnreadableDrawing, match=sentence):
        drawing_from(document(strange))


def test_too_many_strokes_are_refused():
    with pytest.raises(UnreadableDrawing, match="at most 3000 strokes"):
        drawing_from(document(*[stroke()] * 3001))


def test_a_drawing_that_would_keep_the_worker_busy_is_refused():
    across = stroke("marker", [0, 0], [2400, 1200], size=400)

    drawing_from(document(*[across] * 400, *[stroke()] * 500))

    with pytest.raises(UnreadableDrawing, match="across the whole sheet"):
        drawing_from(document(*[across] * 501))


def letters(*rings: list[float]) -> dict:
    return stroke("text") | {"text": "A", "outline": list(rings)}


def test_letters_cost_what_they_cover_and_not_the_whole_text_each():
    square = [(x, y) for x in range(0, 1000, 25) for y in range(0, 500, 16)]
    small = [[x, y, x + 9, y, x + 9, y + 9, x, y + 9] for x, y in square]
    sheet = [0, 0, 1000, 0, 1000, 500, 0, 500]

    drawing_from(document(letters(*small)))

    with pytest.raises(UnreadableDrawing, match="across the whole sheet"):
        drawing_from(document(letters(*[sheet] * 1001)))


def test_a_ring_in_a_ring_is_a_hole_and_one_beside_it_is_not():
    outer, inner = (
        [100, 100, 300, 100, 300, 300, 100, 300],
        [150, 150, 250, 150, 250, 250, 150, 250],
    )
    beside, outside = [600, 100, 700, 100, 700, 300, 600, 300], [-90, -90, -9, -90, -9, -9]

    painted = picture(document(letters(outer, inner, beside, outside)), width=1000)

    assert painted.getpixel((120, 120)) == painted.getpixel((650, 200)) == (27, 30, 36)
    assert painted.getpixel((200, 200)) == painted.getpixel((450, 200)) == PAPER


def test_a_ribbon_of_a_sheet_is_refused_before_it_is_painted():
    with pytest.raises(UnreadableDrawing, match="4 times as long"):
        drawing_from({**document(stroke()), "w": 100, "h": 6000})


@pytest.mark.parametrize(
    "sent", [b"", b"[", b"[" * 100_000, b"\xff\xfe", b"null", b" " * 2_000_001]
)
def test_what_is_no_drawing_is_refused(sent):
    with pytest.raises(UnreadableDrawing):
        document_from(sent)


def test_the_svg_is_well_formed_and_holds_nothing_but_shapes():
    tree = ET.fromstring(svg_of(document_of("seat-turn")))

    assert {element.tag for element in tree.iter()} == {
        SVG + tag for tag in ("svg", "rect", "g", "path")
    }
    names = {name for element in tree.iter() for name in element.attrib}
    assert names == {"viewBox", "width", "height", "fill", "fill-opacity", "fill-rule", "d"}


def test_a_line_lies_where_it_was_drawn():
    image = picture(document(stroke("line", [100, 100], [900, 100])))

    assert image.size == (500, 250)
    assert image.getpixel((250, 50)) == (27, 30, 36)
    assert image.getpixel((250, 80)) == PAPER
    assert ink(image) == pytest.approx(400 * 10 + math.pi * 25, rel=0.03)


def test_a_harder_hand_makes_a_wider_line():
    soft = picture(document(stroke("pen", [100, 100, 0.1], [900, 100, 0.1])))
    hard = picture(document(stroke("pen", [100, 100, 0.9], [900, 100, 0.9])))

    assert ink(hard) > 2 * ink(soft)


def test_a_marker_lets_the_paper_through_but_only_once_where_it_crosses_itself():
    loop = [[100, 100], [900, 100], [500, 400], [500, 20]]
    image = picture(document(stroke("marker", *loop, opacity=0.5, size=40)))

    once, crossed = image.getpixel((150, 50)), image.getpixel((250, 50))

    assert once == crossed
    assert all(
        ink < seen < paper for ink, seen, paper in zip((27, 30, 36), once, PAPER, strict=True)
    )


def test_shapes_are_told_by_two_corners():
    image = picture(
        document(stroke("rect", [100, 100], [400, 400]), stroke("ellipse", [600, 100], [900, 400]))
    )

    for where in ((50, 125), (200, 125), (300, 125), (450, 125), (375, 50), (375, 200)):
        assert image.getpixel(where) == (27, 30, 36), where
    for inside in ((125, 125), (375, 125)):
        assert image.getpixel(inside) == PAPER


def test_later_layers_lie_above_earlier_ones():
    area = [[100, 100], [900, 100], [900, 400], [100, 400]]
    drawn = document(stroke("fill", *area, colour="#ff0000"))
    drawn["layers"].append({"name": "Top", "strokes": [stroke("fill", *area, colour="#00ff00")]})

    assert picture(drawn).getpixel((250, 125)) == (0, 255, 0)
    assert svg_of(drawn).index("#ff0000") < svg_of(drawn).index("#00ff00")


def test_the_picture_is_equally_dark_at_every_width():
    drawn = document_of("lent-key")

    small, large = (
        picture(drawn, width).resize((1, 1), Image.Resampling.BOX) for width in (320, 960)
    )

    assert small.getpixel((0, 0)) == pytest.approx(large.getpixel((0, 0)), abs=1.1)


def test_drawing_leaves_the_document_as_it_was():
    drawn = document(stroke("ellipse", [0, 0], [900, 400]), stroke("pen", [5, 5]))
    before = copy.deepcopy(drawn)

    svg_of(drawn), png_of(drawn, 64)

    assert drawn == before


def test_what_lies_outside_the_paper_harms_nobody():
    assert ink(picture(document(stroke("pen", [-900, -900], [-800, -800])))) == 0
