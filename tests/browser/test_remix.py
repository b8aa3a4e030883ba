"""From the idea of somebody else to one's own."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.acting import ready, turn_to
from tests.browser.sketching import draw, publish, strokes_of
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_idea_is_remixed_and_both_know_of_each_other(live_site, browsers, profile):
    place = scenes.campaign(live_site)
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, place, ana, "Doors that slide")
    page = browsers.open(bruno.id, profile=profile, java_script_enabled=False)
    page.goto(f"/ideas/{idea}")
    page.get_by_role("link", name="Remix").click()
    expect(page.get_by_text("after an idea by Ana")).to_be_visible()

    page.get_by_role("button", name="Remix here").first.click()
    expect(page.get_by_label("Title")).to_have_value("Remix of Doors that slide")
    page.get_by_label("Title").fill("Doors that fold")
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").click()

    expect(page.get_by_text("After an idea by Ana")).to_be_visible()
    page.get_by_role("link", name="What it comes from").click()
    tree = page.get_by_role("region", name="Tree of ideas")
    expect(tree.get_by_role("link")).to_have_text(["Doors that slide", "Doors that fold"])


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_remix_goes_on_with_the_strokes_of_the_other(live_site, browsers, profile):
    place = scenes.campaign(live_site)
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, place, ana, "Doors that slide")
    line = {"tool": "line", "colour": "#1b1e24", "size": 4, "points": [[100, 600], [2300, 600]]}
    scenes.drawing(live_site, idea, ana, [line])
    page = browsers.open(bruno.id, profile=profile)
    page.goto(f"/ideas/{idea}/remixes")
    page.get_by_role("button", name="Remix here").first.click()
    ready(page)
    turn_to(page, "Draw")
    expect(page.get_by_role("img", name="Your drawing")).to_be_visible()

    page.locator("sketch-pad [data-open]").click()
    expect(page.locator("[data-pad-canvas]")).to_be_focused()
    draw(page, (0.2, 0.2), (0.8, 0.3))
    assert [stroke["tool"] for stroke in strokes_of(page)] == ["line", "pen"]
    publish(page)

    expect(page.get_by_text("After an idea by Ana")).to_be_visible()
    expect(page.get_by_role("img", name="A roof in one line")).to_be_visible(timeout=30_000)
