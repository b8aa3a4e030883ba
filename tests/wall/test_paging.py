from datetime import timedelta

import pytest

from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.wall.hanging import Order
from idealab.wall.paging import Wanted, wall
from tests import make


@pytest.fixture
def campaign():
    return make.campaign()


def walk(campaign, order, *, seed=0.5, **asked):
    """All pages of a wall, one after the other."""
    seen, after = [], ""
    while after is not None:
        page = wall(campaign, Wanted(order=order, after=after, **asked), seed=seed)
        seen += [row.id for row in page.ideas]
        after, seed = page.after, 0.1
    return seen


@pytest.mark.parametrize("order", list(Order))
def test_every_idea_hangs_exactly_once_in_every_order(campaign, ana, order):
    made = {make.idea(ana, campaign_=campaign).id for _ in range(60)}

    seen = walk(campaign, order)

    assert len(seen) == 60
    assert set(seen) == made


def test_the_newest_idea_hangs_first(campaign, ana):
    old = make.idea(ana, campaign_=campaign, at=now() - timedelta(hours=2))
    new = make.idea(ana, campaign_=campaign)

    assert walk(campaign, Order.NEWEST) == [new.id, old.id]


def test_a_hidden_idea_does_not_hang(campaign, ana):
    make.idea(ana, campaign_=campaign, status=IdeaStatus.HIDDEN)

    assert walk(campaign, Order.NEWEST) == []


def test_a_topic_shows_its_own_ideas(campaign, ana):
    street = make.topic(campaign)
    wanted = make.idea(ana, campaign_=campaign, topic_id=street.id)
    make.idea(ana, campaign_=campaign)

    assert walk(campaign, Order.NEWEST, topic_id=street.id) == [wanted.id]


@pytest.mark.parametrize("query", ["größe", "GROSSE Schiebetür", "schiebetur gross", "schieb"])
def test_words_are_found_without_accents_and_by_their_beginning(campaign, ana, query):
    wanted = make.idea(ana, campaign_=campaign, title="Schiebetür in jeder Größe")
    make.idea(ana, campaign_=campaign, title="A calm cockpit")

    assert walk(campaign, Order.NEWEST, query=query) == [wanted.id]


@pytest.mark.parametrize("after", ["x", "bm9uc2Vuc2U", "W10", "WzEsMmUzMDgsM10", "🚗"])
def test_a_cursor_of_somebody_elses_making_begins_at_the_start(campaign, ana, after):
    made = make.idea(ana, campaign_=campaign)

    page = wall(campaign, Wanted(order=Order.NEWEST, after=after), seed=0)

    assert [row.id for row in page.ideas] == [made.id]


def test_what_nobody_has_lined_up_yet_is_shuffled_and_goes_once_around(campaign, ana):
    first, second = (make.idea(ana, campaign_=campaign) for _ in range(2))
    first.shuffle, second.shuffle = 0.2, 0.8
    db.session.commit()

    assert walk(campaign, Order.DISCOVER, seed=0.5) == [second.id, first.id]
    assert walk(campaign, Order.DISCOVER, seed=0.1) == [first.id, second.id]


def test_numbers_of_ideas_count_up_in_each_campaign(campaign, ana):
    elsewhere = make.idea(ana)

    numbers = [make.idea(ana, campaign_=campaign).number for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert elsewhere.number == 1
    assert db.session.get(Idea, elsewhere.id).campaign_id != campaign.id
