"""People and their things: the page that others see, the picture, and what is one's own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from idealab.lib.access import Role
from tests.browser import scenes
from tests.browser.acting import ready
from tests.media import pictures
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])


@BOTH
def test_a_page_shows_ideas_and_thanks_and_who_wishes_hides_the_level(live_site, browsers, profile):
    place, ana = scenes.campaign(live_site), scenes.person(live_site, "Ana")
    marta = scenes.person(live_site, "Marta", Role.MODERATOR)
    idea = scenes.idea(live_site, place, ana, "Doors that slide")
    scenes.move(live_site, idea, marta, "In review", "Shortlisted", reason="It is light.")
    reader = browsers.open(profile=profile)
    reader.goto(f"/ideas/{idea}")
    reader.get_by_role("main").get_by_role("link", name="Ana").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ana")
    expect(reader.get_by_role("region", name="Ideas")).to_contain_text("Doors that slide")
    reader.get_by_role("link", name="Thanks: Ruler").click()
    expect(reader.get_by_role("region", name="Levels")).to_contain_text("Ruler")

    own = browsers.open(ana.id, profile=profile)
    own.goto("/me#thanks")
    expect(own.get_by_role("region", name="Thanks")).to_contain_text("50 of 120")
    own.get_by_role("link", name="Change that").click()
    own.get_by_label("Show my level of thanks on my page").uncheck()
    own.locator("#shown").get_by_role("button", name="Save").click()
    expect(own.get_by_text("Saved.").first).to_be_visible()

    reader.goto(f"/people/{ana.id}")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ana")
    expect(reader.get_by_text("Thanks: Ruler")).to_have_count(0)


@BOTH
def test_what_ties_somebody_to_the_company_counts_once_it_is_confirmed(
    live_site, browsers, profile
):
    place, ana = scenes.campaign(live_site), scenes.person(live_site, "Ana")
    idea = scenes.idea(live_site, place, ana)
    own = browsers.open(ana.id, profile=profile)
    own.goto("/me/settings")
    own.locator("[name=affiliation]").select_option("partner")
    own.locator("[name=organisation]").fill("Studio Nord")
    own.get_by_role("region", name="You", exact=True).get_by_role("button", name="Save").click()
    expect(own.get_by_text("Saved.").first).to_be_visible()
    own.goto(f"/ideas/{idea}")
    expect(own.get_by_text("Partner, Studio Nord")).to_have_count(0)

    admin = browsers.open(scenes.person(live_site, "Ada", Role.ADMIN).id, profile=profile)
    admin.goto(f"/people/{ana.id}")
    admin.get_by_role("button", name="Confirm “Partner, Studio Nord”").click()

    own.reload()
    expect(own.get_by_text("Partner, Studio Nord")).to_be_visible()


@BOTH
def test_a_face_stands_beside_what_one_says(live_site, browsers, tmp_path: Path, profile):
    place, bruno = scenes.campaign(live_site), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, place, scenes.person(live_site, "Ana"))
    scenes.comment(live_site, idea, bruno, "What does it weigh?")
    good, bad = tmp_path / "me.png", tmp_path / "words.png"
    good.write_bytes(pictures.png((600, 400)).getvalue())
    bad.write_text("not a picture at all, only words")
    page = browsers.open(bruno.id, profile=profile)
    page.goto("/me/settings")
    file = page.locator("#picture input[type=file]")

    file.set_input_files(bad)
    page.get_by_role("button", name="Use this picture").click()
    expect(file).to_have_accessible_description(re.compile("not a picture we can read"))
    file.set_input_files(good)
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_text("is being made ready").first).to_be_visible()
    scenes.await_pictures(live_site)

    page.goto(f"/ideas/{idea}")
    face = page.locator("#talk .comment img").first
    expect(face).to_be_visible()
    assert face.evaluate("i => i.decode().then(() => i.naturalWidth === i.naturalHeight)")


@BOTH
def test_what_is_ones_own_stands_in_one_place(live_site, browsers, profile):
    title = f"A car of {profile['viewport']['width']} kilos"  # one of two in this installation
    place = scenes.campaign(live_site, title, votes_per_person=3)
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    marta = scenes.person(live_site, "Marta", Role.MODERATOR)
    liked = scenes.idea(live_site, place, ana, "Doors that slide")
    own = scenes.idea(live_site, place, bruno, "Seats that turn")
    scenes.move(live_site, own, marta, "In review", reason="We show it to the workshop.")
    page = browsers.open(bruno.id, profile=profile)
    page.goto(f"/ideas/{liked}")
    ready(page)
    page.get_by_role("button", name="Support this idea").click()
    expect(page.locator("[data-live]")).to_contain_text("Supported")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()

    page.goto("/me")
    ready(page)
    waiting = page.get_by_role("region", name="Waiting for you")
    expect(waiting).to_contain_text("We show it to the workshop.")
    expect(page.get_by_role("region", name="My ideas")).to_contain_text("In review")
    follows = page.get_by_role("region", name="What I follow")
    expect(follows).to_contain_text("Doors that slide")
    votes = page.get_by_role("region", name=place.title)
    expect(votes).to_contain_text("2 of 3")
    votes.get_by_role("button", name="Take back the vote for “Doors that slide”").click()
    expect(votes).to_contain_text("3 of 3")
    follows.get_by_role("button", name="Stop following “Doors that slide”").click()
    expect(follows).to_contain_text("Nothing yet")
    waiting.get_by_role("button", name="I have read all of it").click()

    expect(waiting).to_contain_text("Nothing waits")
