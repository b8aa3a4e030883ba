"""Two versions: the words by their changes, the pictures with a line between them."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.acting import ready, tab_to
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def changed(_live_site):
    """Ana's idea with a picture, and a second version with other words and another picture."""
    site = _live_site
    place, ana = scenes.campaign(site), scenes.person(site, "Ana")
    idea = scenes.idea(site, place, ana, "Doors that slide", text="They never hit a cyclist.")
    scenes.picture(site, idea, ana, alt="A door that slides")
    scenes.revision(site, idea, ana, text="They never hit a child.", alt="A door that folds")
    scenes.await_pictures(site)
    return idea, ana


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_line_between_two_pictures_is_moved_by_keys(browsers, changed, profile):
    idea, _ana = changed
    page = browsers.open(profile=profile)
    page.goto(f"/ideas/{idea}/versions")
    ready(page)
    line = page.get_by_role("slider")
    before = page.get_by_role("img", name="Version 2: A door that slides")
    expect(before).to_be_visible()

    tab_to(line)
    page.keyboard.press("Home")

    expect(line).to_have_attribute("aria-valuetext", "only “Version 3”")
    expect(before).to_have_css("clip-path", "inset(0px 100% 0px 0px)")
    page.keyboard.press("ArrowRight")
    expect(line).to_have_attribute("aria-valuetext", "1 % of “Version 2”")
    page.get_by_role("button", name="Version 2").click()
    expect(line).to_have_value("100")
    expect(page.get_by_role("button", name="Version 2")).to_have_attribute("aria-pressed", "true")


def test_without_javascript_the_pictures_stand_side_by_side(browsers, changed):
    idea, _ana = changed
    page = browsers.open(java_script_enabled=False)
    page.goto(f"/ideas/{idea}/versions")

    first = page.get_by_role("img", name="Version 2: A door that slides").bounding_box()
    second = page.get_by_role("img", name="Version 3: A door that folds").bounding_box()

    assert first["x"] + first["width"] <= second["x"]
    expect(page.get_by_role("slider")).to_be_hidden()
    expect(page.locator("del")).to_contain_text("cyclist")


def test_the_words_are_read_with_their_changes_or_as_they_stand(browsers, changed):
    idea, _ana = changed
    page = browsers.open()
    page.goto(f"/ideas/{idea}/versions")
    ready(page)
    expect(page.locator("del")).to_have_text("removed: cyclist")
    expect(page.locator("ins")).to_have_text("added: child")

    page.get_by_label("Only version 3").check()

    expect(page.locator("del")).to_be_hidden()
    expect(page.locator("ins")).to_have_css("text-decoration-line", "none")


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_author_has_an_earlier_version_back(live_site, browsers, profile):
    place, ana = scenes.campaign(live_site), scenes.person(live_site, "Ana")
    idea = scenes.idea(live_site, place, ana, "Doors that slide")
    scenes.revision(live_site, idea, ana, text="They fold.", title="Doors that fold")
    page = browsers.open(ana.id, profile=profile)
    page.goto(f"/ideas/{idea}/versions")

    page.get_by_role("button", name="Restore version 1 as version 3").click()

    expect(page.get_by_text("Restored. What stood there before")).to_be_visible()
    expect(page.get_by_text("Restored from version 1")).to_be_visible()
    page.goto(f"/ideas/{idea}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Doors that slide")
