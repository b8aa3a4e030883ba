"""The sketch studio in a real browser: with mouse, pen, fingers and keys."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from idealab.sketches.pixels import png_of
from idealab.sketches.vectors import svg_of
from tests.browser import scenes
from tests.browser.acting import fill_in, ready
from tests.support.browsers import PHONE

pytestmark = pytest.mark.browser
DOCUMENT = "JSON.parse(JSON.stringify(document.querySelector('sketch-pad').document))"
SENT = """async () => {
  const part = new FormData(document.querySelector("sketch-pad").closest("form")).get("strokes0");
  return part ? JSON.parse(await part.text()) : null;
}"""


FRAMES = """() => {
  window.frames_ = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (work) => ask((at) => {
    const began = performance.now();
    work(at);
    window.frames_.push(performance.now() - began);
  });
}"""
FIRST_LINE, FRAME = 1000, 16  # ms


@pytest.fixture
def form(live_site, browsers) -> Page:
    return open_form(live_site, browsers)


def open_form(live_site, browsers, **options: Any) -> Page:
    place = scenes.campaign(live_site)
    page = browsers.open(scenes.person(live_site, "Ana").id, **options)
    page.goto(f"{place.wall}/ideas/new")
    ready(page)
    return page


def step(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Steps").get_by_role("link", name=name).click()


def publish(page: Page) -> None:
    step(page, "Publish")
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").click()


def open_pad(page: Page) -> None:
    step(page, "Draw")
    page.get_by_role("button", name="Draw a sketch").click()
    expect(page.locator("[data-pad-canvas]")).to_be_focused()


def draw(page: Page, *spots: tuple[float, float]) -> None:
    """A stroke of the mouse over spots from (0, 0) to (1, 1) of the sheet."""
    sheet = page.locator("[data-pad-canvas]")
    sheet.evaluate("sheet => sheet.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = sheet.bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in spots]
    page.mouse.move(*places[0])
    page.mouse.down()
    for x, y in places[1:]:
        page.mouse.move(x, y, steps=8)
    page.mouse.up()


def strokes_of(page: Page) -> list[dict[str, Any]]:
    drawn = page.evaluate(DOCUMENT)
    return [stroke for layer in drawn["layers"] for stroke in layer["strokes"]] if drawn else []


def test_a_drawing_goes_with_the_form_and_is_there_when_ready(form):
    fill_in(form, "Doors that slide")
    open_pad(form)
    draw(form, (0.1, 0.5), (0.5, 0.2), (0.9, 0.5))
    form.get_by_label("What it shows, in a sentence").first.fill("A roof in one line")
    assert form.evaluate(SENT) == form.evaluate(DOCUMENT)

    publish(form)

    expect(form.get_by_role("img", name="A roof in one line")).to_be_visible(timeout=30_000)


def test_each_stroke_is_told_to_the_form(form):
    form.evaluate("() => { window.told = 0; addEventListener('change', () => told++); }")
    open_pad(form)

    draw(form, (0.1, 0.5), (0.5, 0.2))
    form.keyboard.press("Control+z")

    assert form.evaluate("told") == 2
    assert form.evaluate(DOCUMENT) is None
    assert form.evaluate(SENT) is None


def test_a_draft_is_put_back_into_a_closed_and_into_an_open_pad(form):
    open_pad(form)
    draw(form, (0.1, 0.5), (0.5, 0.2))
    drawn = form.evaluate(DOCUMENT)
    form.goto(f"{form.url.partition('?')[0].partition('#')[0]}?draft=new")
    ready(form)
    step(form, "Draw")

    form.evaluate("drawn => { document.querySelector('sketch-pad').document = drawn; }", drawn)

    expect(form.get_by_role("img", name="Your drawing")).to_be_visible()
    assert form.evaluate(SENT) == drawn
    open_pad(form)
    form.evaluate("() => { document.querySelector('sketch-pad').document = null; }")
    assert strokes_of(form) == []
    form.evaluate("drawn => { document.querySelector('sketch-pad').document = drawn; }", drawn)
    assert form.evaluate(DOCUMENT) == drawn


def test_a_drawing_comes_back_with_a_form_that_was_refused(form):
    open_pad(form)
    draw(form, (0.1, 0.5), (0.5, 0.2))
    drawn = form.evaluate(DOCUMENT)

    publish(form)

    expect(form.get_by_role("group", name="still missing")).to_be_visible()
    step(form, "Draw")
    expect(form.get_by_role("img", name="Your drawing")).to_be_visible()
    assert form.evaluate(DOCUMENT) == drawn


def test_a_drawing_opens_again_as_it_was(form):
    fill_in(form, "Doors that slide")
    open_pad(form)
    draw(form, (0.1, 0.5), (0.5, 0.2))
    form.keyboard.press("e")
    draw(form, (0.3, 0.1), (0.3, 0.9))
    drawn = form.evaluate(DOCUMENT)
    publish(form)
    expect(form).to_have_url(re.compile(r"/ideas/\d+$"))

    form.goto(f"{form.url}/edit")
    ready(form)
    form.get_by_role("button", name="Draw on").click()
    expect(form.locator("[data-pad-canvas]")).to_be_focused()

    assert form.evaluate(DOCUMENT) == drawn
    draw(form, (0.2, 0.2), (0.8, 0.8))
    form.get_by_role("button", name="Save this version").click()
    expect(form.locator('[data-media-state="ready"]')).to_be_visible(timeout=60_000)
    expect(form.locator(".picture")).to_have_count(1)


def test_two_hundred_steps_are_taken_back_and_done_again(form):
    open_pad(form)
    for n in range(205):
        form.evaluate(
            """n => {
              const stroke = { tool: "line", colour: "#1b1e24", size: 4, points: [[n, 0], [n, 9]] };
              const pad = document.querySelector("sketch-pad");
              const before = pad.document ?? { v: 2, w: 2400, h: 1200, paper: "#fdfcfa",
                layers: [{ name: "Lines", strokes: [] }] };
              const [layer] = before.layers;
              const strokes = [...layer.strokes, stroke];
              pad.document = { ...before, layers: [{ ...layer, strokes }] };
            }""",
            n,
        )
    form.locator("[data-pad-clear]").click()
    assert strokes_of(form) == []
    form.locator("[data-pad-canvas]").focus()

    for _ in range(206):
        form.keyboard.press("Control+z")
    assert strokes_of(form) == []
    for _ in range(205):
        form.keyboard.press("Control+Shift+z")

    assert len(strokes_of(form)) == 205


def test_a_shape_is_drawn_with_keys_alone(form):
    open_pad(form)
    form.keyboard.press("r")
    form.locator("[data-pad-canvas]").focus()
    form.keyboard.press("ArrowLeft")
    form.keyboard.press("Enter")
    for _ in range(3):
        form.keyboard.press("Shift+ArrowRight")
    form.keyboard.press("Shift+ArrowDown")
    form.keyboard.press("Enter")

    [stroke] = strokes_of(form)
    assert (stroke["tool"], stroke["points"]) == ("rect", [[1180, 600], [1480, 700]])


def test_single_keys_count_only_in_the_studio(form):
    open_pad(form)
    words = form.get_by_label("What it shows, in a sentence").first
    words.press_sequentially("emp")

    expect(form.get_by_role("radio", name="Pen", exact=True)).to_have_attribute(
        "aria-checked", "true"
    )
    expect(words).to_have_value("emp")


def test_a_finger_draws_and_two_fingers_move_the_sheet(live_site, browsers):
    form = open_form(live_site, browsers, profile=PHONE)
    open_pad(form)
    box = form.locator("[data-pad-canvas]").bounding_box()
    fingers = form.context.new_cdp_session(form)

    def touch(kind: str, *spots: tuple[float, float]) -> None:
        points = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "id": number}
            for number, (x, y) in enumerate(spots)
        ]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (0.2, 0.5))
    for step in range(6):
        touch("touchMove", (0.2 + step / 10, 0.5))
    touch("touchEnd")
    [stroke] = strokes_of(form)
    assert stroke["tool"] == "pen"

    touch("touchStart", (0.4, 0.5), (0.6, 0.5))
    for step in range(5):
        touch("touchMove", (0.4 - step / 20, 0.5), (0.6 + step / 20, 0.5))
    touch("touchEnd")

    assert len(strokes_of(form)) == 1
    assert form.evaluate("document.documentElement.scrollWidth <= innerWidth")


def pen_of(page: Page) -> Callable[..., None]:
    """`pen("mousePressed", 0.1, 0.5)`: a pen at that part of the sheet's width, with that force."""
    box = page.locator("[data-pad-canvas]").bounding_box()
    assert box
    wire = page.context.new_cdp_session(page)

    def send(kind: str, x: float, force: float) -> None:
        spot = {"x": box["x"] + x * box["width"], "y": box["y"] + 0.5 * box["height"]}
        held = {"button": "left", "buttons": 1, "force": force, "pointerType": "pen"}
        wire.send("Input.dispatchMouseEvent", {"type": kind, "clickCount": 1, **spot, **held})

    return send


