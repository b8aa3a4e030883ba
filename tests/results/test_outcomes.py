import pytest
from sqlalchemy import select

from idealab.campaigns.models import Stage
from idealab.campaigns.queries import home
from idealab.ideas.models import IdeaStatus
from idealab.ideas.writing import touch_idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.results.outcomes import outcomes_of, what_was_built
from idealab.results.showing import Sieve, field_of, sieve_of
from idealab.stages.moving import move_idea
from idealab.stages.queries import stages_of
from tests import make
from tests.campaigns import make as campaigns

WAY = ("In review", "Shortlisted", "Prototype", "Built")


@pytest.fixture
def campaign():
    return campaigns.public_campaign("City car")


def moved(idea, by, *names, reason="It saves 40 kg."):
    for name in names:
        stages = select(Stage).filter_by(campaign_id=idea.campaign_id, name=name)
        target = db.session.scalars(stages).one()
        move_idea(idea, target, by=by, now=now(), reason=reason)
    db.session.commit()
    return idea


def outcomes(campaign, *, counted=True):
    return outcomes_of(stages_of(campaign), counted=counted)


def titles(some):
    return [outcome.card.title.removesuffix(" idea") for outcome in some]


@pytest.fixture
def decided(campaign, ana, marta):
    """One idea at each place."""
    ways = {"Built": WAY, "Prototype": WAY[:3], "Shortlisted": WAY[:2], "Not now": ("Not now",)}
    for title, way in ways.items():
        moved(make.idea(ana, campaign_=campaign, title=f"{title} idea"), marta, *way)
    make.idea(ana, campaign_=campaign, title="Brand new")
    return campaign


def test_each_idea_stands_where_its_stage_says(decided):
    found = outcomes(decided)

    assert titles(found.chosen) == ["Built", "Prototype"]
    assert titles(found.waiting) == ["Shortlisted"]
    assert titles(found.stopped) == ["Not now"]
    assert found.counts == {"chosen": 2, "waiting": 1, "stopped": 1}


def test_an_outcome_tells_the_last_reason_and_the_last_official_answer(campaign, ana, marta):
    idea = moved(make.idea(ana, campaign_=campaign), marta, "In review", reason="First.")
    moved(idea, marta, "Not now", reason="Too heavy.")
    for text in ("We look.", "We *measured* it."):
        make.add_comment(idea, text, by=marta, now=now(), official=True)
    db.session.commit()

    (outcome,) = outcomes(campaign).stopped

    assert (outcome.reason, outcome.by_name) == ("Too heavy.", "Marta")
    assert outcome.answer == "We measured it."


def test_votes_are_told_only_while_the_counts_are_open(campaign, ana, marta):
    moved(make.idea(ana, campaign_=campaign), marta, *WAY)

    assert outcomes(campaign, counted=False).chosen[0].votes_count is None
    assert outcomes(campaign, counted=True).chosen[0].votes_count == 0


def test_what_is_hidden_has_no_outcome(decided):
    idea = outcomes(decided).chosen[0].card.id
    hidden = db.session.get_one(make.Idea, idea)
    hidden.status = IdeaStatus.HIDDEN
    touch_idea(hidden)
    db.session.commit()

    assert "Built" not in titles(outcomes(decided).chosen)
    assert "Built" not in titles(what_was_built(None).outcomes)


def test_however_many_ideas_there_are_it_takes_the_same_queries(campaign, ana, marta, queries):
    def one_more(number):
        way = WAY if number % 2 else ("Not now",)
        moved(make.idea(ana, campaign_=campaign, title=f"Idea {number}"), marta, *way)

    one_more(0)
    one_more(1)
    db.session.rollback()
    with queries as few:
        outcomes(campaign)
        what_was_built(None)
    for number in range(2, 9):
        one_more(number)
    db.session.rollback()

    with queries as many:
        outcomes(campaign)
        what_was_built(None)

    assert len(few) == len(many) <= 12


def test_what_was_built_tells_of_built_ones_first_and_of_stopped_ones_too(decided):
    strip = what_was_built(None)

    assert titles(strip.outcomes) == ["Built", "Prototype", "Not now"]
    assert strip.chosen_counts == {decided.id: 2}
    assert strip.outcomes[0].campaign_title == "City car"


def test_what_was_built_in_a_campaign_one_may_not_see_is_nowhere(decided, bruno):
    decided.visibility = "invitation"
    db.session.commit()

    for viewer in (None, bruno):
        assert what_was_built(viewer).outcomes == []
        assert home(viewer=viewer, now=now()).is_empty


def test_the_sieve_counts_how_far_ideas_went(decided):
    db.session.expire_all()

    sieve = sieve_of(stages_of(decided), ideas_count=decided.ideas_count)

    assert sieve == Sieve(chosen=2, waiting=1, looked_at=4, published=5, stopped=1)


@pytest.mark.parametrize(
    "sieve",
    [
        Sieve(0, 0, 0, 0, 0),
        Sieve(1, 0, 1, 1, 0),
        Sieve(3, 4, 10, 14, 3),
        Sieve(3, 7, 312, 2_204, 50),
        Sieve(5, 40, 9_000, 100_000, 900),
    ],
)
def test_the_field_has_a_dot_for_each_idea(sieve):
    field = field_of(sieve)

    dots = sum(box.width * box.height for box in field.boxes) // 100
    assert sieve.published <= dots * field.each < sieve.published + 4 * field.each
    assert all(box.x + box.width <= field.width for box in field.boxes)
    assert all(box.y + box.height <= field.height for box in field.boxes)
    places = [
        (box.x + x, box.y + y)
        for box in field.boxes
        for x in range(0, box.width, 10)
        for y in range(0, box.height, 10)
    ]
    assert len(places) == len(set(places)) == dots
