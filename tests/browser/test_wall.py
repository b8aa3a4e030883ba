"""The wall in a browser: more of it below, the way back, what was seen, and filters."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from idealab.lib.db import db
from idealab.wall import jobs
from idealab.wall.models import Impression
from tests.browser import scenes
from tests.browser.acting import ready
from tests.support.browsers import DESKTOP, PHONE
from tests.support.sites import Site, await_that

pytestmark = pytest.mark.browser
COUNT = 60
BOTH = pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def place(_live_site):
    made = scenes.campaign(_live_site)
    ana = scenes.person(_live_site, "Ana")
    for number in range(COUNT):
        scenes.idea(_live_site, made, ana, f"Doors that slide {number}")
    return made


def cards(page: Page):
    return page.locator("[data-wall] > li")


def ids(page: Page):
    return cards(page).evaluate_all("all => all.map(one => one.dataset.ideaId)")


@BOTH
def test_more_ideas_hang_below_and_the_way_back_leads_to_them(browsers, place, profile):
    page = browsers.open(profile=profile)
    page.goto(place.wall)
    ready(page)
    expect(cards(page)).to_have_count(24)

    page.get_by_role("link", name="More ideas").click()
    expect(cards(page)).to_have_count(48)
    expect(cards(page).nth(24).locator("a").first).to_be_focused()
    expect(page.locator("[data-live]")).to_contain_text("Ideas added: 24")
    page.get_by_role("link", name="More ideas").click()
    expect(cards(page)).to_have_count(COUNT)
    expect(page.get_by_role("link", name="More ideas")).to_have_count(0)
    before = ids(page)
    assert len(set(before)) == COUNT

    chosen = cards(page).nth(50).locator("h3 a")
    title = chosen.inner_text()
    chosen.click()
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()

    expect(cards(page)).to_have_count(COUNT)
    assert ids(page) == before
    expect(cards(page).nth(50)).to_be_in_viewport()


def test_without_scripts_more_is_a_page_of_its_own(browsers, place):
    page = browsers.open(java_script_enabled=False)
    page.goto(place.wall)
    first = ids_without_scripts(page)

    page.get_by_role("link", name="More ideas").click()
    second = ids_without_scripts(page)

    assert len(first) == len(second) == 24
    assert not set(first) & set(second)
    expect(page.get_by_role("link", name="From the beginning")).to_be_visible()


def ids_without_scripts(page: Page):
    return [one.get_attribute("data-idea-id") for one in cards(page).all()]


def test_what_was_before_the_eyes_is_told_and_nothing_else(browsers, place, live_site):
    page = browsers.open(user_agent="Mozilla/5.0 (somebody who only looks)")
    page.goto(place.wall)
    ready(page)

    hung = [int(one) for one in ids(page)]
    cards(page).first.scroll_into_view_if_needed()
    await_that(lambda: hung[0] in looked_at(live_site))
    assert hung[23] not in looked_at(live_site)


def looked_at(site: Site) -> set[int]:
    with site.inside():
        jobs.count_looks()
        return set(db.session.scalars(select(Impression.idea_id)))


def test_a_vote_on_an_idea_that_was_added_counts(browsers, place, live_site):
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(place.wall)
    ready(page)
    page.get_by_role("link", name="More ideas").click()
    expect(cards(page)).to_have_count(48)

    vote = cards(page).nth(30).locator(".vote__btn")
    vote.click()

    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-live]")).to_contain_text("Supported")


@BOTH
def test_a_filter_sends_itself_and_leaves_out_what_nobody_chose(browsers, place, profile):
    page = browsers.open(profile=profile)
    page.goto(place.wall)
    ready(page)

    page.locator("summary", has_text="Filter").click()
    page.get_by_label("With a picture").click()

    expect(page.get_by_text("No idea matches")).to_be_visible()
    assert page.url.endswith("?order=discover&pictured=y#ideas")
    page.get_by_role("link", name="Show all ideas").click()
    expect(cards(page)).to_have_count(24)


@BOTH
def test_a_misspelt_word_finds_what_was_meant_and_marks_it(browsers, place, profile):
    page = browsers.open(profile=profile)
    page.goto(place.wall)
    ready(page)

    page.get_by_label("Search ideas").fill("slidde")
    page.get_by_label("Search ideas").press("Enter")

    expect(page.locator("#ideas").get_by_role("status")).to_contain_text("Shown: “slide”")
    expect(cards(page).first.locator("mark").first).to_have_text("slide")
    assert "q=slidde" in page.url
