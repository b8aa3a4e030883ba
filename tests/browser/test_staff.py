"""The board: three equal ways to move a card, and back again when it cannot go."""

import pytest
from playwright.sync_api import Locator, Page, expect

from idealab.lib.access import Role
from tests.browser import scenes
from tests.browser.acting import ready

pytestmark = pytest.mark.browser
TITLE = "Doors that slide"


@pytest.fixture
def board(live_site, browsers) -> tuple[Page, int]:
    """The board of a campaign with one new idea, and the number of that idea."""
    place = scenes.campaign(live_site)
    idea = scenes.idea(live_site, place, scenes.person(live_site, "Ana"), TITLE)
    page = browsers.open(scenes.person(live_site, "Marta", Role.MODERATOR).id)
    page.goto(f"{place.desk}/board")
    ready(page)
    return page, idea


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card_in(page: Page, name: str) -> Locator:
    return lane(page, name).locator("[data-ticket]")


def test_a_card_is_dragged_into_another_lane(board):
    page, _idea = board

    card_in(page, "New").drag_to(lane(page, "In review"))

    expect(page.locator("[data-live]")).to_contain_text(f"“{TITLE}” is now in In review")
    expect(card_in(page, "In review")).to_have_count(1)
    expect(lane(page, "In review").locator("[data-lane-count]")).to_have_text("1")
    expect(lane(page, "New").locator("[data-lane-count]")).to_have_text("0")
    page.reload()
    expect(card_in(page, "In review")).to_have_count(1)


def test_a_card_goes_back_where_no_arrow_leads(board):
    page, _idea = board

    card_in(page, "New").drag_to(lane(page, "Prototype"))

    expect(page.locator("[data-toast]")).to_contain_text("no arrow from here to Prototype")
    expect(card_in(page, "New")).to_have_count(1)


def test_a_move_without_its_reason_is_no_move(board):
    page, _idea = board

    page.get_by_label(f"Stage of “{TITLE}”").select_option(label="Not now …")
    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("[data-toast]")).to_contain_text("Nothing moved")
    expect(card_in(page, "New")).to_have_count(1)
    expect(page.get_by_label(f"Stage of “{TITLE}”")).to_have_value(
        lane(page, "New").get_attribute("data-lane")
    )


def test_escape_puts_a_carried_card_back(board):
    page, _idea = board
    grip = page.get_by_role("button", name=f"Move “{TITLE}”")
    grip.focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(card_in(page, "In review")).to_have_count(1)
    page.keyboard.press("Escape")

    expect(card_in(page, "New")).to_have_count(1)
    expect(grip).to_be_focused()


def test_of_two_moderators_the_later_one_reads_what_happened(live_site, board):
    page, idea = board
    ken = scenes.person(live_site, "Ken", Role.MODERATOR)
    scenes.move(live_site, idea, ken, "Not now", reason="We have built it before.")

    card_in(page, "New").drag_to(lane(page, "In review"))

    expect(page.locator("[data-toast]")).to_contain_text("Ken moved it to “Not now”")
    expect(card_in(page, "New")).to_have_count(1)


def test_the_board_works_without_javascript(live_site, browsers):
    place = scenes.campaign(live_site)
    idea = scenes.idea(live_site, place, scenes.person(live_site, "Ana"), TITLE)
    marta = scenes.person(live_site, "Marta", Role.MODERATOR)
    scenes.move(live_site, idea, marta, "In review")
    page = browsers.open(marta.id, java_script_enabled=False)
    page.goto(f"{place.desk}/board")

    page.get_by_label(f"Stage of “{TITLE}”").select_option(label="Shortlisted …")
    page.get_by_placeholder("Reason").fill("It is light.")
    page.get_by_role("button", name="Move", exact=True).click()

    expect(page.get_by_text(f"“{TITLE}” is now in Shortlisted.")).to_be_visible()
    expect(card_in(page, "Shortlisted")).to_have_count(1)


def test_a_card_is_found_by_its_title(board):
    page, _idea = board

    page.keyboard.press("/")
    expect(page.get_by_label("Find a card")).to_be_focused()
    page.keyboard.type("hinges")
    expect(card_in(page, "New")).to_be_hidden()
    page.get_by_label("Find a card").fill("slide")

    expect(card_in(page, "New")).to_be_visible()
