"""Ideas that mean the same in other words, with a model of a few words."""

import pytest
from sqlalchemy import select

from idealab.ideas import jobs
from idealab.ideas.answers import Answer
from idealab.ideas.models import Distinction, FieldValue, Idea, IdeaStatus, IdeaVector, Neighbour
from idealab.ideas.nearness import near_to, waiting_count
from idealab.ideas.revising import revise_idea
from idealab.ideas.similar import similar_ideas
from idealab.ideas.writing import touch_idea
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def pram(campaign, ana, few_words):
    return make.idea(ana, campaign_=campaign, title="Room for a pram", text="On every bus.")


@pytest.fixture
def kinderwagen(campaign, bruno, few_words):
    text = "Platz im Omnibus für Familien."
    return make.idea(bruno, campaign_=campaign, title="Kinderwagen mitnehmen", text=text)


def like(idea):
    text = f"{idea.title} {idea.excerpt}"
    near = near_to(idea.id)
    found = similar_ideas(idea.campaign, text, viewer=None, but=idea.id, near=near)
    return [one.id for one in found]


def test_ideas_that_share_a_meaning_and_no_word_are_found_from_both(pram, kinderwagen, run_jobs):
    assert like(pram) == like(kinderwagen) == []

    run_jobs()

    assert like(pram) == [kinderwagen.id]
    assert like(kinderwagen) == [pram.id]


def test_the_page_of_an_idea_tells_them(visitor, pram, kinderwagen, run_jobs):
    run_jobs()

    page = visitor.get(f"/ideas/{pram.id}/similar").text

    assert "Kinderwagen mitnehmen" in page


@pytest.mark.parametrize("status", [IdeaStatus.HIDDEN, IdeaStatus.PENDING, IdeaStatus.WITHDRAWN])
def test_one_that_is_taken_from_the_wall_is_not_offered_any_more(
    pram, kinderwagen, run_jobs, status
):
    run_jobs()
    kinderwagen.status = status
    db.session.commit()

    assert like(pram) == []


def test_one_that_never_hung_on_the_wall_gets_no_vector(pram, kinderwagen, run_jobs):
    kinderwagen.status = IdeaStatus.HIDDEN
    db.session.commit()

    run_jobs()

    assert db.session.scalars(select(IdeaVector.idea_id)).all() == [pram.id]


def test_ideas_of_another_campaign_are_no_neighbours(pram, ana, few_words, run_jobs):
    make.idea(ana, title="Kinderwagen mitnehmen", text="Platz im Omnibus.")

    run_jobs()

    assert near_to(pram.id) == {}
    assert db.session.scalars(select(Neighbour)).all() == []


def test_those_whom_somebody_has_told_apart_are_not_offered(pram, kinderwagen, run_jobs, ana):
    run_jobs()
    told = {"idea_id": kinderwagen.id, "other_id": pram.id, "created_at": now(), "by_id": ana.id}
    db.session.add(Distinction(**told))
    db.session.commit()

    assert like(pram) == like(kinderwagen) == []


def test_making_a_vector_twice_changes_nothing_and_asks_no_model(pram, kinderwagen, few_words):
    jobs.make_vector(pram.id)
    jobs.make_vector(kinderwagen.id)
    asked, found = few_words.asked, near_to(pram.id)

    jobs.make_vector(pram.id)
    jobs.make_vectors()
    jobs.make_vector(999)

    assert (few_words.asked, near_to(pram.id)) == (asked, found)


def test_an_idea_that_says_something_else_now_has_other_neighbours(
    pram, kinderwagen, bruno, run_jobs
):
    run_jobs()
    (field,) = [row.field_id for row in _values_of(kinderwagen)]
    answer = Answer(title="Die Sonne auf dem Dach", texts={field: "Ein Hund schläft im Schatten."})

    revise_idea(kinderwagen, answer, by=bruno, now=now(), seen_revision=1)
    db.session.commit()
    run_jobs()

    assert like(pram) == []


def test_an_idea_that_only_moved_keeps_its_vector(pram, few_words, run_jobs):
    run_jobs()
    asked = few_words.asked
    touch_idea(pram)
    db.session.commit()
    assert waiting_count() == 1

    jobs.make_vectors()

    assert (waiting_count(), few_words.asked) == (0, asked)


def test_a_sweep_has_made_what_was_there_before_and_what_was_lost(
    app, pram, kinderwagen, few_words, run_jobs
):
    app.extensions["redis"].flushall()
    assert waiting_count() == 2

    jobs.sweep_vectors()
    jobs.sweep_vectors()
    run_jobs()

    assert waiting_count() == 0
    assert like(pram) == [kinderwagen.id]
    jobs.sweep_vectors()
    assert few_words.asked == 2


def test_another_model_makes_all_of_them_anew(pram, few_words, run_jobs, monkeypatch):
    run_jobs()
    db.session.query(IdeaVector).update({"model": "an older one"})
    db.session.commit()
    assert waiting_count() == 1

    jobs.make_vectors()

    assert (waiting_count(), few_words.asked) == (0, 2)


def test_without_the_setting_nothing_of_it_happens(ana, campaign, run_jobs):
    idea = make.idea(ana, campaign_=campaign)

    run_jobs()
    jobs.sweep_vectors()
    jobs.make_vector(idea.id)

    assert db.session.scalars(select(IdeaVector)).all() == []
    assert near_to(idea.id) == {}


def test_meaning_takes_at_most_one_query_more(pram, kinderwagen, run_jobs, queries):
    run_jobs()
    near = near_to(pram.id)
    text = "Room for a pram"
    with queries:
        similar_ideas(pram.campaign, text, viewer=None, but=pram.id)
    without = len(queries)

    with queries:
        found = similar_ideas(pram.campaign, text, viewer=None, but=pram.id, near=near)

    assert [idea.id for idea in found] == [kinderwagen.id]
    assert len(queries) <= max(without, 3) + 1


def test_ideas_alike_in_words_and_meaning_come_first(campaign, ana, few_words):
    both, words, meant = (
        make.idea(ana, campaign_=campaign, title=title, text="It is there.")
        for title in ("Room for a pram", "Room for a friend", "Kinderwagen")
    )
    near = {both.id: 0.95, words.id: 0.7, meant.id: 0.95}

    found = similar_ideas(campaign, "A pram needs room", viewer=None, near=near)

    assert [idea.id for idea in found] == [both.id, meant.id, words.id]
    assert all(0 <= idea.score <= 1 for idea in found)


def _values_of(idea: Idea):
    return db.session.execute(select(FieldValue.field_id).filter_by(idea_id=idea.id)).all()
