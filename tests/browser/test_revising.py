"""Nothing that is changed of an idea gets lost on its way to being saved."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from idealab.ideas.models import Idea
from idealab.lib.db import db
from tests.browser import scenes
from tests.browser.acting import ready
from tests.browser.sketching import DOCUMENT, draw, strokes_of
from tests.media import pictures

pytestmark = pytest.mark.browser
OFFER = "[data-left]"


@pytest.fixture
def page(live_site, browsers) -> Page:
    place, ana = scenes.campaign(live_site), scenes.person(live_site, "Ana")
    idea = scenes.idea(live_site, place, ana, title="Doors that slide")
    page = browsers.open(ana.id)
    page.goto(f"/ideas/{idea}/edit")
    ready(page)
    return page


def come_back(page: Page) -> Page:
    address = page.url
    page.goto("/")
    page.goto(address)
    ready(page)
    return page


def test_whoever_leaves_with_unsaved_changes_finds_them_again(page):
    page.get_by_label("Title").fill("Doors that sing")
    page.get_by_label("What is new").fill("They sing.")

    come_back(page)

    expect(page.locator(OFFER)).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Doors that slide")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_label("Title")).to_have_value("Doors that sing")
    expect(page.get_by_label("What is new")).to_have_value("They sing.")


def test_what_was_saved_is_not_offered_any_more(page):
    address = page.url
    page.get_by_label("Title").fill("Doors that sing")
    page.get_by_role("button", name="Save this version").click()
    expect(page.get_by_role("heading", name="Doors that sing")).to_be_visible()
    ready(page)
    expect(page).to_have_url(re.compile(r"/ideas/\d+$"))

    page.goto(address)
    ready(page)

    expect(page.locator(OFFER)).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_what_was_thrown_away_does_not_come_back(page):
    page.get_by_label("Title").fill("Doors that sing")
    come_back(page)
    page.get_by_role("button", name="Throw them away").click()

    come_back(page)

    expect(page.locator(OFFER)).to_be_hidden()
    expect(page.get_by_label("Title")).to_have_value("Doors that slide")


def test_who_leaves_the_idea_as_it_was_means_it(page):
    page.get_by_label("Title").fill("Doors that sing")
    address = page.url
    page.get_by_role("link", name="Leave it as it was").click()
    page.goto(address)
    ready(page)

    expect(page.locator(OFFER)).to_be_hidden()


def test_a_killed_tab_loses_neither_words_nor_strokes(page):
    page.get_by_label("Title").fill("Doors that sing")
    page.get_by_role("button", name="Draw a sketch").click()
    expect(page.locator("[data-pad-canvas]")).to_be_focused()
    draw(page, (0.1, 0.5), (0.5, 0.2))
    drawn = page.evaluate(DOCUMENT)
    page.wait_for_function("() => Object.values(localStorage).some((text) => text.includes('pen'))")
    address = page.url

    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(address)
    ready(again)
    again.get_by_role("button", name="Bring them back").click()

    expect(again.get_by_label("Title")).to_have_value("Doors that sing")
    again.wait_for_function("() => document.querySelector('sketch-pad').document")
    assert again.evaluate(DOCUMENT) == drawn
    assert len(strokes_of(again)) == 1
    again.get_by_role("button", name="Save this version").click()
    expect(again.get_by_role("heading", name="Doors that sing")).to_be_visible()


def test_a_form_that_was_refused_is_kept_as_well(page):
    page.get_by_label("Title").fill("")
    page.get_by_label("What is new").fill("They sing.")
    page.get_by_role("button", name="Save this version").click()
    expect(page.get_by_role("group", name="still missing")).to_be_visible()
    ready(page)

    come_back(page)
    page.get_by_role("button", name="Bring them back").click()

    expect(page.get_by_label("What is new")).to_have_value("They sing.")


def test_what_somebody_else_saved_meanwhile_is_told(page, live_site):
    page.get_by_label("Title").fill("Doors that sing")
    number = int(page.url.split("/")[-2])
    page.goto("/")
    with live_site.inside():
        db.session.get_one(Idea, number).revision += 1

    page.goto(f"/ideas/{number}/edit")
    ready(page)

    expect(page.locator(OFFER)).to_contain_text("compare before you save")


def test_a_chosen_file_is_asked_about_for_no_browser_keeps_it(page, tmp_path: Path):
    photo = tmp_path / "napkin.png"
    photo.write_bytes(pictures.png().getvalue())
    page.get_by_label("Title").click()
    page.locator("input[type=file]").first.set_input_files(photo)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto("/")

    assert asked == ["beforeunload"]
