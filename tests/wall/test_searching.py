"""Searching the wall: words in any form, words that are misspelt, words that are marked."""

import pytest

from idealab.ideas.models import IdeaStatus
from idealab.lib.marking import Marking
from idealab.wall import misspelt
from idealab.wall.hanging import Order
from idealab.wall.misspelt import distance, near_words
from idealab.wall.paging import Wanted
from idealab.wall.searching import Second, search_wall
from tests import make


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def solar(campaign, ana):
    return make.idea(ana, campaign_=campaign, title="A solar roof", text="It charges in the sun.")


@pytest.fixture
def bicycle(campaign, ana):
    text = "Zwei Fahrräder passen hinein, und die Türen bleiben zu."
    return make.idea(ana, campaign_=campaign, title="Der Fahrradträger", text=text)


def searched(campaign, query, **asked):
    return search_wall(campaign, Wanted(order=Order.NEWEST, query=query, **asked), seed=0)


def ids(found):
    return [row.id for row in found.page.ideas]


@pytest.mark.parametrize("query", ["charging", "charged roofs", "SUN", "the roof", "solar"])
def test_english_words_are_found_in_every_form(campaign, solar, bicycle, query):
    assert ids(searched(campaign, query)) == [solar.id]


@pytest.mark.parametrize(
    "query", ["Fahrrades", "Tür", "die Türe", "Fahrradträgern", "passt hinein"]
)
def test_german_words_are_found_in_every_form(campaign, solar, bicycle, query):
    assert bicycle.id in ids(searched(campaign, query))


@pytest.mark.parametrize(
    ("query", "missed", "shown"),
    [
        ("solr", "solr", "solar"),
        ("sloar", "sloar", "solar"),
        ("sokar roof", "sokar", "solar"),
        ("roff", "roff", "roof"),
        ("charegs", "charegs", "charges"),
    ],
)
def test_a_misspelt_word_is_told_and_the_meant_one_shown(
    campaign, solar, bicycle, query, missed, shown
):
    found = searched(campaign, query)

    assert ids(found) == [solar.id]
    assert found.second == Second((missed,), (shown,))
    assert shown in found.wanted.query


def test_the_meant_word_is_told_as_people_write_it(campaign, bicycle):
    found = searched(campaign, "Tueren")

    assert ids(found) == [bicycle.id]
    assert found.second == Second(("tueren",), ("Türen",))


def test_of_two_words_the_one_with_the_same_ends_is_meant(campaign, solar, ana):
    make.idea(ana, campaign_=campaign, title="What was sold, and what soll")

    assert ids(searched(campaign, "solr")) == [solar.id]


def test_a_misspelt_beginning_of_a_long_word_is_found(campaign, solar, bicycle):
    assert ids(searched(campaign, "Fahradträger")) == [bicycle.id]


def test_words_that_stand_together_nowhere_are_looked_for_one_by_one(campaign, solar, bicycle):
    found = searched(campaign, "solar Fahrrad")

    assert set(ids(found)) == {solar.id, bicycle.id}
    assert found.second == Second()


def test_what_is_hidden_is_not_told_by_a_second_look(campaign, ana):
    make.idea(ana, campaign_=campaign, title="A solar roof", status=IdeaStatus.HIDDEN)

    found = searched(campaign, "solr")

    assert ids(found) == []
    assert found.second is None


def test_nothing_is_made_up_for_a_word_that_is_like_none(campaign, solar):
    assert searched(campaign, "quark").second is None
    assert ids(searched(campaign, "quark gluon")) == []


def test_without_the_extension_postgresql_finds_misspelt_words_too(campaign, solar, monkeypatch):
    monkeypatch.setattr(misspelt, "has_trigrams", lambda _database: False)

    assert "solar" in near_words("solr")


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("solar", "solar", 0), ("sloar", "solar", 1), ("solr", "solar", 1), ("", "ab", 2)],
)
def test_letters_are_counted_that_differ(one, other, away):
    assert distance(one, other) == away


@pytest.mark.parametrize(
    "query", ["x" * 200_000, "🚲" * 50, "公园" * 90, "\u0301" * 200, '"*) OR (', "a|b", "'':*&!<->"]
)
def test_a_query_of_any_kind_is_taken(campaign, solar, query):
    assert ids(searched(campaign, query[:200])) in ([], [solar.id])


def test_signs_and_words_without_spaces_between_are_found(campaign, ana):
    bike = make.idea(ana, campaign_=campaign, title="🚲 for everybody")
    park = make.idea(ana, campaign_=campaign, title="城市公园自行车")

    assert ids(searched(campaign, "🚲")) == [bike.id]
    assert ids(searched(campaign, "公园")) == [park.id]
    assert ids(searched(campaign, "自行车")) == [park.id]


def test_what_was_looked_for_is_marked_in_the_title_and_the_text():
    card = '<h3 lang="en"><a href="/ideas/1">Solar &amp; <b></a></h3><p class="sm">Solar</p>'

    marked = Marking(["solar"]).of_card(card)

    assert '<a href="/ideas/1"><mark>Solar</mark> &amp; <b></a>' in marked
    assert '<p class="sm">Solar</p>' in marked


def test_marking_lets_nothing_through_that_was_escaped():
    card = '<h3 lang="en"><a href="/">&lt;script&gt;solar&amp;amp;&lt;/script&gt;</a></h3>'

    marked = Marking(["script", "solar", "amp"]).of_card(card)

    assert "<script" not in marked
    assert "&lt;<mark>script</mark>&gt;<mark>solar</mark>&amp;<mark>amp</mark>;" in marked


def test_a_search_shows_marks_and_says_what_it_looked_for_instead(
    visitor, client_for, bruno, solar
):
    address = f"/campaigns/{solar.campaign.slug}"

    for reader in (visitor, client_for(bruno)):
        page = reader.get(f"{address}?q=solr").text
        assert "A <mark>solar</mark> roof" in page
        assert "Nothing here has “solr”. Shown: “solar”." in page
        assert "<mark>" not in reader.get(address).text


def test_words_that_were_too_many_are_named(visitor, solar):
    address = (
        f"/campaigns/{solar.campaign.slug}?q=one+solar+roof+charges+sun+red+green+blue+black+steel"
    )

    assert "“steel”" in visitor.get(address).text
