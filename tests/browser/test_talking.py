"""What people do on the page of an idea, in real Chromium: pins, zoom, names, marks, sharing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.acting import ready
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def talk(live_site):
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    place = scenes.campaign(live_site)
    idea = scenes.idea(live_site, place, ana)
    scenes.picture(live_site, idea, ana)
    comment = scenes.comment(live_site, idea, ana, "It opens in half a metre.")
    scenes.await_pictures(live_site)
    return ana, bruno, idea, comment


def open_idea(browsers, person, idea, **more):
    page = browsers.open(person.id, **more)
    page.goto(f"/ideas/{idea}")
    ready(page)
    return page


def test_a_pin_is_set_with_the_keyboard_alone(browsers, talk):
    _ana, bruno, idea, _comment = talk
    page = open_idea(browsers, bruno, idea)

    page.locator(".pin-form summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-place]")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".pin-form textarea")).to_be_focused()
    page.keyboard.type("where the rain goes.")
    page.get_by_role("button", name="Set the pin").press("Enter")

    spot = page.locator("a.spot")
    expect(spot).to_have_attribute("aria-label", re.compile("I wonder… where the rain goes."))
    ready(page)
    spot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pin-crop")).to_be_focused()


def test_a_pin_is_set_by_touch_where_the_finger_is(browsers, talk):
    _ana, bruno, idea, _comment = talk
    page = open_idea(browsers, bruno, idea, profile=PHONE)

    page.locator(".pin-form summary").tap()
    box = page.locator("[data-place]").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)

    expect(page.locator("[data-pin-x]")).to_have_value(re.compile(r"0\.2[45]"))


def test_a_picture_opens_large_and_closes_with_escape(browsers, talk):
    _ana, bruno, idea, _comment = talk
    page = open_idea(browsers, bruno, idea)

    page.locator("[data-zoom]").press("Enter")
    dialog = page.get_by_role("dialog", name="The picture, larger")
    expect(dialog).to_be_visible()
    page.keyboard.press("+")
    expect(page.locator(".zoom__image")).to_have_attribute("style", re.compile(r"scale\(1\.4\)"))
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(page.locator("[data-zoom]")).to_be_focused()


def test_names_are_offered_after_an_at_and_taken_with_the_keyboard(browsers, talk):
    ana, bruno, idea, _comment = talk
    page = open_idea(browsers, bruno, idea)
    field = page.get_by_label("Write a comment")

    field.click()
    page.keyboard.type("Thank you, @an")
    expect(page.get_by_role("option", name="Ana")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_have_value("Thank you, @Ana ")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.get_by_role("link", name="@Ana")).to_have_attribute("href", f"/people/{ana.id}")


def test_a_mark_and_a_follow_stand_at_once(browsers, talk):
    _ana, bruno, idea, _comment = talk
    page = open_idea(browsers, bruno, idea)

    page.get_by_role("button", name="Helpful").click()
    page.get_by_role("button", name="Follow", exact=True).click()

    expect(page.get_by_role("button", name="Helpful")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Helpful")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_link_of_an_idea_is_copied_or_sent_and_closes_with_escape(browsers, talk, profile):
    _ana, bruno, idea, _comment = talk
    page = open_idea(browsers, bruno, idea, profile=profile)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.locator(".share summary").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(rf"/ideas/{idea}$"))
    expect(page.get_by_role("link", name="Send it by mail")).to_have_attribute(
        "href", re.compile(rf"^mailto:\?subject=.*ideas%2F{idea}$")
    )
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("[data-live]")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/ideas/{idea}")
    page.locator(".share summary").focus()
    page.keyboard.press("Escape")

    expect(link).to_be_hidden()
