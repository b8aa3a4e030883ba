"""What the wall is narrowed down to: all of it stands in the address."""

import re

import pytest

from idealab.campaigns.models import Stage
from idealab.ideas.models import IdeaStatus, IdeaTag
from idealab.lib.db import db
from idealab.wall.filters import languages_of
from idealab.wall.hanging import Order
from idealab.wall.paging import Wanted, wall
from tests import make


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def ideas(campaign, ana):
    """Five of a kind; what differs, each test says of the first."""
    return [make.idea(ana, campaign_=campaign, title=f"Idea {n}") for n in range(5)]


def hung(campaign, order=Order.NEWEST, **asked):
    return [row.id for row in wall(campaign, Wanted(order, **asked), seed=0).ideas]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("few", [500, 0], ids=["few", "many"])
def test_each_filter_and_all_together_find_the_one(app, campaign, ideas, order, few, monkeypatch):
    monkeypatch.setattr("idealab.wall.filters.FEW", few)
    one = ideas[0]
    stage = db.session.query(Stage).filter_by(campaign_id=campaign.id, position=2).one()
    one.language, one.stage_id, one.cover_file_id = "pt-BR", stage.id, 7
    db.session.add(IdeaTag(idea_id=one.id, name="Fahrrad"))
    db.session.commit()
    asked = {"tag": "Fahrrad", "stage_id": stage.id, "language": "pt-BR", "pictured": True}

    for name, value in asked.items():
        assert hung(campaign, order, **{name: value}) == [one.id]
    assert hung(campaign, order, **asked) == [one.id]
    assert hung(campaign, order, **asked, query="idea 0") == [one.id]
    assert hung(campaign, order, **(asked | {"tag": "Auto"})) == []


def test_the_languages_on_the_wall_are_those_of_its_ideas(campaign, ideas, ana):
    ideas[0].language, ideas[1].language, ideas[2].language = "de", "zh", "zh"
    ideas[3].language, ideas[3].status = "fr", IdeaStatus.HIDDEN
    make.idea(ana).language = "nl"
    db.session.commit()

    assert languages_of(campaign.id) == ["de", "en", "zh"]
    assert languages_of(make.campaign().id) == []


def test_filters_stand_in_the_address_and_lead_on_to_the_next_page(visitor, campaign, ana):
    for _ in range(30):
        make.idea(ana, campaign_=campaign)
    wall_ = f"/campaigns/{campaign.slug}"

    page = visitor.get(f"{wall_}?language=en&order=newest").text

    following = re.search(r'href="([^"]+)"[^>]*rel="next"', page)[1].replace("&amp;", "&")
    assert "language=en" in following
    assert "order=newest" in following
    assert len(re.findall("<li class=.idea-slot", visitor.get(following).text)) == 6


def test_a_filter_that_is_set_can_be_taken_off(visitor, campaign, ideas):
    db.session.add(IdeaTag(idea_id=ideas[0].id, name="Fahrrad"))
    db.session.commit()

    page = visitor.get(f"/campaigns/{campaign.slug}?tag=Fahrrad&pictured=y").text

    assert re.search(r'name="tag" value="Fahrrad" checked', page)
    assert re.search(r'name="pictured" value="y" checked', page)
    assert "No idea matches" in page
    assert "Show all ideas" in page


@pytest.mark.parametrize(
    "query", ["stage=x", "language=%3Cb%3E", "tag=" + "a" * 900, "pictured=1", "stage=" + "9" * 99]
)
def test_what_makes_no_sense_is_left_out_or_finds_nothing(visitor, campaign, ideas, query):
    answer = visitor.get(f"/campaigns/{campaign.slug}?{query}")

    assert answer.status_code == 200


def test_a_tag_of_an_idea_leads_to_all_ideas_with_it(visitor, campaign, ana):
    idea = make.idea(ana, campaign_=campaign)
    db.session.add(IdeaTag(idea_id=idea.id, name="Fahr rad"))
    db.session.commit()

    assert f"/campaigns/{campaign.slug}?tag=Fahr%20rad" in visitor.get(f"/ideas/{idea.id}").text
