"""Two people have an idea together: one asks, the other accepts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.acting import fill_in
from tests.support.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("profile", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_somebody_is_asked_accepts_and_revises(live_site, browsers, profile):
    place = scenes.campaign(live_site)
    ana, bruno = scenes.person(live_site, "Ana"), scenes.person(live_site, "Bruno")
    idea = scenes.idea(live_site, place, ana, "Doors that slide")
    hers = browsers.open(ana.id, profile=profile)
    hers.goto(f"/ideas/{idea}")
    hers.get_by_role("link", name="Co-authors").click()

    hers.get_by_label("Name or e-mail address").fill("Nobody Known")
    hers.get_by_role("button", name="Send the invitation").click()
    expect(hers.locator("#whom-wrong")).to_contain_text("goes by that name")
    hers.get_by_label("Name or e-mail address").fill(bruno.address)
    hers.get_by_role("button", name="Send the invitation").click()
    expect(hers.get_by_text(bruno.address, exact=True)).to_be_visible()

    his = browsers.open(bruno.id, profile=profile)
    his.goto("/me")
    his.get_by_role("button", name="Accept").click()
    expect(his.get_by_text("You are a co-author now.")).to_be_visible()
    expect(his.get_by_role("main").get_by_role("link", name="Bruno")).to_be_visible()
    his.get_by_role("link", name="Revise").click()
    fill_in(his, "Doors that slide by themselves")
    his.get_by_role("button", name="Save this version").click()

    expect(his.get_by_role("heading", level=1)).to_have_text("Doors that slide by themselves")
    hers.goto(f"/ideas/{idea}/versions")
    expect(hers.get_by_role("list", name="Versions")).to_contain_text("Bruno")