def test_a_pen_draws_with_its_pressure_and_the_palm_beside_it_does_not(form):
    open_pad(form)
    send = pen_of(form)

    send("mousePressed", 0.1, 0.1)
    for step in range(1, 9):
        send("mouseMoved", 0.1 + step / 10, step / 9)
    send("mouseReleased", 0.9, 0.9)
    form.locator("[data-pad-canvas]").evaluate(
        """canvas => {
          const { x, y } = canvas.getBoundingClientRect();
          const palm = { pointerType: "touch", pointerId: 9, clientX: x + 50, clientY: y + 50 };
          for (const kind of ["down", "move", "up"]) {
            canvas.dispatchEvent(new PointerEvent(`pointer${kind}`, { ...palm, bubbles: true }));
          }
        }"""
    )

    [stroke] = strokes_of(form)
    pressures = [point[2] for point in stroke["points"]]
    assert pressures[0] < 0.3 < 0.7 < pressures[-1]


def test_a_palm_that_lies_there_before_the_pen_keeps_it_from_nothing(live_site, browsers):
    form = open_form(live_site, browsers, profile=PHONE)
    open_pad(form)
    box = form.locator("[data-pad-canvas]").bounding_box()
    palm, send = form.context.new_cdp_session(form), pen_of(form)
    spots = [{"x": box["x"] + 30, "y": box["y"] + 30, "id": 4}]
    palm.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": spots})

    send("mousePressed", 0.2, 0.5)
    for step in range(1, 7):
        send("mouseMoved", 0.2 + step / 10, 0.9)
    send("mouseReleased", 0.8, 0.9)
    palm.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    [stroke] = strokes_of(form)
    assert stroke["points"][-1][0] - stroke["points"][0][0] > 1000


