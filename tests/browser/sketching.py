"""What people do with the sketch studio, in the words of the product."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import scenes
from tests.browser.acting import ready

DOCUMENT = "JSON.parse(JSON.stringify(document.querySelector('sketch-pad').document))"
SENT = """async () => {
  const part = new FormData(document.querySelector("sketch-pad").closest("form")).get("strokes0");
  return part ? JSON.parse(await part.text()) : null;
}"""


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
