"""Ideas that are like the one that is being written."""

import pytest

from idealab.campaigns.models import Visibility
from idealab.ideas.jobs import learn
from idealab.ideas.models import Distinction, IdeaStatus
from idealab.ideas.similar import similar_ideas
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make

WALL = {
    "roof": ("A roof that drinks the sun", "Solar cells on the roof charge the battery at rest."),
    "child": ("Kindersitz mit einem Griff", "Der Sitz für Kinder dreht sich zur Tür und rastet."),
    "bike": ("Fahrradträger im Heck", "Zwei Fahrräder passen hinten hinein, ohne Werkzeug."),
    "mirror": ("Mirrors without glass", "Small cameras show what is behind you on a quiet screen."),
    "dog": ("Ein Platz für den Hund", "Eine Wanne aus Gummi, die man mit Wasser ausspülen kann."),
    "table": ("A table between the seats", "It folds out for lunch and hides below the armrest."),
}  # fmt: skip


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def wall(campaign, ana):
    """Six ideas by their names, half of them in German."""
    return {
        name: make.idea(ana, campaign_=campaign, title=title, text=text)
        for name, (title, text) in WALL.items()
    }


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("Solar cells on the roof of the car could charge its battery while it is parked.", "roof"),
        ("I would charge batteries with a solar roofs when parking", "roof"),
        ("Kindersitze, die sich drehen: die Türen sind zu eng für das Kind im Sitz.", "child"),
        ("Man sollte hinten ein Fahrrad hineinstellen können, ohne Werkzeuge.", "bike"),
        ("Cameras instead of a mirror, and a calm screen which shows what is behind", "mirror"),
        ("Wannen für Hunde, die man ausspült", "dog"),
        ("folding tables at every seat for eating lunch", "table"),
    ],
)
def test_an_idea_in_other_forms_of_the_words_is_found_first(campaign, wall, text, like):
    found = similar_ideas(campaign, text, viewer=None)

    assert found[0].id == wall[like].id
    assert 0 < found[0].score <= 1


def test_the_same_text_scores_highest(campaign, wall):
    same = f"{WALL['roof'][0]} {WALL['roof'][1]}"

    assert similar_ideas(campaign, same, viewer=None)[0].score > 0.9


def test_at_most_five_are_told_the_most_similar_one_first(campaign, ana):
    for number in range(8):
        make.idea(ana, campaign_=campaign, title=f"Doors that slide {number}")

    found = similar_ideas(campaign, "Sliding doors never hit a cyclist", viewer=None)

    assert len(found) == 5
    assert [idea.score for idea in found] == sorted((idea.score for idea in found), reverse=True)


@pytest.mark.parametrize(
    "text", ["", "the and of", "?!…", "Quarks, Gluonen und Leptonen", "\u0301" * 90]
)
def test_nothing_is_like_a_text_that_says_nothing_known(campaign, wall, text):
    assert similar_ideas(campaign, text, viewer=None) == []


@pytest.mark.parametrize("status", [IdeaStatus.HIDDEN, IdeaStatus.PENDING, IdeaStatus.DRAFT])
def test_what_does_not_hang_on_the_wall_is_not_told(campaign, ana, status):
    make.idea(ana, campaign_=campaign, status=status)

    assert similar_ideas(campaign, "Doors that slide never hit a cyclist", viewer=ana) == []


def test_ideas_of_another_campaign_are_not_told(campaign, ana):
    make.idea(ana)

    assert similar_ideas(campaign, "Doors that slide never hit a cyclist", viewer=ana) == []


def test_nobody_looks_into_a_campaign_that_they_may_not_see(ana):
    campaign = make.campaign()
    make.idea(ana, campaign_=campaign)
    campaign.visibility = Visibility.INVITATION

    assert similar_ideas(campaign, "Doors that slide never hit a cyclist", viewer=None) == []


def test_votes_are_told_only_when_counts_are_open(campaign, wall):
    text = WALL["roof"][1]

    assert similar_ideas(campaign, text, viewer=None)[0].card.votes_count is None
    assert similar_ideas(campaign, text, viewer=None, counted=True)[0].card.votes_count == 0


def test_an_idea_is_not_like_itself(campaign, wall):
    found = similar_ideas(campaign, WALL["roof"][1], viewer=None, but=wall["roof"].id)

    assert wall["roof"].id not in {idea.id for idea in found}


def test_an_author_who_calls_two_ideas_different_is_believed_on_both(campaign, wall, ana, bruno):
    text = WALL["roof"][1]
    mine, other = wall["roof"], make.idea(bruno, campaign_=campaign, title="Sun roofs", text=text)
    assert [idea.id for idea in similar_ideas(campaign, text, viewer=None, but=mine.id)] == [
        other.id
    ]

    told = Distinction(idea_id=mine.id, other_id=other.id, created_at=now(), by_id=ana.id)
    db.session.add(told)
    db.session.commit()

    for idea in (mine, other):
        assert similar_ideas(campaign, text, viewer=None, but=idea.id) == []
    assert len(similar_ideas(campaign, text, viewer=None)) == 2  # to a third one they are alike


def test_telling_ideas_apart_takes_no_query_more(campaign, wall, queries):
    with queries:
        similar_ideas(campaign, WALL["roof"][1], viewer=None)
    without = len(queries)

    with queries:
        similar_ideas(campaign, WALL["roof"][1], viewer=None, but=wall["dog"].id)

    assert len(queries) == without


def test_learning_leaves_the_same_idea_first_and_may_be_done_again(campaign, wall):
    learn()
    learn()

    assert similar_ideas(campaign, WALL["dog"][1], viewer=None)[0].id == wall["dog"].id


def test_an_idea_that_was_written_without_terms_is_indexed_by_learning(campaign, wall):
    wall["dog"].search_terms = None
    db.session.commit()
    assert similar_ideas(campaign, WALL["dog"][0], viewer=None) == []

    learn()

    assert similar_ideas(campaign, WALL["dog"][0], viewer=None)[0].id == wall["dog"].id


def test_a_fixed_number_of_queries_finds_them(campaign, wall, ana, queries):
    with queries:
        similar_ideas(campaign, WALL["roof"][1], viewer=None)
    few = len(queries)
    for number in range(12):
        make.idea(ana, campaign_=campaign, title=f"Solar roof {number}", text=WALL["roof"][1])

    with queries:
        similar_ideas(campaign, WALL["roof"][1], viewer=None)

    assert len(queries) == few <= 4


@pytest.mark.parametrize("text", ["x" * 200_000, "Türe " * 40_000, "🚲" * 100_000, "公园" * 50_000])
def test_a_text_of_any_length_is_taken(campaign, wall, text):
    similar_ideas(campaign, text, viewer=None)
