import json
import re
from xml.etree import ElementTree as Tree

import pytest

from idealab.campaigns.models import CampaignState, Visibility
from idealab.feeds import queries as reading
from idealab.ideas.models import IdeaStatus
from idealab.ideas.writing import touch_idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.models import File
from idealab.updates.writing import Entry, write_update
from tests import make
from tests.campaigns import make as campaigns

WORD = "Zeppelinwagen"
FEEDS = ("/feeds/campaigns.xml", "/feeds/answers.xml", "{home}/ideas.xml", "{home}/updates.xml")


@pytest.fixture
def campaign():
    return campaigns.public_campaign("City car")


@pytest.fixture
def idea(campaign, ana, marta):
    """With an official answer; the campaign has an update."""
    made = make.idea(ana, campaign_=campaign, title=WORD)
    make.add_comment(made, "We **build** it.", by=marta, now=now(), official=True)
    write_update(campaign, Entry("A wheel", "It *rolls*.", now()), by=marta, now=now())
    db.session.commit()
    return made


def titles(answer):
    root = Tree.fromstring(answer.data)
    return [node.text for node in root.iterfind("{*}entry/{*}title")]


def test_each_feed_tells_its_news(visitor, idea):
    home = f"/campaigns/{idea.campaign.slug}"

    found = [titles(visitor.get(feed.format(home=home))) for feed in FEEDS]

    assert found == [["City car"], [f"Answer to “{WORD}”"], [WORD], ["A wheel"]]
    answer = visitor.get(f"{home}/updates.xml")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert "&lt;em&gt;rolls&lt;/em&gt;" in answer.text


def test_who_has_a_feed_already_is_told_so(visitor, idea):
    address = f"/campaigns/{idea.campaign.slug}/ideas.xml"
    first = visitor.get(address)

    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Last-Modified"]


def hide(campaign, idea, what):
    if what == "a hidden idea":
        idea.status = IdeaStatus.HIDDEN
    elif what == "a draft":
        campaign.state = CampaignState.DRAFT
    else:
        campaign.visibility = Visibility.INVITATION
    db.session.commit()


@pytest.mark.parametrize("what", ["a hidden idea", "a draft", "by invitation"])
def test_what_is_not_public_is_nowhere_in_there_also_for_staff(
    visitor, client_for, marta, campaign, idea, what
):
    home = f"/campaigns/{campaign.slug}"
    hide(campaign, idea, what)

    for browser in (visitor, client_for(marta)):
        for address in (*FEEDS, "/sitemaps/0", "/sitemaps/1", "{home}/calendar.ics"):
            answer = browser.get(address.format(home=home))
            assert WORD not in answer.text
            assert f"/ideas/{idea.id}<" not in answer.text
            if what != "a hidden idea":
                assert "City car" not in answer.text
                assert answer.status_code == (404 if "{home}" in address else 200)
                assert answer.status_code == 404 or home not in answer.text


def test_the_site_map_names_every_public_page_once(visitor, campaign, idea, monkeypatch):
    monkeypatch.setattr(reading, "IN_PART", 1)
    for number in range(3):
        make.idea(idea.author, campaign_=campaign, title=f"Doors {number}")

    def places(address):
        root = Tree.fromstring(visitor.get(address).data)
        return [node.text for node in root.iterfind("*/{*}loc")]

    parts = [part.partition("//")[2].partition("/")[2] for part in places("/sitemap.xml")]
    found = [place for part in parts for place in places(f"/{part}")]

    assert len(found) == len(set(found))
    assert len([place for place in found if re.search(r"/ideas/\d+$", place)]) == 4
    assert any(place.endswith("/campaigns/city-car/results") for place in found)
    assert visitor.get(f"/sitemaps/{len(parts)}").status_code == 404


def test_robots_are_led_to_the_map_and_away_from_the_desk(visitor):
    text = visitor.get("/robots.txt").text

    assert "Disallow: /staff\n" in text
    assert re.search(r"^Sitemap: http.*/sitemap\.xml$", text, re.M)


def test_the_calendar_holds_the_phases(visitor, campaign):
    answer = visitor.get("/campaigns/city-car/calendar.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.text.count("BEGIN:VEVENT") == 5
    assert "SUMMARY:City car: Ideas and votes" in answer.text


def test_feeds_take_a_fixed_number_of_queries(visitor, campaign, idea, queries):
    def asked():
        with queries as counted:
            for address in (*FEEDS, "/sitemaps/0", "/sitemaps/1"):
                visitor.get(address.format(home=f"/campaigns/{campaign.slug}"))
        return len(counted)

    few = asked()
    for number in range(4):
        make.idea(idea.author, campaign_=campaign, title=f"Doors {number}")

    assert asked() == few <= 18


def linked(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [json.loads(one) for one in found]


def test_pages_tell_programs_what_they_are_about(visitor, idea):
    for address, kind in (
        ("/", "WebSite"),
        (f"/campaigns/{idea.campaign.slug}", "Event"),
        (f"/ideas/{idea.id}", "CreativeWork"),
    ):
        page = visitor.get(address).text

        (thing,) = linked(page)
        assert thing.get("@type", "") == kind or thing["@graph"][0]["@type"] == kind
        assert '<meta property="og:title"' in page
        assert '<link rel="canonical" href="http' in page


def test_no_title_breaks_out_of_the_linked_data(visitor, campaign, ana):
    title = "</script><script>alert(1)</script> & “quotes” \u2028 🚗"
    idea = make.idea(ana, campaign_=campaign, title=title)

    page = visitor.get(f"/ideas/{idea.id}").text

    assert "<script>alert(1)" not in page
    assert linked(page)[0]["@graph"][0]["name"] == idea.title


def test_what_is_not_for_everybody_asks_not_to_be_listed(client_for, marta, campaign, idea):
    hide(campaign, idea, "by invitation")

    page = client_for(marta).get(f"/ideas/{idea.id}").text

    assert '<meta name="robots" content="noindex">' in page
    assert "ideas.xml" not in page
    assert 'rel="canonical"' not in page
    assert not linked(page)


def test_home_and_wall_are_shared_with_a_picture_that_everybody_may_see(visitor, idea, ana):
    sketch = make.sketch(idea, ana)
    key = db.session.get_one(File, sketch.file_id).key
    picture = f'/media/{key}/960.jpg">'
    address = f"/campaigns/{idea.campaign.slug}"

    assert picture in visitor.get("/").text
    assert picture in visitor.get(address).text
    idea.status = IdeaStatus.HIDDEN
    touch_idea(idea)
    db.session.commit()
    assert "og:image" not in visitor.get("/").text
    assert "og:image" not in visitor.get(f"{address}?order=newest").text