def test_browser_and_server_draw_the_same_picture(form):
    open_pad(form)
    for tool, colour, spots in (
        ("pen", "#1b1e24", ((0.1, 0.6), (0.3, 0.2), (0.6, 0.3), (0.9, 0.7))),
        ("marker", "#d8402a", ((0.1, 0.8), (0.8, 0.7), (0.3, 0.5))),
        ("ellipse", "#2f6db3", ((0.2, 0.3), (0.45, 0.9))),
        ("rect", "#4b6d63", ((0.5, 0.3), (0.8, 0.6))),
        ("line", "#f0b13f", ((0.05, 0.1), (0.95, 0.2))),
        ("eraser", "#1b1e24", ((0.4, 0.1), (0.6, 0.9))),
    ):
        form.locator(f"[data-tool={tool}]").click()
        form.locator(f"[data-colour='{colour}']").click()
        draw(form, *spots)
    form.locator("[data-tool=text]").click()
    draw(form, (0.15, 0.5))
    expect(form.locator("[data-pad-text]")).to_be_focused()
    form.keyboard.type("Größe & Ω")
    form.keyboard.press("Enter")
    expect(form.locator("[data-pad-canvas]")).to_be_focused()
    drawn = form.evaluate(DOCUMENT)
    assert drawn["layers"][0]["strokes"][-1]["text"] == "Größe & Ω"

    shown = form.evaluate(
        """async () => {
          const picture = document.querySelector("sketch-pad").picture(600);
          const blob = await new Promise((done) => picture.toBlob(done, "image/png"));
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )

    here = Image.open(io.BytesIO(bytes(shown))).convert("RGB")
    there = Image.open(io.BytesIO(png_of(drawn, 600)))
    apart = ImageChops.difference(here, there).convert("L").point(lambda level: 255 * (level > 64))
    assert here.size == there.size == (600, 300)
    assert apart.histogram()[255] < 60
    svg = Image.open(io.BytesIO(photo_of_svg(form, svg_of(drawn)))).convert("RGB")
    apart = ImageChops.difference(svg, there).convert("L").point(lambda level: 255 * (level > 64))
    assert apart.histogram()[255] < 60


def photo_of_svg(page: Page, svg: str) -> bytes:
    """How the browser shows the SVG that the server has made."""
    window = page.context.new_page()
    window.set_viewport_size({"width": 600, "height": 300})
    window.set_content(f"<style>* {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    return window.screenshot()


def test_an_outline_is_shown_and_is_never_part_of_the_drawing(form):
    open_pad(form)
    form.get_by_role("radio", name="Cockpit").click()
    expect(form.get_by_role("radio", name="Cockpit")).to_have_attribute("aria-checked", "true")
    shown = "document.querySelector('[data-pad-canvas]').getContext('2d')"
    form.wait_for_function(
        f"() => {shown}.getImageData(0, 0, 900, 400).data.some((level) => level < 230)"
    )

    assert form.evaluate(DOCUMENT) is None
    draw(form, (0.4, 0.4), (0.5, 0.5))

    assert "cockpit" not in str(form.evaluate(DOCUMENT))
    data = "document.querySelector('sketch-pad').picture(600).getContext('2d')"
    corner = f"[...{data}.getImageData(0, 0, 120, 300).data].filter((level) => level < 230)"
    assert form.evaluate(corner) == []


def test_layers_are_added_named_moved_hidden_and_deleted(form):
    open_pad(form)
    draw(form, (0.1, 0.1), (0.3, 0.3))
    form.get_by_role("button", name="Add", exact=True).click()
    name = form.get_by_label("Name of Layer 2")
    name.fill("Colour")
    name.press("Tab")
    draw(form, (0.5, 0.1), (0.7, 0.3))
    form.get_by_role("button", name="Lower Colour").click()
    form.get_by_role("button", name="Show Colour").click()

    layers = form.evaluate(DOCUMENT)["layers"]
    assert [(one["name"], one.get("hidden")) for one in layers] == [
        ("Colour", True),
        ("Lines", None),
    ]
    draw(form, (0.5, 0.5), (0.7, 0.7))
    expect(form.locator("[data-pad-status]")).to_contain_text("This layer is hidden")
    form.get_by_role("button", name="Delete Colour").click()
    assert [one["name"] for one in form.evaluate(DOCUMENT)["layers"]] == ["Lines"]


def test_a_mirror_draws_two_strokes_that_go_and_come_together(form):
    open_pad(form)
    form.get_by_role("button", name="Mirror strokes").click()
    draw(form, (0.1, 0.1), (0.3, 0.3))
    one, other = strokes_of(form)
    assert [2400 - x for x, *_rest in one["points"]] == pytest.approx(
        [x for x, *_rest in other["points"]]
    )

    form.keyboard.press("Control+z")

    assert strokes_of(form) == []


def test_a_full_sheet_says_so(form):
    stroke = {"tool": "line", "colour": "#1b1e24", "size": 4, "points": [[1, 1], [9, 9]]}
    layers = [{"name": "Lines", "strokes": [stroke] * 3000}]
    full = {"v": 2, "w": 2400, "h": 1200, "paper": "#fdfcfa", "layers": layers}
    step(form, "Draw")
    form.evaluate("full => { document.querySelector('sketch-pad').document = full; }", full)
    form.get_by_role("button", name="Draw a sketch").click()
    expect(form.locator("[data-pad-canvas]")).to_be_focused()

    draw(form, (0.1, 0.1), (0.3, 0.3))

    expect(form.locator("[data-pad-status]")).to_contain_text("This sheet is full")
    assert len(strokes_of(form)) == 3000


def test_the_sheet_is_moved_closer_with_wheel_and_keys(form):
    open_pad(form)
    box = form.locator("[data-pad-canvas]").bounding_box()
    form.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    form.keyboard.press("+")
    form.keyboard.down("Control")
    form.mouse.wheel(0, -300)
    form.keyboard.up("Control")
    draw(form, (0.01, 0.01), (0.99, 0.99))

    [stroke] = strokes_of(form)
    assert stroke["points"][-1][0] - stroke["points"][0][0] < 1200
    form.keyboard.press("0")
    draw(form, (0.01, 0.5), (0.99, 0.5))
    assert strokes_of(form)[-1]["points"][-1][0] > 2000


def test_writing_and_drawing_take_little_code(form):
    weights: list[int] = []
    fetched = form.context.new_page()
    fetched.on(
        "requestfinished",
        lambda one: (
            weights.append(one.sizes()["responseBodySize"])
            if one.resource_type == "script"
            else None
        ),
    )
    fetched.goto(form.url, wait_until="networkidle")
    ready(fetched)
    open_pad(fetched)
    draw(fetched, (0.1, 0.1), (0.3, 0.3))

    assert len(strokes_of(fetched)) == 1
    assert sum(weights) <= 18 * 1024


def test_five_hundred_strokes_slow_no_hand(form):
    curve = [[x * 18, 100 + (x * 7) % 90, 0.5] for x in range(120)]
    stroke = {"tool": "pen", "colour": "#1b1e24", "size": 6, "opacity": 1}
    strokes = [
        {**stroke, "points": [[x, y + n * 1.8, p] for x, y, p in curve[: 40 + n % 20]]}
        for n in range(500)
    ]
    layers = [{"name": "Lines", "strokes": strokes}]
    drawn = {"v": 2, "w": 2400, "h": 1200, "paper": "#fdfcfa", "layers": layers}
    step(form, "Draw")
    form.evaluate("drawn => { document.querySelector('sketch-pad').document = drawn; }", drawn)
    form.evaluate(FRAMES)
    form.get_by_role("button", name="Draw a sketch").click()
    expect(form.locator("[data-pad-canvas]")).to_be_focused()
    form.wait_for_function("frames_.length > 0")
    form.evaluate("frames_.length = 0")

    for y in (0.2, 0.5, 0.8):
        draw(form, (0.1, y), (0.5, 1 - y), (0.9, y), (0.2, 0.1))

    assert len(strokes_of(form)) == 503
    took = sorted(form.evaluate("frames_"))
    assert took[int(len(took) * 0.95)] <= FRAME


def test_the_first_line_is_drawn_within_a_second(form):
    step(form, "Draw")
    form.evaluate("""() => {
      addEventListener("click", () => { window.began = performance.now(); }, { once: true });
      addEventListener("change", () => { window.took = performance.now() - began; });
    }""")

    form.get_by_role("button", name="Draw a sketch").click()
    expect(form.locator("[data-pad-canvas]")).to_be_focused()
    draw(form, (0.1, 0.5), (0.9, 0.5))

    assert form.evaluate("took") < FIRST_LINE
