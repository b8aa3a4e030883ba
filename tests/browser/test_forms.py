"""Forms with their modules: a look at the text, a look at the file, and pictures that fail."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from idealab.ideas.models import Idea
from idealab.lib.db import db
from tests.browser import scenes
from tests.browser.acting import fill_in, ready, turn_to
from tests.media import pictures
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def form(live_site, browsers):
    """The idea form of an open campaign, before Ana."""
    place = scenes.campaign(live_site)
    page = browsers.open(scenes.person(live_site, "Ana").id)
    page.goto(f"{place.wall}/ideas/new")
    ready(page)
    return page


def test_a_text_is_looked_at_before_it_is_sent(form):
    text = form.get_by_label(re.compile("^Idea"))
    text.fill("Doors that *slide*.")

    form.get_by_role("button", name="Preview").nth(1).click()

    expect(form.locator("[data-preview-view] em")).to_have_text("slide")
    expect(text).to_be_hidden()
    form.get_by_role("button", name="Write").click()
    expect(text).to_be_focused()
    expect(text).to_have_value("Doors that *slide*.")


def test_a_chosen_picture_is_shown_and_named(form, tmp_path: Path):
    photo = tmp_path / "napkin.png"
    photo.write_bytes(pictures.png().getvalue())
    turn_to(form, "Draw")

    form.locator("input[type=file]").first.set_input_files(photo)

    expect(form.locator("[data-chosen-name]").first).to_contain_text("napkin.png")
    expect(form.locator("[data-chosen] img").first).to_be_visible()


def test_what_is_missing_is_heard_first_and_leads_to_its_field(form):
    form.get_by_label("Title").fill("Doors that slide")
    turn_to(form, "Publish")
    form.get_by_role("button", name="Publish idea").click()

    summary = form.get_by_role("group", name="still missing")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Idea", exact=True).click()
    expect(form.get_by_label(re.compile("^Idea"))).to_be_focused()
    expect(form.get_by_label("Title")).to_have_value("Doors that slide")


def test_a_text_that_calls_itself_a_picture_says_so_beside_its_field(form, tmp_path: Path):
    fill_in(form, "Doors that slide")
    wrong = tmp_path / "notes.png"
    wrong.write_text("not a picture at all, only words")
    form.locator("input[type=file]").first.set_input_files(wrong)
    turn_to(form, "Publish")
    form.get_by_label("I accept the rules").check()
    form.get_by_role("button", name="Publish idea").click()

    expect(form.locator("[id$=picture0-wrong]")).to_be_visible()
    expect(form.get_by_label("Title")).to_have_value("Doors that slide")


def test_a_picture_that_cannot_be_made_ready_says_why_on_its_page(form, tmp_path: Path):
    fill_in(form, "Doors that slide")
    torn = tmp_path / "torn.png"
    torn.write_bytes(pictures.png_of_claimed_size(400, 300))
    form.locator("input[type=file]").first.set_input_files(torn)
    turn_to(form, "Publish")
    form.get_by_label("I accept the rules").check()
    form.get_by_role("button", name="Publish idea").click()

    place = form.locator("[data-media-state]")
    expect(place).to_have_attribute("data-media-state", "failed", timeout=30_000)
    expect(place.locator("p")).not_to_be_empty()


def test_the_menu_of_a_phone_opens_and_closes(live_site, browsers):
    page = browsers.open(profile=PHONE)
    page.goto("/")
    ready(page)
    menu = page.get_by_role("navigation", name="Menu")

    page.locator("summary[aria-label=Menu]").tap()
    expect(menu.get_by_role("link", name="How it works")).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu).to_be_hidden()


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_photo_of_paper_is_turned_and_cut_and_looks_so_after_loading_anew(
    live_site, browsers, tmp_path: Path, profile
):
    place, ana = scenes.campaign(live_site), scenes.person(live_site, "Ana")
    form = browsers.open(ana.id, profile=profile)
    form.goto(f"{place.wall}/ideas/new")
    ready(form)
    fill_in(form, "Doors that slide")
    turn_to(form, "Draw")
    photo = tmp_path / "napkin.png"
    photo.write_bytes(pictures.png((1200, 400)).getvalue())
    form.locator("[name=picture0]").set_input_files(photo)
    expect(form.locator("[data-chosen-name]").first).to_contain_text(re.compile("napkin.png, .*kB"))
    form.locator("[data-photo] summary").first.click()
    view = form.locator("[data-photo-view]").first
    expect(view).to_be_visible()

    form.get_by_label("Turn", exact=True).first.select_option(label="To the right")
    form.get_by_label("Clean the paper to white").first.check()
    pull(form, view, (0.1, 0.2), (0.9, 0.8))
    sides = [form.locator(f"[name=picture0_{side}]") for side in ("left", "top", "right", "bottom")]
    assert [side.input_value() for side in sides] == ["10", "20", "10", "20"]
    expect(form.locator("[name=picture0_kept]")).not_to_have_value("")
    expect(form.locator("[data-saved-words]")).to_contain_text("Saved on this account")
    scenes.await_pictures(live_site)
    form.reload()
    ready(form)
    turn_to(form, "Draw")

    expect(view).to_be_visible()
    assert view.evaluate("canvas => canvas.height > 2 * canvas.width")
    turn_to(form, "Publish")
    form.get_by_label("I accept the rules").check()
    form.get_by_role("button", name="Publish idea").click()
    picture = form.locator(".picture img")
    expect(picture).to_be_visible(timeout=30_000)
    assert picture.evaluate("i => i.decode().then(() => i.naturalHeight > i.naturalWidth)")


def pull(page: Page, place: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse, from one part of the place to another."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=4)
    page.mouse.up()


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_too_long_is_kept_whole_and_told_beside_its_field(live_site, browsers, profile):
    place, ana = scenes.campaign(live_site), scenes.person(live_site, "Ana")
    form = browsers.open(ana.id, profile=profile)
    form.goto(f"{place.wall}/ideas/new")
    ready(form)
    title, text = "Doors that slide " * 10, "They never hit a cyclist. " * 200
    form.get_by_label("Title").fill(title)
    form.get_by_label(re.compile("^Idea")).fill(text)
    turn_to(form, "Publish")
    form.get_by_label("I accept the rules").check()
    form.get_by_role("button", name="Publish idea").click()

    for label, said in (("Title", title), (re.compile("^Idea"), text)):
        field = form.get_by_label(label)
        expect(field).to_have_accessible_description(re.compile("there is room for"))
        expect(field).to_have_value(said)


def test_who_presses_twice_publishes_once(form, live_site):
    title = "Doors that slide once"
    fill_in(form, title)
    turn_to(form, "Publish")
    form.get_by_label("I accept the rules").check()

    form.get_by_role("button", name="Publish idea").dblclick()

    expect(form.get_by_role("heading", level=1)).to_have_text(title)
    with live_site.inside():
        assert db.session.query(Idea).filter_by(title=title).count() == 1
