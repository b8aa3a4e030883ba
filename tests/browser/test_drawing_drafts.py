"""No stroke gets lost on its way to the server: on a phone, in a killed tab, without a network."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import scenes
from tests.browser.acting import ready
from tests.browser.sketching import DOCUMENT, draw, open_pad, step, strokes_of

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}


def begin(live_site, browsers, profile: dict[str, Any] = PHONE) -> Page:
    place = scenes.campaign(live_site)
    page = browsers.open(scenes.person(live_site, "Ana").id, profile=profile)
    return come(page, f"{place.wall}/ideas/new")


def come(page: Page, address: str) -> Page:
    page.goto(address)
    ready(page)
    return page


def await_saved(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"draft=\d+"))
    page.wait_for_function("() => !Object.keys(localStorage).length")


def come_back(page: Page) -> Page:
    """After a kill: no goodbye, a new tab."""
    address = page.url.partition("#")[0]
    page.close(run_before_unload=False)
    return come(page.context.new_page(), address)


@pytest.mark.parametrize("profile", [PHONE, DESK], ids=["phone", "desk"])
def test_a_tab_killed_while_somebody_draws_loses_no_stroke_that_was_lifted(
    live_site, browsers, profile
):
    page = begin(live_site, browsers, profile)
    open_pad(page)
    draw(page, (0.1, 0.5), (0.5, 0.2))
    draw(page, (0.2, 0.5), (0.6, 0.2))
    drawn = page.evaluate(DOCUMENT)

    again = come_back(page)

    again.wait_for_function("() => document.querySelector('sketch-pad').document")
    assert again.evaluate(DOCUMENT) == drawn
    await_saved(again)


def test_what_is_drawn_without_a_network_is_sent_when_it_is_back(live_site, browsers):
    page = begin(live_site, browsers)
    open_pad(page)
    draw(page, (0.1, 0.5), (0.5, 0.2))
    await_saved(page)
    page.context.set_offline(True)
    draw(page, (0.2, 0.5), (0.6, 0.2))
    expect(page.locator("[data-saved-words]")).to_contain_text("Not sent yet")
    browsers.trouble.clear()  # a line that is cut is written to the console

    page.context.set_offline(False)

    await_saved(page)
    assert len(strokes_of(come_back_with_drawing(page))) == 2


def come_back_with_drawing(page: Page) -> Page:
    again = come_back(page)
    again.wait_for_function("() => document.querySelector('sketch-pad').document")
    return again


def test_what_was_taken_back_stays_taken_back_after_a_kill(live_site, browsers):
    page = begin(live_site, browsers)
    open_pad(page)
    draw(page, (0.1, 0.5), (0.5, 0.2))
    await_saved(page)
    page.route("**/drafts", lambda route: None)  # it never answers
    page.locator("[data-pad-undo]").click()

    again = come_back(page)

    await_saved(again)
    assert strokes_of(again) == []


def test_a_drawing_that_comes_late_replaces_no_stroke_and_no_word(live_site, browsers):
    page = begin(live_site, browsers)
    open_pad(page)
    draw(page, (0.1, 0.5), (0.5, 0.2))
    await_saved(page)
    held: list[Route] = []
    page.route("**/drawings/strokes0", lambda route: held.append(route))
    page.reload()
    ready(page)
    open_pad(page)
    draw(page, (0.2, 0.5), (0.6, 0.2))
    step(page, "Write")
    page.get_by_label("Title").fill("Doors that sing")

    for route in held:
        route.continue_()

    page.wait_for_function(f"() => {DOCUMENT}.layers.length == 2")
    assert len(strokes_of(page)) == 2
    expect(page.get_by_label("Title")).to_have_value("Doors that sing")
    await_saved(page)
    assert len(strokes_of(come_back_with_drawing(page))) == 2


def test_of_two_tabs_that_draw_the_later_one_is_told_and_overwrites_nothing(live_site, browsers):
    page = begin(live_site, browsers, DESK)
    open_pad(page)
    draw(page, (0.1, 0.5), (0.5, 0.2))
    await_saved(page)
    other = come(page.context.new_page(), page.url.partition("#")[0])
    open_pad(other)
    draw(other, (0.2, 0.5), (0.6, 0.2))
    await_saved(other)

    draw(page, (0.3, 0.5), (0.7, 0.2))

    expect(page.get_by_role("heading", name="This draft was changed in another")).to_be_visible()
    assert len(strokes_of(page)) == 2


def test_where_a_browser_has_no_room_for_a_drawing_the_words_are_kept_all_the_same(
    live_site, browsers
):
    page = begin(live_site, browsers)
    page.route("**/drafts", lambda route: None)  # it never answers
    page.evaluate("() => localStorage.setItem('other', 'x'.repeat(5_000_000))")
    pad = "document.querySelector('sketch-pad')"
    page.evaluate(f"drawn => {{ {pad}.document = drawn; }}", large(300_000))
    page.evaluate(f"{pad}.dispatchEvent(new Event('change', {{ bubbles: true }}))")
    page.get_by_label("Title").fill("Doors that sing")

    again = come_back(page)

    expect(again.get_by_label("Title")).to_have_value("Doors that sing")


def test_taking_strokes_back_makes_room_on_a_full_sheet(live_site, browsers):
    page = begin(live_site, browsers, DESK)
    step(page, "Draw")
    page.evaluate(
        "drawn => { document.querySelector('sketch-pad').document = drawn; }", large(1_899_990)
    )
    page.get_by_role("button", name="Draw a sketch").click()
    expect(page.locator("[data-pad-canvas]")).to_be_focused()
    draw(page, (0.1, 0.5), (0.5, 0.2), (0.9, 0.5), (0.1, 0.9), (0.9, 0.9), (0.1, 0.1), (0.9, 0.2))
    expect(page.locator("[data-pad-status]")).to_contain_text("This sheet is full")
    count = len(strokes_of(page))
    page.keyboard.press("Control+z")
    assert len(strokes_of(page)) == count - 1

    draw(page, (0.4, 0.5), (0.41, 0.5))

    assert len(strokes_of(page)) == count


def large(length: int) -> dict[str, Any]:
    """A drawing whose text is about so long, and never longer."""
    points = [[n % 2000, n % 1000, 0.5] for n in range(100)]
    stroke = {"tool": "pen", "colour": "#1b1e24", "size": 4, "opacity": 1, "points": points}
    count, rest = divmod(length, len(json.dumps(stroke, separators=(",", ":"))) + 1)
    last = stroke | {"points": [[1, 1, 0.5]] * max(1, (rest - 80) // 10)}
    layers = [{"name": "Lines", "strokes": [stroke] * count + [last]}]
    return {"v": 2, "w": 2400, "h": 1200, "paper": "#fdfcfa", "layers": layers}
