"""Votes and comments: at once, by keyboard, and put back when a rule says no."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import scenes
from tests.browser.acting import ready, sign_in, tab_to
from tests.support.sites import Site

pytestmark = pytest.mark.browser
LOOKING_ONLY = [scenes.Capability.SEE_COUNTS]


def idea_by_ana(site: Site, **how) -> tuple[scenes.Place, int]:
    place = scenes.campaign(site, **how)
    return place, scenes.idea(site, place, scenes.person(site, "Ana"))


def hold(page: Page, address: str) -> list[Route]:
    """Requests there wait until the test lets them go."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    return held


def test_two_people_on_one_page_each_see_their_own_vote(live_site, browsers):
    place, idea = idea_by_ana(live_site)
    bruno, clara = scenes.person(live_site, "Bruno"), scenes.person(live_site, "Clara")
    one, other = browsers.open(bruno.id), browsers.open(clara.id)
    for page in (one, other):
        page.goto(f"/ideas/{idea}")
        ready(page)

    one.get_by_role("button", name="Support this idea").click()
    expect(one.locator("[data-live]")).to_contain_text("Supported")
    other.reload()

    expect(other.locator(".vote__btn")).to_have_attribute("aria-pressed", "false")
    expect(other.locator("[data-vote-mirror]")).to_have_text("1")
    other.get_by_role("button", name="Support this idea").click()
    expect(other.locator("[data-live]")).to_contain_text("Supporters: 2")
    one.goto(place.wall)
    expect(one.locator(".vote__btn")).to_have_attribute("aria-pressed", "true")
    expect(one.locator(".vote-count")).to_have_text("2")


@pytest.mark.parametrize("where", ["wall", "idea"])
def test_a_press_before_signing_in_is_not_forgotten(live_site, browsers, where):
    place, idea = idea_by_ana(live_site)
    bruno = scenes.person(live_site, "Bruno")
    page = browsers.open()
    page.goto(place.wall if where == "wall" else f"/ideas/{idea}")

    page.get_by_role("button", name=re.compile("^Support")).click()
    sign_in(page, bruno)

    notice = page.locator(".notice", has_text="Press once more and your support counts")
    expect(notice).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Doors that slide")
    ready(page)
    page.get_by_role("button", name=re.compile("^Support")).first.click()
    expect(page.locator("[data-live]")).to_contain_text("Supported")
    page.goto(f"/ideas/{idea}")
    expect(page.locator("[data-vote-mirror]")).to_have_text("1")


def test_a_vote_shows_at_once_and_is_put_back_when_voting_has_closed(live_site, browsers):
    place, idea = idea_by_ana(live_site)
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(f"/ideas/{idea}")
    ready(page)
    held = hold(page, "**/vote")

    page.get_by_role("button", name="Support this idea").click()

    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-vote-mirror]")).to_have_text("1")
    scenes.allow(live_site, place, LOOKING_ONLY)
    held[0].continue_()
    expect(page.locator("[data-toast]")).to_contain_text("There is no voting in this campaign")
    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-vote-mirror]")).to_have_text("0")


def test_a_comment_that_was_refused_goes_back_into_its_field(live_site, browsers):
    place, idea = idea_by_ana(live_site)
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(f"/ideas/{idea}")
    ready(page)
    scenes.allow(live_site, place, LOOKING_ONLY)

    page.get_by_label("Write a comment").fill("Three evenings of work")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.locator("[data-toast]")).to_contain_text("no comments")
    expect(page.get_by_label("Write a comment")).to_have_value("Three evenings of work")
    expect(page.locator("#talk .comment")).to_have_count(0)


def test_a_vote_that_does_not_reach_us_is_put_back_with_a_sentence(live_site, browsers):
    _place, idea = idea_by_ana(live_site)
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(f"/ideas/{idea}")
    ready(page)
    held = hold(page, "**/vote")

    page.get_by_role("button", name="Support this idea").click()
    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "true")
    held[0].fulfill(status=502, body="bad gateway", content_type="text/plain")

    expect(page.locator("[data-toast]")).to_contain_text("That did not reach us")
    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "false")
    browsers.trouble.clear()  # of the answer that was made up here


def test_a_vote_for_an_idea_that_has_gone_says_so(live_site, browsers):
    _place, idea = idea_by_ana(live_site)
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(f"/ideas/{idea}")
    ready(page)
    scenes.hide(live_site, idea)

    page.get_by_role("button", name="Support this idea").click()

    expect(page.locator("[data-toast]")).to_have_text(
        "This is no longer here. Load the page again."
    )
    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "false")


def test_vote_and_comment_need_no_mouse(live_site, browsers):
    _place, idea = idea_by_ana(live_site)
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(f"/ideas/{idea}")
    ready(page)

    tab_to(page.locator(".vote__btn"))
    page.keyboard.press("Space")
    expect(page.locator("[data-live]")).to_contain_text("Supported. Supporters: 1")
    tab_to(page.get_by_label("Write a comment"))
    page.keyboard.type("Who repairs the rail?")
    tab_to(page.get_by_role("button", name="Comment", exact=True))
    page.keyboard.press("Enter")

    expect(page.locator("#talk .comment")).to_contain_text("Who repairs the rail?")
    expect(page.locator("[data-live]")).to_contain_text("Your comment is there")


def test_votes_that_are_left_are_counted_down(live_site, browsers):
    place, _idea = idea_by_ana(live_site, votes_per_person=3)
    page = browsers.open(scenes.person(live_site, "Bruno").id)
    page.goto(place.wall)
    ready(page)
    left = page.locator(".purse")
    expect(left).to_contain_text("3 of 3")

    page.get_by_role("button", name=re.compile("Support")).click()

    expect(left).to_contain_text("2 of 3")


def test_who_was_signed_out_elsewhere_signs_in_and_loses_nothing(live_site, browsers):
    _place, idea = idea_by_ana(live_site)
    bruno = scenes.person(live_site, "Bruno")
    page, elsewhere = browsers.open(bruno.id), browsers.open(bruno.id)
    page.goto(f"/ideas/{idea}")
    ready(page)
    elsewhere.goto("/me/settings")
    elsewhere.get_by_role("button", name="Sign out everywhere").click()
    expect(elsewhere.get_by_role("link", name="Sign in").first).to_be_visible()

    page.get_by_label("Write a comment").fill("Three evenings of work")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("[data-toast]")).to_contain_text("You are signed out here")
    expect(page.get_by_label("Write a comment")).to_have_value("Three evenings of work")
    page.get_by_role("button", name="Support this idea").click()
    sign_in(page, bruno)

    expect(page.locator(".notice")).to_contain_text("Press once more and your support counts")
