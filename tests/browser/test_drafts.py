"""Nothing that is written gets lost: killed tabs, lost sessions, two windows, another device."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import scenes
from tests.browser.acting import fill_in, ready, sign_in, tab_to, turn_to
from tests.browser.sketching import draw, open_pad, strokes_of
from tests.media import pictures
from tests.support.browsers import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def place(live_site):
    return scenes.campaign(live_site)


def open_form(page: Page, place: scenes.Place, query: str = "") -> Page:
    page.goto(f"{place.wall}/ideas/new{query}")
    ready(page)
    return page


def await_saved(page: Page, words: str = "Saved on this account") -> None:
    expect(page.locator("[data-saved-words]")).to_contain_text(words)
    expect(page).to_have_url(re.compile(r"\?draft=\d+"))


def test_a_killed_tab_loses_no_word(live_site, browsers, place):
    page = open_form(browsers.open(scenes.person(live_site, "Ana").id), place)
    fill_in(page, "Doors that slide")
    await_saved(page)
    page.get_by_label("Title").fill("Doors that slide, and sing")

    page.close(run_before_unload=False)
    again = open_form(page.context.new_page(), place)

    expect(again.get_by_label("Title")).to_have_value("Doors that slide, and sing")
    expect(again.get_by_label(re.compile("^Idea"))).to_have_value(re.compile("slide along"))


def test_what_was_never_sent_lies_in_the_browser(live_site, browsers, place):
    page = open_form(browsers.open(scenes.person(live_site, "Ana").id), place)
    page.route("**/drafts", lambda route: route.abort())
    fill_in(page, "Doors that slide")
    expect(page.locator("[data-saved-words]")).to_contain_text("Not sent yet")
    page.close(run_before_unload=False)
    browsers.trouble.clear()  # a line that is cut is written to the console

    again = open_form(page.context.new_page(), place)

    expect(again.get_by_label("Title")).to_have_value("Doors that slide")
    await_saved(again)


def test_another_device_goes_on_with_text_and_picture(live_site, browsers, place, tmp_path: Path):
    photo = tmp_path / "napkin.png"
    photo.write_bytes(pictures.png().getvalue())
    ana = scenes.person(live_site, "Ana")
    page = open_form(browsers.open(ana.id), place)
    fill_in(page, "Doors that slide")
    turn_to(page, "Draw")
    page.locator("input[type=file][name=picture0]").set_input_files(photo)
    await_saved(page)
    expect(page.locator("[name=picture0_kept]")).not_to_have_value("")

    phone = browsers.open(ana.id, profile=PHONE)
    phone.goto("/me")
    phone.get_by_role("region", name="My drafts").get_by_role("link").first.tap()
    ready(phone)

    expect(phone.get_by_label("Title")).to_have_value("Doors that slide")
    turn_to(phone, "Draw")
    expect(phone.get_by_text("napkin.png")).to_be_visible()


def test_strokes_outlive_a_killed_tab_and_go_on_on_another_device(live_site, browsers, place):
    ana = scenes.person(live_site, "Ana")
    page = open_form(browsers.open(ana.id), place)
    page.get_by_label("Title").fill("Doors that slide")
    await_saved(page)
    open_pad(page)
    draw(page, (0.1, 0.5), (0.9, 0.4))
    drawn = strokes_of(page)
    page.close(run_before_unload=False)

    again = open_form(page.context.new_page(), place)
    turn_to(again, "Draw")
    expect(again.get_by_role("img", name="Your drawing")).to_be_visible()
    assert strokes_of(again) == drawn
    expect(again.locator("[name=edition]")).to_have_value(re.compile("[2-9]"))

    phone = open_form(browsers.open(ana.id, profile=PHONE), place)
    turn_to(phone, "Draw")
    expect(phone.get_by_role("img", name="Your drawing")).to_be_visible()
    assert strokes_of(phone) == drawn


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_signing_in_comes_last(live_site, browsers, place, scripts):
    ana = scenes.person(live_site, "Ana")
    page = browsers.open(java_script_enabled=scripts)
    page.goto(f"{place.wall}/ideas/new")
    if scripts:
        ready(page)
    fill_in(page, "Doors that slide")
    if scripts:
        await_saved(page, "Kept for this browser")
        turn_to(page, "Publish")
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").click()
    expect(page.get_by_text("Your idea is kept.")).to_be_visible()

    sign_in(page, ana)
    page.get_by_role("button", name="Publish idea").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Doors that slide")
    expect(page.get_by_text("Your idea is published")).to_be_visible()


def test_the_later_of_two_windows_chooses(live_site, browsers, place):
    ana = scenes.person(live_site, "Ana")
    first = open_form(browsers.open(ana.id), place)
    fill_in(first, "Doors that slide")
    await_saved(first)
    second = open_form(first.context.new_page(), place)
    expect(second.get_by_label("Title")).to_have_value("Doors that slide")
    second.get_by_label("Title").fill("Doors that fold")
    expect(second.locator("[name=edition]")).to_have_value(re.compile("[2-9]"))

    first.get_by_label("Title").fill("Doors that swing")

    both = first.get_by_role("group", name="changed in another window")
    expect(both).to_be_focused()
    expect(both).to_contain_text("Doors that fold")
    expect(both).to_contain_text("Doors that swing")
    theirs = int(second.locator("[name=edition]").input_value())
    both.get_by_role("button", name="Go on with what stands here").click()
    expect(both).to_have_count(0)
    expect(first.locator("[name=edition]")).to_have_value(str(theirs + 1))
    expect(open_form(second, place).get_by_label("Title")).to_have_value("Doors that swing")


def test_the_later_window_may_take_what_was_saved(live_site, browsers, place):
    ana = scenes.person(live_site, "Ana")
    first = open_form(browsers.open(ana.id), place)
    fill_in(first, "Doors that slide")
    await_saved(first)
    second = open_form(first.context.new_page(), place)
    second.get_by_label("Title").fill("Doors that fold")
    expect(second.locator("[name=edition]")).to_have_value(re.compile("[2-9]"))
    first.get_by_label("Title").fill("Doors that swing")

    first.get_by_role("link", name="Take what was saved there").click()

    ready(first)
    expect(first.get_by_label("Title")).to_have_value("Doors that fold")


def test_a_lost_session_costs_no_word(live_site, browsers, place):
    ana = scenes.person(live_site, "Ana")
    page = open_form(browsers.open(ana.id), place)
    fill_in(page, "Doors that slide")
    await_saved(page)
    scenes.sign_out_everywhere(live_site, ana)

    page.get_by_label("Title").fill("Doors that slide and sing")
    expect(page.locator("[data-saved-words]")).to_contain_text(
        "Kept for this browser", timeout=9000
    )
    page.goto(f"/sign-in?next={place.wall}/ideas/new")
    sign_in(page, ana)

    ready(page)
    expect(page.get_by_label("Title")).to_have_value("Doors that slide and sing")
    page.goto("/me")
    expect(page.locator("[data-draft-id]")).to_have_count(1)


def test_a_draft_is_deleted_and_brought_back(live_site, browsers, place):
    page = open_form(browsers.open(scenes.person(live_site, "Ana").id), place)
    fill_in(page, "Doors that slide")
    await_saved(page)
    page.goto("/me")

    page.get_by_role("button", name="Delete the draft “Doors that slide”").click()
    expect(page.locator("[data-draft-id]")).to_have_count(0)
    page.get_by_role("button", name="Bring it back").click()

    expect(page.locator("[data-draft-id]")).to_have_count(1)


def test_an_idea_is_submitted_with_the_keyboard_alone(live_site, browsers, place):
    page = open_form(browsers.open(scenes.person(live_site, "Ana").id), place)
    press = page.keyboard.press
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Doors that slide")
    tab_to(page.get_by_label(re.compile("^Idea")))
    page.keyboard.type("They never hit a cyclist.")
    tab_to(page.get_by_role("button", name="Without a sketch"))
    press("Enter")
    expect(page.get_by_role("link", name="Compare")).to_be_focused()
    tab_to(page.get_by_role("button", name="Continue", exact=True))
    press("Enter")
    expect(page.get_by_role("link", name="Publish")).to_be_focused()
    tab_to(page.get_by_label("I accept the rules"))
    press("Space")
    tab_to(page.get_by_role("button", name="Publish idea"))
    press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Doors that slide")


def test_an_idea_is_written_on_a_phone(live_site, browsers, place):
    page = open_form(browsers.open(scenes.person(live_site, "Ana").id, profile=PHONE), place)
    fill_in(page, "Doors that slide")
    page.get_by_role("button", name="Continue to the sketch").tap()
    page.get_by_role("button", name="Continue", exact=True).tap()
    page.get_by_role("button", name="Continue", exact=True).tap()
    expect(page.locator("[data-look]")).to_contain_text("Doors that slide")
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Doors that slide")


def test_one_thinks_first_and_then_relates(live_site, browsers, place):
    bruno, ana = scenes.person(live_site, "Bruno"), scenes.person(live_site, "Ana")
    text = (
        "A sliding door on a rail along the body never hits a cyclist beside the parked car. " * 2
    )
    there = scenes.idea(live_site, place, bruno, "Doors that slide on a rail", text=text)
    page = open_form(browsers.open(ana.id), place)
    page.get_by_label("Title").fill("Sliding doors")
    expect(page.get_by_text("Doors that slide on a rail")).to_have_count(0)
    page.get_by_label(re.compile("^Idea")).fill(text)
    expect(page.get_by_text("One idea is close to yours.")).to_be_visible(timeout=15_000)

    turn_to(page, "Compare")
    answers = page.get_by_role("group", name="Yours and “Doors that slide on a rail”")
    expect(answers.get_by_role("button")).to_be_hidden()
    answers.get_by_label("It is the same").check()
    expect(answers.get_by_role("button", name="Support it and add my text")).to_be_visible()
    answers.get_by_label("Mine builds on it").check()
    expect(answers.get_by_role("button")).to_be_hidden()
    turn_to(page, "Publish")
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sliding doors")
    expect(page.get_by_text("this idea builds on it")).to_be_visible()
    page.goto(f"/ideas/{there}")
    expect(page.get_by_text("builds on this idea")).to_be_visible()


def test_the_same_thought_goes_to_the_idea_that_is_there(live_site, browsers, place):
    bruno, ana = scenes.person(live_site, "Bruno"), scenes.person(live_site, "Ana")
    text = (
        "A sliding door on a rail along the body never hits a cyclist beside the parked car. " * 2
    )
    scenes.idea(live_site, place, bruno, "Doors that slide on a rail", text=text)
    page = open_form(browsers.open(ana.id), place)
    page.get_by_label("Title").fill("Sliding doors")
    page.get_by_label(re.compile("^Idea")).fill(text)
    turn_to(page, "Compare")
    page.get_by_label("It is the same").check()

    page.get_by_role("button", name="Support it and add my text").click()

    expect(page).to_have_url(re.compile(r"/ideas/\d+#talk"), timeout=15_000)
    expect(page.locator("#talk")).to_contain_text("Sliding doors")
    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "true")
