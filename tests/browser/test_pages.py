"""Every page: for everybody, on every screen, in both themes and languages, and light."""

import gzip
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from tests.browser.pages import PAGES, REFUSING
from tests.support.browsers import PHONE

pytestmark = pytest.mark.browser
NARROW = {**PHONE, "viewport": {"width": 320, "height": 640}}
KB = 1024
HTML, WALL = 14 * KB, 30 * KB
SCRIPTS, WITH_PAD = 10 * KB, 18 * KB  # compressed, of one page
DRAWING = ("submit", "edit", "enter")  # pages with the studio
REQUESTS = 12
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Each text gets 40 % longer, as in a language of long words.
STRETCH = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.data.trim();
    if (text && !node.parentElement.closest("textarea, script")) {
      node.data += " " + text.slice(0, Math.ceil(text.length * 0.4));
    }
  }
}"""
SIDEWAYS = """() => {
  const most = document.documentElement.clientWidth + 1;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > most)
    .map((node) => `${node.tagName}.${node.className}`).slice(-5);
}"""
# What a validator of HTML refuses and a browser forgives.
INVALID = """() => [...document.querySelectorAll(
  "span div, p div, h1 div, h2 div, h3 div, b div, [type=hidden][required], time"
)].filter((node) => node.tagName !== "TIME" || /\\.\\d{4}/.test(node.dateTime))
  .map((node) => node.outerHTML)"""
SHIFT = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((seen) => { for (const one of seen.getEntries()) moved += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved), 100)));
})"""


def breaches_on(page: Page) -> str:
    found: Any = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return "\n".join(
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in found.response["violations"]
        for node in one["nodes"]
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody_and_light(browsers, world, name):
    page = browsers.open(world.looker(name), reduced_motion="reduce")
    scripts: dict[str, int] = {}
    page.on("requestfinished", lambda one: scripts.update(_script_of(one)))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)

        answer = page.goto(world.address(name))

        expect(page.locator("html[data-ready]")).to_be_attached()
        assert answer.status == REFUSING.get(name, 200)
        assert page.locator("h1").count() == 1
        assert len(gzip.compress(answer.body())) <= HTML
        assert not breaches_on(page), theme
    assert page.evaluate(INVALID) == []
    assert re.findall(r"<img(?![^>]*\ssrc=)[^>]*>", answer.text()) == []
    assert sum(scripts.values()) <= (WITH_PAD if name.startswith(DRAWING) else SCRIPTS)


def _script_of(request: Request) -> dict[str, int]:
    if request.resource_type != "script":
        return {}
    return {request.url: request.sizes()["responseBodySize"]}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_phone_in_every_language(browsers, world, name):
    page = browsers.open(world.looker(name), profile=NARROW)
    page.goto(world.address(name))
    assert page.evaluate(SIDEWAYS) == []
    page.evaluate(STRETCH)
    assert page.evaluate(SIDEWAYS) == []

    page.context.add_cookies([{"name": "language", "value": "de", "url": browsers.site.url}])
    page.reload()

    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("name", ["home", "wall-anonymous", "wall", "idea-anonymous"])
def test_nothing_on_a_page_moves_while_it_loads(browsers, world, name):
    for profile in (PHONE, {"viewport": {"width": 1440, "height": 900}}):
        page = browsers.open(world.looker(name), profile=profile)
        page.goto(world.address(name), wait_until="networkidle")
        assert page.evaluate(SHIFT) == 0


def test_the_wall_is_light(browsers, world):
    page = browsers.open()
    asked: list[Request] = []
    page.on("requestfinished", lambda one: asked.append(one))

    answer = page.goto(world.address("wall-anonymous"), wait_until="networkidle")

    asked = [one for one in asked if one.resource_type not in ("image", "font")]
    code = [one for one in asked if one.resource_type in ("stylesheet", "script")]
    weight = sum(one.sizes()["responseBodySize"] for one in code)
    assert len(asked) <= REQUESTS
    assert weight + len(gzip.compress(answer.body())) <= WALL


def test_the_skip_link_leads_into_the_page(browsers, world):
    page = browsers.open()
    page.goto(world.address("wall-anonymous"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_theme_is_chosen_once_and_comes_without_a_flash(browsers, world):
    page = browsers.open(color_scheme="light")
    page.goto("/")
    expect(page.locator("html[data-ready]")).to_be_attached()
    with page.expect_response("**/preferences"):
        page.locator("[data-theme-switch] button:visible").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    answer = page.goto(world.address("wall-anonymous"))

    assert 'data-theme="dark"' in answer.text()


def test_an_idea_prints_as_sketch_and_text_without_controls(browsers, world):
    page = browsers.open(world.people["reader"].id)
    page.goto(world.address("idea"))

    page.emulate_media(media="print")

    expect(page.get_by_role("img", name="A small car")).to_be_visible()
    expect(page.locator(".pitch")).to_be_visible()
    expect(page.locator("#talk")).to_contain_text("I ask my uncle.")
    for control in page.locator("button, textarea, .site-nav").all():
        expect(control).to_be_hidden()
