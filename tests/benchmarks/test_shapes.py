"""A made-up campaign is shaped like a real one."""

from random import Random

import pytest

from benchmarks.comparing import MEASURED, REAL, gini, numbers_of, ranks
from benchmarks.inventing import inventions
from benchmarks.shapes import Scale, campaign, shares


@pytest.fixture(scope="module")
def drawn():
    return campaign(REAL, Random(1))


@pytest.mark.parametrize("name", [name for name in MEASURED if "ideas" not in name])
def test_votes_and_comments_spread_as_in_a_real_campaign(drawn, name):
    near = max(0.05, abs(MEASURED[name]) * 0.2)

    assert numbers_of(drawn)[name] == pytest.approx(MEASURED[name], abs=near)


def test_the_totals_are_those_asked_for():
    drawn = campaign(Scale.of(2_000), Random(2))

    assert len(drawn.authors) == len(drawn.voters) == 2_000
    assert sum(map(len, drawn.voters)) == pytest.approx(20_000, rel=0.05)
    assert len(drawn.remarks) == pytest.approx(6_000, rel=0.1)


def test_nobody_votes_twice_or_for_the_own_idea(drawn):
    for author, voters in zip(drawn.authors, drawn.voters, strict=True):
        assert len(set(voters)) == len(voters)
        assert author not in voters


def test_a_reply_comes_after_what_it_answers_in_the_same_idea(drawn):
    for place, remark in enumerate(drawn.remarks):
        if remark.parent is not None:
            assert remark.parent < place
            assert drawn.remarks[remark.parent].idea == remark.idea


def test_the_same_seed_draws_the_same_campaign():
    assert campaign(Scale.of(300), Random(3)) == campaign(Scale.of(300), Random(3))


def test_shares_add_up():
    assert sum(shares(1_000, Random(4), alpha=2.25, most=150)) == 1_000


def test_ranks_of_equal_values_are_equal():
    assert ranks([5, 1, 5]) == [1.5, 0, 1.5]


def test_gini_is_nought_where_all_are_equal():
    assert gini([3, 3, 3]) == pytest.approx(0)


def test_duplicates_are_known():
    texts = list(inventions(2_000, Random(5)))
    repeated = [text for text in texts if text.repeats is not None]
    equal = [text for text in repeated if text.kind == "equal title"]

    assert 0.08 < len(repeated) / len(texts) < 0.14
    assert all(text.title == texts[text.repeats].title for text in equal)
