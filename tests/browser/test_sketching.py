"""Drawings on their way in a real browser: with the form, as drafts, the same everywhere."""

import io
import re

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from idealab.sketches.pixels import png_of
from idealab.sketches.vectors import svg_of
from tests.browser.acting import fill_in, ready
from tests.browser.sketching import (
    DOCUMENT,
    SENT,
    draw,
    open_form,
    open_pad,
    publish,
    step,
    strokes_of,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def form(live_site, browsers) -> Page:
    return open_form(live_site, browsers)


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
