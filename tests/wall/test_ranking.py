from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from idealab.wall import ranking
from idealab.wall.ranking import Standing
from tests import make

NOON = make.at("2026-11-27 12:00")
counts = some.integers(0, 10_000)
standings = some.lists(
    some.tuples(some.integers(0, 300), some.floats(0, 3_000)), min_size=1, max_size=60
).map(lambda rows: [Standing(id_, *row) for id_, row in enumerate(rows, 1)])


@given(standings, some.integers())
def test_an_order_of_discover_holds_each_idea_once(crowd, seed):
    order = ranking.explore_mix(crowd, Random(seed))

    assert sorted(order) == [one.id for one in crowd]


def test_every_third_place_goes_to_what_few_have_seen():
    crowd = [Standing(id_, votes=50, looks=100) for id_ in range(1, 31)]
    unseen = [Standing(id_, votes=0, looks=20) for id_ in range(31, 41)]

    order = ranking.explore_mix([*crowd, *unseen], Random(7))

    assert all(id_ > 30 for id_ in order[2::3][:8])


def test_what_does_well_among_those_who_saw_it_comes_early_however_few_they_were():
    loud, quiet = Standing(1, votes=90, looks=900), Standing(2, votes=30, looks=40)
    rest = [Standing(id_, votes=20, looks=200) for id_ in range(3, 60)]

    orders = [ranking.explore_mix([loud, quiet, *rest], Random(seed)) for seed in range(20)]

    assert all(order.index(2) < 3 for order in orders)


def test_looks_fall_with_the_position():
    looks = [ranking.look_at(position) for position in range(1, 100)]

    assert looks[0] == 1
    assert looks == sorted(looks, reverse=True)
    assert ranking.look_at(10) == pytest.approx(0.141, abs=0.001)


def test_the_interval_of_support_per_look_is_wilsons():
    low, middle, high = ranking.support_per_look(20, 100)

    assert (low, middle, high) == pytest.approx((0.1334, 0.2, 0.2888), abs=0.0001)


@given(counts, counts)
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(votes, looks):
    low, middle, high = ranking.support_per_look(votes, looks)

    assert 0 <= low <= middle + 1e-9 <= high + 2e-9 <= 1 + 3e-9


def test_a_hundred_of_a_thousand_weigh_more_than_one_of_ten():
    assert ranking.wilson_lower_bound(100, 1000) > ranking.wilson_lower_bound(1, 10)


def test_a_decision_ranks_by_looks_and_not_by_votes():
    early, late = Standing(1, votes=200, looks=4_000), Standing(2, votes=120, looks=600)

    first, second = ranking.rank([early, late], places=1)

    assert (first.id, second.id) == (2, 1)
    assert (first.votes, second.votes) == (120, 200)


def test_ideas_too_close_to_the_line_to_tell_all_go_on():
    clear = Standing(1, votes=500, looks=1_000)
    close = [Standing(id_, votes=100 - id_, looks=500) for id_ in (2, 3, 4)]
    far = Standing(5, votes=5, looks=1_000)

    ranked = {one.id: one for one in ranking.rank([clear, *close, far], places=2)}

    assert [id_ for id_, one in ranked.items() if one.goes_on] == [1, 2, 3, 4]
    assert not ranked[1].tied
    assert ranked[4].tied
    assert not ranked[4].within


def test_few_ratings_are_drawn_to_the_mean_of_the_campaign():
    weight = ranking.weight_of_mean([1, 2, 40])

    assert weight == 5
    assert ranking.bayesian_mean([5], mean=3, weight=weight) == pytest.approx(20 / 6)
    assert ranking.bayesian_mean([5] * 40, mean=3, weight=weight) > 4.7


@given(counts, counts, some.integers(0, 10**6), some.integers(0, 10**6))
def test_more_support_or_a_later_day_never_trends_lower(votes, more, seconds, later):
    earlier = NOON + timedelta(seconds=seconds)
    base = ranking.trending(votes, earlier)

    assert ranking.trending(votes + more, earlier) >= base
    assert ranking.trending(votes, earlier + timedelta(seconds=later)) >= base


def test_three_days_of_age_are_made_good_by_about_three_times_the_support():
    old = ranking.trending(30, NOON)

    assert ranking.trending(10, NOON + ranking.FADING) < old
    assert ranking.trending(12, NOON + ranking.FADING) > old
