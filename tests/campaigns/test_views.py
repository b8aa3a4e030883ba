import pytest

from idealab.campaigns.models import CampaignState, Visibility
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import people
from tests.campaigns import make


def test_the_first_page_of_an_empty_site_helps(visitor, client_for, ana):
    admin = client_for(people.admin("Ines"))

    assert "The first campaign is on its way" in visitor.get("/").text
    assert "/join" in visitor.get("/").text
    assert "Create a campaign" not in client_for(ana).get("/").text
    assert 'href="/staff/campaigns/new"' in admin.get("/").text


def test_the_first_page_shows_what_is_open_what_comes_and_what_is_over(visitor):
    make.public_campaign("Open one")
    coming = make.campaign("Coming one", starts_at=now() + 6.5 * make.DAY)
    past = make.campaign("Past one", starts_at=now() - 300 * make.DAY)
    make.campaign("Nobody sees this draft")
    coming.state = past.state = CampaignState.PUBLISHED
    db.session.commit()

    page = visitor.get("/").text

    assert "Ideas close on" in page
    assert "data-countdown=" in page
    assert 'href="/campaigns/open-one/ideas/new"' in page
    assert "Opens in" in page
    assert 'href="/campaigns/past-one/results"' in page
    assert "Nobody sees this draft" not in page


def test_an_invitation_only_campaign_is_on_no_page_of_others(visitor, client_for, ana):
    make.public_campaign("Secret car", visibility=Visibility.INVITATION)

    for browser in (visitor, client_for(ana)):
        assert "Secret car" not in browser.get("/").text
        for page in ("brief", "theme.css"):
            assert browser.get(f"/campaigns/secret-car/{page}").status_code == 404


def test_the_first_page_takes_a_fixed_number_of_queries(visitor, queries):
    make.public_campaign("One")
    with queries as few:
        visitor.get("/")
    for number in range(8):
        make.public_campaign(f"More {number}")

    with queries as many:
        visitor.get("/")

    assert len(many) == len(few) == 4


def test_the_brief_says_when_one_may_do_what_and_what_happens_to_rights(visitor):
    make.public_campaign("One", rules="Be **kind**.", votes_per_person=10)

    page = visitor.get("/campaigns/one/brief").text

    assert 'aria-current="step"' in page
    assert "Be <strong>kind</strong>." in page
    assert "as long as they name" in page
    assert "You have 10 votes." in page
    assert "Europe/Berlin" in page


@pytest.mark.parametrize(
    ("brand", "css"),
    [("#0a7f5a", ":root{--brand:#0a7f5a;"), (None, ""), ("red}body{display:none", "")],
)
def test_the_theme_is_one_colour_and_nothing_else(visitor, brand, css):
    make.public_campaign("One", brand=brand)

    answer = visitor.get("/campaigns/one/theme.css")

    assert answer.text.startswith(css)
    assert bool(answer.text) == bool(css)
    assert answer.mimetype == "text/css"


def test_a_preview_is_safe(visitor):
    answer = visitor.post("/preview", data={"text": "**b** <script>alert(1)</script>"})

    assert answer.status_code == 200
    assert "<strong>b</strong>" in answer.json["html"]
    assert "<script" not in answer.json["html"]


def test_where_there_is_no_campaign_there_is_no_page(visitor):
    for page in ("brief", "theme.css"):
        assert visitor.get(f"/campaigns/nothing/{page}").status_code == 404
