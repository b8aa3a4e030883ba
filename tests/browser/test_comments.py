"""What is said about an idea, from the first word to the closed talk, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from idealab.lib.access import Role
from tests.browser import scenes
from tests.browser.acting import ready
from tests.browser.test_pages import breaches_on
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def idea(live_site):
    place = scenes.campaign(live_site)
    return scenes.idea(live_site, place, scenes.person(live_site, "Ana"))


def talk_of(browsers, person, idea, **more) -> Page:
    page = browsers.open(person.id, **more)
    page.goto(f"/ideas/{idea}#comments")
    ready(page)
    return page


def say(page: Page, text: str) -> None:
    page.get_by_label("Write a comment").fill(text)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk .comment:not(.is-sending)").last).to_contain_text(text)


@BOTH
def test_words_that_are_too_many_stay_and_the_reason_stands_beside_them(
    live_site, browsers, idea, profile
):
    page = talk_of(browsers, scenes.person(live_site, "Bruno"), idea, profile=profile)
    field, words = page.get_by_label("Write a comment"), "Doors that slide. " * 300
    field.fill(words)

    page.get_by_role("button", name="Comment", exact=True).click()

    expect(field).to_have_accessible_description(re.compile("there is room for 4000"))
    expect(field).to_be_focused()
    expect(field).to_have_value(words)
    expect(page.locator("#talk .comment")).to_have_count(0)
    say(page, "Doors that slide.")
    expect(field).to_have_accessible_description("")


@BOTH
def test_a_comment_is_edited_read_as_it_was_and_taken_back(live_site, browsers, idea, profile):
    page = talk_of(browsers, scenes.person(live_site, "Bruno"), idea, profile=profile)
    say(page, "It costs forty euros.")
    own = page.locator("#talk .comment")

    own.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment").fill("It costs fifty euros.")
    page.get_by_role("button", name="Save").click()
    expect(own).to_contain_text("fifty euros")
    own.get_by_role("link", name=re.compile("^edited")).click()
    expect(page.get_by_role("main")).to_contain_text("It costs forty euros.")
    page.get_by_role("link", name="Back to the talk").click()
    own.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Your comment is taken back.")).to_be_visible()
    expect(own).to_have_count(0)
    page.get_by_role("button", name="Put it there again").first.click()

    expect(own).to_contain_text("fifty euros")


@BOTH
def test_a_thread_is_sorted_and_a_comment_has_an_address(live_site, browsers, idea, profile):
    bruno, clara = scenes.person(live_site, "Bruno"), scenes.person(live_site, "Clara")
    first = scenes.comment(live_site, idea, bruno, "What does it weigh?")
    scenes.comment(live_site, idea, clara, "Forty kilos.", parent=first)
    last = scenes.comment(live_site, idea, clara, "And in the rain?")
    page = talk_of(browsers, bruno, idea, profile=profile)
    roots = page.locator("#talk > .comment")
    expect(roots.first).to_contain_text("What does it weigh?")
    expect(roots.first.locator(".comment__replies .comment")).to_contain_text("Forty kilos.")

    page.get_by_role("button", name="Helpful").last.click()
    expect(page.locator("[data-helpful][aria-pressed=true]")).to_have_count(1)
    page.get_by_role("link", name="Most helpful").click()
    expect(page.get_by_role("link", name="Most helpful")).to_have_attribute("aria-current", "true")
    expect(roots.first).to_contain_text("And in the rain?")

    page.goto(f"/comments/{last}")
    expect(page).to_have_url(re.compile(rf"#comment-{last}$"))
    expect(page.locator(f"#comment-{last}")).to_be_in_viewport()


def test_a_name_is_picked_with_the_finger(live_site, browsers, idea):
    bruno, clara = scenes.person(live_site, "Bruno"), scenes.person(live_site, "Clara")
    scenes.comment(live_site, idea, clara, "What does it weigh?")
    page = talk_of(browsers, bruno, idea, profile=PHONE)
    field = page.get_by_label("Write a comment")

    field.tap()
    page.keyboard.type("Ask @cla")
    page.get_by_role("option", name="Clara").tap()
    expect(field).to_have_value("Ask @Clara ")
    page.get_by_role("button", name="Comment", exact=True).tap()

    link = page.get_by_role("link", name="@Clara")
    expect(link).to_have_attribute("href", f"/people/{clara.id}")


@BOTH
def test_a_moderator_closes_the_talk_and_everybody_reads_why(live_site, browsers, idea, profile):
    marta = scenes.person(live_site, "Marta", Role.MODERATOR)
    page = talk_of(browsers, marta, idea, profile=profile)
    page.locator("summary", has_text="Close the talk").click()
    page.get_by_label("Why? Everybody reads it.").fill("All of it has been said.")
    page.get_by_role("button", name="Close the talk").click()
    bruno = scenes.person(live_site, "Bruno")

    read = talk_of(browsers, bruno, idea, profile=profile)
    expect(read.locator("#comments")).to_contain_text("All of it has been said.")
    expect(read.get_by_label("Write a comment")).to_have_count(0)

    page.get_by_role("button", name="Open the talk again").click()
    expect(page.get_by_role("button", name="Open the talk again")).to_have_count(0)
    read.reload()
    expect(read.get_by_label("Write a comment")).to_be_visible()


@BOTH
def test_something_that_should_not_stand_there_is_reported(live_site, browsers, idea, profile):
    bruno, clara = scenes.person(live_site, "Bruno"), scenes.person(live_site, "Clara")
    scenes.comment(live_site, idea, clara, "Buy my watches.")
    page = talk_of(browsers, bruno, idea, profile=profile)
    page.get_by_role("link", name="Report the comment by Clara").click()
    page.get_by_label("In your words").fill("It is an advertisement.")

    page.get_by_role("button", name="Report it").click()
    expect(page.locator("#problem")).to_be_focused()
    expect(page.get_by_label("In your words")).to_have_value("It is an advertisement.")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Report it").click()

    expect(page.get_by_text("Thank you. The team looks at it.")).to_be_visible()


def test_a_pin_of_too_many_words_is_shortened_and_stands_where_it_was_set(live_site, browsers):
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, scenes.campaign(live_site), ana)
    scenes.picture(live_site, idea, ana)
    scenes.await_pictures(live_site)
    page = talk_of(browsers, bruno, idea, profile=PHONE)
    page.locator(".pin-form summary").tap()
    page.locator("[data-place]").press("Enter")
    words = "whether the rain comes in. " * 20
    page.locator(".pin-form textarea").fill(words)
    page.get_by_role("button", name="Set the pin").tap()

    field = page.get_by_label("Your comment")
    expect(field).to_be_focused()
    expect(field).to_have_value(words)
    expect(field).to_have_accessible_description(re.compile("there is room for 400"))
    assert not breaches_on(page)
    field.fill("whether the rain comes in.")
    page.get_by_role("button", name="Comment", exact=True).tap()

    expect(page.locator("a.spot")).to_have_attribute(
        "aria-label", re.compile("I wonder… whether the rain comes in.")
    )
