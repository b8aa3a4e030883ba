"""One campaign from end to end, in real Chromium on the real product."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from idealab.lib.access import Role
from tests.browser import scenes
from tests.browser.acting import fill_in, ready, sign_in, turn_to
from tests.media import pictures
from tests.support.browsers import PHONE
from tests.support.sites import Site, await_that

pytestmark = pytest.mark.browser
REASON = "The sliding door saves 40 kg; we want to see it in clay."


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "napkin.png"
    path.write_bytes(pictures.png((1400, 900)).getvalue())
    return path


def code_for(site: Site, address: str) -> str:
    def mails() -> list[str]:
        return [mail.text for mail in site.mails() if mail.to_address == address]

    await_that(mails)
    found = re.search(r"^\s+(\d{6})$", mails()[-1], re.MULTILINE)
    assert found
    return found[1]


def sign_up(page: Page, site: Site, name: str, *, address: str) -> None:
    page.goto("/join")
    page.get_by_label("Name shown with your ideas").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill("four quiet river stones")
    page.get_by_role("button", name="Send me the code").click()
    page.get_by_label("code").fill(code_for(site, address))
    page.get_by_role("button", name="Confirm and continue").click()
    expect(page.get_by_text(f"Good to have you here, {name}")).to_be_visible()


def id_in(page: Page) -> int:
    expect(page).to_have_url(re.compile(r"/ideas/\d+"))
    return int(re.findall(r"/ideas/(\d+)", page.url)[0])


def submit_with_photo(page: Page, place: scenes.Place, photo: Path) -> int:
    page.goto(place.wall)
    page.get_by_role("main").get_by_role("link", name="Submit an idea").first.click()
    ready(page)
    fill_in(page, "Doors that slide")
    turn_to(page, "Draw")
    page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_label(re.compile("What it shows")).locator("visible=true").first.fill(
        "A car with a sliding door"
    )
    turn_to(page, "Publish")
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doors that slide")
    return id_in(page)


def test_a_campaign_from_sign_up_to_the_archive(live_site, browsers, photo):
    place = scenes.campaign(live_site, "Doors of tomorrow")
    bruno = scenes.person(live_site, "Bruno")
    marta = scenes.person(live_site, "Marta", Role.MODERATOR)
    paulo = scenes.person(live_site, "Paulo", Role.PRODUCT)

    ana = browsers.open()
    sign_up(ana, live_site, "Ana", address="ana.journey@example.org")
    idea = submit_with_photo(ana, place, photo)
    expect(ana.get_by_role("img", name="A car with a sliding door")).to_be_visible()

    support_and_comment(browsers.open(bruno.id), idea)
    move_to_the_shortlist(browsers.open(marta.id), place)
    read_the_reason(ana, idea)
    archive = download_the_shortlist(browsers.open(paulo.id), place)

    rows = list(csv.DictReader(io.StringIO(archive.read("ideas.csv").decode("utf-8-sig"))))
    assert [REASON in "".join(filter(None, row.values())) for row in rows] == [True]
    assert archive.read("pictures/0001-1.webp")[8:12] == b"WEBP"


def support_and_comment(page: Page, idea: int) -> None:
    """Both stand on the page before anything is loaded anew, and after it as well."""
    page.goto(f"/ideas/{idea}")
    ready(page)
    button = page.get_by_role("button", name="Support this idea")
    button.click()
    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-vote-mirror]")).to_have_text("1")
    page.get_by_label("Write a comment").fill("Who *repairs* the rail?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk em")).to_have_text("repairs")
    expect(page.locator("[data-comments-count]")).to_have_text("1")

    page.reload()

    expect(page.locator("[data-vote-mirror]")).to_have_text("1")
    expect(page.locator("#talk .comment")).to_have_count(1)


def move_to_the_shortlist(page: Page, place: scenes.Place) -> None:
    """Once with the select, once with Space and the arrows."""
    page.goto(f"{place.desk}/board")
    ready(page)
    page.get_by_label("Stage of “Doors that slide”").select_option(label="In review")
    lane = page.get_by_role("region", name="In review")
    grip = lane.get_by_role("button", name="Move “Doors that slide”")
    expect(grip).to_be_visible()
    expect(page.locator("[data-live]")).to_contain_text("is now in In review")

    grip.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_label("The author reads this").fill(REASON)
    page.get_by_role("button", name="Move it").click()

    expect(page.locator("[data-live]")).to_contain_text("is now in Shortlisted")
    page.reload()
    shortlist = page.get_by_role("region", name="Shortlisted")
    expect(shortlist.get_by_role("link", name="Doors that slide")).to_be_visible()


def read_the_reason(page: Page, idea: int) -> None:
    page.goto(f"/ideas/{idea}")
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text(REASON)
    page.goto("/me")
    news = page.get_by_role("region", name="Waiting for you")
    expect(news).to_contain_text("Shortlisted")
    expect(news).to_contain_text(REASON)


def download_the_shortlist(page: Page, place: scenes.Place) -> zipfile.ZipFile:
    page.goto(f"{place.desk}/exports")
    page.get_by_role("button", name="Archive with pictures (ZIP)").click()
    link = page.locator("[data-progress-link]").first
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    return zipfile.ZipFile(download.value.path())


def test_all_of_it_works_without_javascript(live_site, browsers):
    place = scenes.campaign(live_site)
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, place, ana)
    page = browsers.open(java_script_enabled=False)

    page.goto(f"/sign-in?next=/ideas/{idea}")
    sign_in(page, bruno)
    page.get_by_role("button", name="Support this idea").click()
    expect(page.locator("[data-vote-mirror]")).to_have_text("1")
    expect(page).to_have_url(re.compile(f"#vote-{idea}$"))
    page.get_by_role("button", name="Supported").click()
    expect(page.locator("[data-vote-mirror]")).to_have_text("0")

    page.get_by_label("Write a comment").fill("What does it cost?")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_text("Reply to Bruno").click()
    page.get_by_label("Your answer").fill("I ask my uncle.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator(".comment__replies .comment")).to_contain_text("I ask my uncle.")


def test_a_form_that_comes_back_keeps_text_and_file_without_javascript(live_site, browsers, photo):
    place = scenes.campaign(live_site)
    ana = scenes.person(live_site, "Ana")
    page = browsers.open(ana.id, java_script_enabled=False)
    page.goto(f"{place.wall}/ideas/new")
    fill_in(page, "Doors that slide")
    page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_role("button", name="Publish idea").click()

    expect(page.get_by_role("heading", name="still missing")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Doors that slide")
    expect(page.get_by_label(re.compile("^Idea"))).to_have_value(re.compile("slide along"))
    expect(page.get_by_text("napkin.png")).to_be_visible()
    page.get_by_label("I accept the rules").check()
    page.get_by_role("button", name="Publish idea").click()

    expect(page.get_by_text("Your idea is published")).to_be_visible()
    expect(page.locator("[data-media-state]")).to_have_count(1)


def test_somebody_on_a_phone_finds_an_idea_and_supports_it(live_site, browsers):
    place = scenes.campaign(live_site, "Small car, big city")
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, place, ana, "A seat that turns to the door")
    scenes.picture(live_site, idea, ana)
    page = browsers.open(bruno.id, profile=PHONE)

    page.goto("/")
    page.get_by_role("region", name="Open right now").get_by_role("link", name=place.title).tap()
    page.get_by_role("link", name="A seat that turns to the door").tap()
    ready(page)
    page.get_by_role("button", name="Support this idea").tap()

    expect(page.locator(".vote__btn")).to_have_attribute("aria-pressed", "true")
    sheet, button = page.locator(".sheet").bounding_box(), page.locator(".vote").bounding_box()
    text = page.locator(".pitch").bounding_box()
    assert sheet["y"] < button["y"] < text["y"], "support comes right after the sketch"
