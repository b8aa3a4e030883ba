"""The first page and those of a campaign, from the countdown to what was built and stopped."""

import re

import pytest
from playwright.sync_api import expect

from idealab.lib.access import Role
from idealab.lib.colours import contrast
from tests.browser import scenes
from tests.browser.acting import ready
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
COLOUR = "node => getComputedStyle(node).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_time_that_is_left_is_right(live_site, browsers, scripts):
    place = scenes.campaign(live_site)  # for two days less the seconds since the minute began
    page = browsers.open(java_script_enabled=scripts, profile=PHONE)
    page.goto(place.wall)
    if scripts:
        ready(page)

    left = page.get_by_role("timer")
    expect(left.locator("[data-days]")).to_have_text("1")
    expect(left.locator("[data-days] + *")).to_have_text("day")
    expect(left.locator("[data-hours]")).to_have_text("23")
    expect(left.locator("[data-minutes]")).to_have_text(re.compile("5[789]"))
    expect(left).to_have_accessible_name(re.compile("^Until .* CES?T$"))


@BOTH
def test_a_campaign_is_read_from_tab_to_tab(live_site, browsers, profile):
    place = scenes.campaign(live_site, f"A wheel of {profile['viewport']['width']} kilos")
    ana, admin = scenes.person(live_site, "Ana"), scenes.person(live_site, "Ada", Role.ADMIN)
    scenes.idea(live_site, place, ana, "Doors that slide")
    scenes.told(live_site, place, admin, "A wheel came off")
    page = browsers.open(profile=profile)
    page.goto("/")
    page.get_by_role("region", name="Open right now").get_by_role("link", name=place.title).click()
    expect(page.locator(".phases [aria-current=step]")).to_be_visible()
    tabs = page.get_by_role("navigation", name="Sections of the campaign")

    tabs.get_by_role("link", name="Brief").click()
    expect(page.get_by_role("region", name="The story")).to_contain_text("one small car, in public")
    expect(page.get_by_role("region", name="The rules")).to_contain_text("Be kind.")
    with page.expect_download() as dates:
        page.get_by_role("link", name="Put the dates into your calendar").click()
    assert b"BEGIN:VEVENT" in dates.value.path().read_bytes()
    tabs.get_by_role("link", name="Updates").click()
    feed = page.get_by_role("link", name="Read them in your feed reader").get_attribute("href")
    assert "A wheel came off" in page.request.get(str(feed)).text()
    page.get_by_role("main").get_by_role("link", name="A wheel came off").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A wheel came off")
    page.go_back()
    tabs.get_by_role("link", name="People").click()
    expect(page.get_by_role("main")).to_contain_text("Who answers you")
    tabs.get_by_role("link", name="Results").click()

    expect(page.get_by_text("The result will stand here")).to_be_visible()


@BOTH
def test_after_the_close_everybody_reads_what_is_built_and_what_was_stopped(
    live_site, browsers, profile
):
    place = scenes.campaign(live_site, f"Doors of {profile['viewport']['width']} kilos")
    ana, admin = scenes.person(live_site, "Ana"), scenes.person(live_site, "Ada", Role.ADMIN)
    built = scenes.idea(live_site, place, ana, "A bench that folds")
    scenes.move(live_site, built, admin, *scenes.WAY, reason="It is light and cheap.")
    stopped = scenes.idea(live_site, place, ana, "A roof that sings")
    scenes.move(live_site, stopped, admin, "Not now", reason="It sings too loud.")
    scenes.decide(live_site, place, admin)
    scenes.end(live_site, place)
    page = browsers.open(profile=profile)
    page.goto("/")
    page.get_by_role("link", name=f"See the result of {place.title}").click()

    expect(page.get_by_role("region", name="What was decided")).to_contain_text("We build one")
    chosen = page.get_by_role("region", name="One idea gets built")
    expect(chosen).to_contain_text("A bench that folds")
    expect(chosen).to_contain_text("It is light and cheap.")
    gone = page.get_by_role("region", name="Stopped, and why")
    expect(gone).to_contain_text("A roof that sings")
    expect(gone).to_contain_text("It sings too loud.")


@BOTH
def test_a_colour_that_is_too_pale_is_made_readable_and_told(live_site, browsers, profile):
    place = scenes.campaign(live_site)
    admin = browsers.open(scenes.person(live_site, "Ada", Role.ADMIN).id, profile=profile)
    admin.goto(f"{place.desk}/edit")
    ready(admin)
    admin.locator("[name=brand]").fill("#ffee00")

    admin.locator("button:text-is('Save'):visible:not([tabindex])").last.click()

    expect(admin.locator("#brand-sample")).to_contain_text("too light for white letters")
    page = browsers.open(profile=profile)
    page.goto(place.wall)
    button = page.get_by_role("main").get_by_role("link", name="Submit an idea").first
    red, green, blue = button.evaluate(COLOUR)
    assert contrast(f"#{red:02x}{green:02x}{blue:02x}", "#ffffff") >= 4.5
