"""What people do on pages, in the words of the product."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.accounts.make import PASSWORD
from tests.browser.scenes import Person


def ready(page: Page) -> None:
    """The modules of the page are there; keys pressed before would do nothing."""
    expect(page.locator("html[data-ready]")).to_be_attached()


def sign_in(page: Page, person: Person) -> None:
    """On the page that asks for it."""
    page.get_by_label("E-mail address").fill(person.address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def fill_in(page: Page, title: str) -> None:
    """The idea form, but for its pictures and the rules."""
    page.get_by_label("Title").fill(title)
    page.get_by_label(re.compile("^Problem")).fill("A door hit my sister on her *bicycle*.")
    page.get_by_label(re.compile("^Idea")).fill("Doors that slide along the body.")


def turn_to(page: Page, step: str) -> None:
    """Another step of the idea form: Write, Draw, Publish."""
    page.get_by_role("navigation", name="Steps").get_by_role("link", name=step).click()


def tab_to(place: Locator, *, most: int = 60) -> None:
    """Go there with the Tab key alone."""
    for _press in range(most):
        place.page.keyboard.press("Tab")
        if place.evaluate("(node) => node === document.activeElement"):
            return
    raise AssertionError(f"not reached with {most} tabs: {place}")
