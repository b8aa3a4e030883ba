"""Orders that are made ahead: each idea once, whatever comes or goes meanwhile."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from idealab.campaigns.models import Phase
from idealab.campaigns.phases import timetable
from idealab.ideas.models import IdeaStatus
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.wall import jobs, lining_up
from idealab.wall.hanging import PAGE, Order
from idealab.wall.models import Line, Looks, Window
from idealab.wall.orders import LENGTH, lineup, packed, whole_order
from idealab.wall.paging import Wanted, wall
from idealab.wall.windows import LONG, SHORT, Turn, turn_of, window_now
from tests import make, people
from tests.make import BLIND
from tests.support.rows import forget_kept_pieces


@pytest.fixture
def campaign():
    return make.campaign()


def made_ahead(campaign, line=Line.DISCOVER, *, at=None):
    """Have the worker line up the ideas for the window of this moment."""
    starts_at, _ends_at = window_now(timetable(campaign, now=at or now()), line)
    jobs.make_orders(campaign.id, line.value, int(starts_at.timestamp()))
    return Turn(line, starts_at, 7 if line is Line.DISCOVER else 0)


def walk(campaign, turn, order=Order.DISCOVER, between=lambda: None, **asked):
    seen, after = [], ""
    while after is not None:
        page = wall(campaign, Wanted(order=order, after=after, **asked), seed=0.5, turn=turn)
        seen += [row.id for row in page.ideas]
        after = page.after
        between()
    return seen


def test_a_visitor_reads_one_order_of_the_window(app, campaign, ana):
    made = {make.idea(ana, campaign_=campaign).id for _ in range(60)}
    turn = made_ahead(campaign)

    first, again, other = (walk(campaign, t) for t in (turn, turn, turn._replace(variant=8)))

    assert set(first) == made
    assert len(first) == 60
    assert first == again != other


def test_an_idea_that_came_since_hangs_at_the_end(campaign, ana):
    for _ in range(PAGE + 5):
        make.idea(ana, campaign_=campaign)
    turn = made_ahead(campaign)

    new = [make.idea(ana, campaign_=campaign).id for _ in range(PAGE + 3)]

    assert walk(campaign, turn)[-len(new) :] == new


def test_what_is_hidden_does_not_hang_and_comes_back_to_its_place(campaign, ana):
    ideas = [make.idea(ana, campaign_=campaign) for _ in range(30)]
    turn = made_ahead(campaign)
    before = walk(campaign, turn)

    hide(ideas[3])
    without = walk(campaign, turn)
    hide(ideas[3], status=IdeaStatus.PUBLISHED)

    assert without == [idea_id for idea_id in before if idea_id != ideas[3].id]
    assert walk(campaign, turn) == before


def hide(idea, status=IdeaStatus.HIDDEN):
    idea.status = status
    db.session.commit()


@pytest.mark.parametrize("lined_up", [True, False], ids=["lined up", "shuffled"])
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(some.data())
def test_every_idea_is_met_exactly_once_while_others_come_and_go(app, lined_up, given_):
    author = people.participant("Ana")
    campaign = make.campaign()
    count = given_.draw(some.integers(1, 2 * PAGE + 5))
    ideas = add_ideas(campaign, author, count)
    hidden = {idea.id for idea in ideas[::7]}
    for idea in ideas[::7]:
        hide(idea)
    turn = made_ahead(campaign) if lined_up else None
    came, went, back = [], set(), set()

    def meanwhile():
        for what in given_.draw(some.lists(some.sampled_from("chb"), max_size=4)):
            if what == "c":
                came.extend(idea.id for idea in add_ideas(campaign, author, 3))
            elif what == "h":
                went.add(toggle(given_.draw(some.sampled_from(ideas)), IdeaStatus.HIDDEN))
            elif hidden:
                back.add(toggle(find(ideas, hidden), IdeaStatus.PUBLISHED))

    seen = walk(campaign, turn, between=meanwhile)

    stayed = {idea.id for idea in ideas} - hidden - went - back
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)
    if lined_up:
        last = max([idea.number for idea in ideas])
        assert not any(number_of(one) <= last for one in set(seen) & set(came))


def add_ideas(campaign, author, count):
    return [make.idea(author, campaign_=campaign) for _ in range(count)]


def toggle(idea, status):
    hide(idea, status)
    return idea.id


def find(ideas, ids):
    return next(idea for idea in ideas if idea.id in ids)


def number_of(idea_id):
    return db.session.get_one(lining_up.Idea, idea_id).number


def test_an_order_of_many_stretches_is_read_to_its_end(campaign, ana):
    made = [make.idea(ana, campaign_=campaign).id for _ in range(3)]
    gone = list(range(1_000_000, 1_000_000 + LENGTH * 20))
    order = [*gone[:10], made[2], *gone[10:-5], made[0], *gone[-5:], made[1]]
    turn = keep(campaign, order)

    assert walk(campaign, turn) == [made[2], made[0], made[1]]
    assert walk(campaign, turn, language="en") == [made[2], made[0], made[1]]


def keep(campaign, order):
    starts_at, _ends_at = window_now(timetable(campaign, now=now()))
    crowd = lining_up.crowd_of(campaign.id)
    crowd = crowd._replace(others=order[len(crowd.standings) :])
    lining_up.keep_orders(
        campaign.id, Line.DISCOVER, starts_at, crowd, [[*packed(order)]], now=now()
    )
    db.session.commit()
    return Turn(Line.DISCOVER, starts_at, 0)


def test_a_reader_goes_on_in_the_window_before_and_begins_anew_after_that(campaign, ana):
    for _ in range(PAGE * 2):
        make.idea(ana, campaign_=campaign)
    turn = made_ahead(campaign, at=now() - LONG)
    first = wall(campaign, Wanted(Order.DISCOVER), seed=0, turn=turn)
    rest = wall(campaign, Wanted(Order.DISCOVER, after=first.after), seed=0, turn=turn)

    newer = made_ahead(campaign)
    went_on = wall(campaign, Wanted(Order.DISCOVER, after=first.after), seed=0, turn=newer)
    made_ahead(campaign, at=now() + LONG)
    forget_kept_pieces()
    anew = wall(campaign, Wanted(Order.DISCOVER, after=first.after), seed=0, turn=newer)

    assert went_on == rest
    assert [row.id for row in anew.ideas] == walk(campaign, newer)[:PAGE]
    assert db.session.query(Window).count() == 2


def test_making_the_orders_twice_changes_nothing(campaign, ana):
    make.idea(ana, campaign_=campaign)

    assert made_ahead(campaign) == made_ahead(campaign)
    assert db.session.query(Window).count() == 1


def test_windows_are_short_in_the_last_two_days():
    start = make.at("2026-11-01 00:00")
    campaign = make.campaign(starts_at=start, ends_at=make.at("2026-11-30 00:00"))

    def length(moment):
        starts_at, ends_at = window_now(timetable(campaign, now=make.at(moment)))
        return ends_at - starts_at

    assert length("2026-11-20 15:20") == LONG
    assert length("2026-11-28 15:20") == SHORT


def test_an_order_is_still_read_when_the_windows_become_long_again(campaign, ana):
    for _ in range(3):
        make.idea(ana, campaign_=campaign)
    end = make.at("2026-11-28 21:30")
    change_end(campaign, end)
    starts_at, ends_at = end + timedelta(minutes=1), end + timedelta(days=3)
    make.phase(campaign, allows=["comment"], starts_at=end, ends_at=ends_at, position=1)
    for hours in (3, 2, 1, 0):  # the windows of the afternoon, as the sweep has had them made
        made_ahead(campaign, at=end - timedelta(hours=hours, minutes=1))

    times = timetable(campaign, now=starts_at)
    turn = turn_of("visitor", times)

    assert turn.starts_at < window_now(timetable(campaign, now=end - timedelta(minutes=1)))[0]
    assert lining_up.missing_windows(starts_at) == []
    found = lineup(campaign.id, Line.DISCOVER, until=turn.starts_at)
    assert found.starts_at == make.at("2026-11-28 21:00")
    assert walk(campaign, turn) == list(whole_order(found, turn.variant))
    assert lining_up.missing_windows(make.at("2026-11-29 00:00")) == [
        (campaign.id, Line.DISCOVER, make.at("2026-11-29 00:00"))
    ]


def change_end(campaign, end):
    phase = db.session.query(Phase).filter_by(campaign_id=campaign.id).one()
    phase.starts_at, phase.ends_at = end - timedelta(days=9), end
    db.session.commit()


def test_a_window_that_begins_before_others_is_not_given_up_when_it_is_made(campaign, ana):
    make.idea(ana, campaign_=campaign)
    made_ahead(campaign)
    made_ahead(campaign, at=now() + LONG)

    turn = made_ahead(campaign, at=now() - LONG)

    assert lining_up.has_orders(campaign.id, Line.DISCOVER, turn.starts_at)


def test_visitors_read_different_orders_and_each_keeps_to_one(app, campaign):
    times = timetable(campaign, now=now())

    variants = [turn_of(f"visitor {n}", times).variant for n in range(300)]

    assert len(set(variants)) > 50
    assert turn_of("visitor 5", times).variant == variants[5]


def test_the_sweep_has_made_what_is_missing_and_only_for_what_runs(campaign, ana, run_jobs):
    make.idea(ana, campaign_=campaign)
    blind, over = make.campaign(allows=BLIND), make.campaign()
    make.idea(ana, campaign_=blind)
    make.idea(ana, campaign_=over)
    phase = db.session.query(Phase).filter_by(campaign_id=over.id).one()
    phase.ends_at = now()
    db.session.commit()

    jobs.sweep_orders()
    run_jobs()

    made = {(window.campaign_id, window.line) for window in db.session.query(Window)}
    assert made == {
        (campaign.id, Line.DISCOVER),
        (campaign.id, Line.TRENDING),
        (blind.id, Line.DISCOVER),
    }
    assert lining_up.missing_windows(now()) == []


def test_an_idea_few_have_seen_comes_before_its_kind(campaign, ana):
    seen = [make.idea(ana, campaign_=campaign) for _ in range(40)]
    db.session.add_all([Looks(idea_id=idea.id, looks=200.0) for idea in seen])
    fresh = make.idea(ana, campaign_=campaign)

    crowd = lining_up.crowd_of(campaign.id)
    orders = [*lining_up.orders_of(crowd, Line.DISCOVER, random=Random(1))]

    assert len(orders) == 64
    assert all(order.index(fresh.id) <= 2 for order in orders)


def test_the_trend_puts_fresh_support_before_old(campaign, ana):
    old = make.idea(ana, campaign_=campaign, at=now() - timedelta(hours=47))
    new = make.idea(ana, campaign_=campaign)
    old.votes_count, new.votes_count = 12, 10
    db.session.commit()

    assert walk(campaign, made_ahead(campaign, Line.TRENDING), Order.TRENDING) == [new.id, old.id]


def test_a_rare_word_is_not_looked_for_through_the_whole_order(campaign, ana, queries):
    street = make.topic(campaign)
    found = [make.idea(ana, campaign_=campaign, title=f"Periscope {n}").id for n in range(2)]
    other = make.idea(ana, campaign_=campaign, topic_id=street.id).id
    gone = list(range(1_000_000, 1_000_000 + LENGTH * 20))
    turn = keep(campaign, [other, *gone, *found])
    db.session.refresh(campaign)

    with queries:
        seen = walk(campaign, turn, query="periscopes")

    assert seen == found
    assert len(queries) <= 5
    assert walk(campaign, turn, query="periscopes", topic_id=street.id) == []
    assert walk(campaign, turn, query="doors", topic_id=street.id) == [other]


@pytest.mark.parametrize("few", [500, 2], ids=["few", "many"])
def test_words_that_many_or_few_have_are_found_in_the_order(campaign, ana, few, monkeypatch):
    monkeypatch.setattr("idealab.wall.filters.FEW", few)
    monkeypatch.setattr("idealab.lib.search.FEW", few)
    hung = [make.idea(ana, campaign_=campaign, title=f"Roof {n}").id for n in range(PAGE + 3)]
    make.idea(ana, campaign_=campaign)
    turn = made_ahead(campaign)

    seen = walk(campaign, turn, query="roofs")

    assert seen == [idea_id for idea_id in walk(campaign, turn) if idea_id in hung]


@pytest.mark.parametrize("few", [500, 2], ids=["few", "many"])
def test_the_order_holds_among_what_passes_a_filter(campaign, ana, few, monkeypatch):
    monkeypatch.setattr("idealab.wall.filters.FEW", few)
    street = make.topic(campaign)
    hung = [make.idea(ana, campaign_=campaign, topic_id=street.id).id for _ in range(PAGE + 3)]
    for _ in range(20):
        make.idea(ana, campaign_=campaign)
    turn = made_ahead(campaign)

    seen = walk(campaign, turn, topic_id=street.id)

    assert seen == [idea_id for idea_id in walk(campaign, turn) if idea_id in hung]
