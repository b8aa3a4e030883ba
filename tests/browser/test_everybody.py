"""Every page for everybody: long texts, any direction, by keyboard, calm, in few colours."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES
from tests.browser.test_pages import SIDEWAYS, STRETCH
from tests.support.browsers import PHONE

pytestmark = pytest.mark.browser
WIDTHS = (390, 1440)
SECONDS = 2
# A text that begins in Hebrew or Arabic must stand in a place that takes its direction from it, and
# one with a sign that turns letters around in a place of its own.
TURNED = r"""() => {
  const isolates = (node) => /isolate|plaintext/.test(getComputedStyle(node).unicodeBidi);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const wrong = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const first = text.match(/\p{L}/u)?.[0] ?? "";
    const turned = /[\u202a-\u202e]/.test(text);
    if (!turned && !/[\u0590-\u08ff]/.test(first)) continue;
    let place = walker.currentNode.parentElement;
    if (place.closest("script, option, title, textarea")) continue;
    while (!isolates(place) && place !== document.body) place = place.parentElement;
    const alone = place.textContent.trim() === text || getComputedStyle(place).display !== "inline";
    if (place === document.body || !alone) wrong.push(`${place.tagName}: ${text.slice(0, 40)}`);
  }
  return wrong;
}"""
# Whatever takes the focus is seen to have it, and no bar hides it (WCAG 2.4.7, 2.4.11).
OBSCURED = """() => {
  const able = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const wrong = [];
  for (const one of document.querySelectorAll(able)) {
    if (one.tabIndex < 0 || one.classList.contains("skip")) continue;
    if (one.disabled || one.closest("[inert], dialog:not([open])")) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) continue;
    const box = one.getBoundingClientRect();
    const name = `${one.outerHTML.slice(0, 90)}`;
    if (box.width < 3) continue;
    const seen = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([x, y]) => {
      const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      const labelled = top?.closest("label")?.control === one;
      return top && (labelled || one.contains(top) || top.contains(one));
    });
    if (!seen) wrong.push(`hidden: ${name}`);
    const shown = [one, one.nextElementSibling, one.parentElement].some((node) => {
      const style = node && getComputedStyle(node);
      return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
    });
    if (!shown) wrong.push(`no mark: ${name}`);
  }
  return wrong;
}"""
MOVING = """() => document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().duration > 20)
  .map((one) => one.animationName || one.transitionProperty)"""
# In forced colours backgrounds and shadows are gone; what is pressed or filled in keeps an edge.
EDGELESS = """() => [...document.querySelectorAll(".btn:not(.btn--quiet), .input, .vote__btn")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).borderTopStyle === "none")
  .map((one) => one.outerHTML.slice(0, 90))"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def looked_at(browsers, world, name, **options) -> Page:
    page = browsers.open(world.looker(name), **options)
    page.goto(world.address(name))
    expect(page.locator("html[data-ready]")).to_be_attached()
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_long_texts_and_any_direction(browsers, world, name):
    page = looked_at(browsers, world, name)
    assert page.evaluate(TURNED) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SIDEWAYS) == [], width

    page.evaluate(SPACED)
    page.evaluate(STRETCH)

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SIDEWAYS) == [], width


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_calm_and_shows_where_the_focus_is(browsers, world, name):
    page = looked_at(browsers, world, name, reduced_motion="reduce", viewport=PHONE["viewport"])

    assert page.evaluate(OBSCURED) == []
    assert page.evaluate(MOVING) == []
    page.emulate_media(forced_colors="active")
    assert page.evaluate(EDGELESS) == []


@pytest.mark.parametrize("name", ["wall", "odd-idea", "odd-person", "odd-me", "board"])
def test_odd_letters_cost_no_time(browsers, world, name):
    page = browsers.open(world.looker(name))

    page.goto(world.address(name), wait_until="load")

    took = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert took < SECONDS * 1000
