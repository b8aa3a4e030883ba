"""What means the same as a draft in other words, with a model of a few words."""

import pytest
from sqlalchemy import select

from idealab.drafts import jobs
from idealab.drafts.contributing import contribute
from idealab.drafts.drafting import Keeper
from idealab.drafts.models import Draft, DraftNeighbours
from idealab.drafts.neighbours import neighbours_of
from idealab.drafts.publishing import publish_draft
from idealab.drafts.relating import ideas_like, is_looking, look_for_neighbours
from idealab.ideas.answers import Answer
from idealab.ideas.models import IdeaStatus
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make
from tests.drafts.make import DRAWING, draft, question_of

TEXT = (
    "Whoever travels through town with a pram waits long until there is a place on a bus, and "
    "then stands in the way of everybody else who wants to get out."
)


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def there(campaign, bruno, few_words, run_jobs):
    text = "Kinderwagen finden im Omnibus Platz."
    idea = make.idea(bruno, campaign_=campaign, title="Mehr Platz für Familien", text=text)
    run_jobs()
    return idea


@pytest.fixture
def kept(campaign, ana):
    return written(campaign, ana, TEXT)


def written(campaign, by, text, *, of=None):
    more = {question_of(campaign): text}
    made = draft(campaign, Keeper(by), title="A place for prams", of=of, **more)
    look_for_neighbours(made)
    db.session.commit()
    return made


def like(kept, campaign, viewer):
    return [idea.id for idea, _said in ideas_like(kept, campaign, viewer=viewer)]


def test_an_idea_in_other_words_is_there_once_a_worker_has_looked(
    there, kept, campaign, ana, run_jobs
):
    assert (like(kept, campaign, ana), is_looking(kept)) == ([], True)

    run_jobs()

    assert (like(kept, campaign, ana), is_looking(kept)) == ([there.id], False)


def test_a_page_is_told_that_more_will_come(there, client_for, campaign, ana, run_jobs):
    client = client_for(ana)
    form = {"title": "A place for prams", question_of(campaign): TEXT, "once": "form-1"}
    form |= {"page_key": "page-1", "language": "en"}
    number = client.post(f"/campaigns/{campaign.slug}/drafts", data=form).json["draft"]

    first = client.get(f"/drafts/{number}/similar").json
    run_jobs()
    then = client.get(f"/drafts/{number}/similar").json

    assert (first["count"], first["more_comes"]) == (0, True)
    assert (then["count"], then["more_comes"]) == (1, False)
    assert "Mehr Platz" in then["html"]


def test_nobody_looks_for_a_draft_that_does_not_stand(there, campaign, ana, few_words, run_jobs):
    asked = few_words.asked
    short = written(campaign, ana, "A pram on the bus")

    run_jobs()

    assert (is_looking(short), few_words.asked) == (False, asked)


def test_a_word_more_is_not_looked_for_again_but_another_text_is(
    there, kept, campaign, ana, few_words, run_jobs
):
    run_jobs()
    asked = few_words.asked
    written(campaign, ana, f"{TEXT} Always.", of=kept)
    run_jobs()
    assert few_words.asked == asked
    assert like(kept, campaign, ana) == [there.id]

    written(campaign, ana, "The sun warms the roof where a dog sleeps. " * 4, of=kept)

    assert (neighbours_of(kept), like(kept, campaign, ana)) == (None, [])
    run_jobs()
    assert few_words.asked == asked + 1
    assert like(kept, campaign, ana) == []


def test_looking_twice_does_no_harm(there, kept, few_words):
    jobs.find_neighbours(kept.id)
    asked = few_words.asked

    jobs.find_neighbours(kept.id)
    jobs.find_neighbours(999)

    assert few_words.asked == asked
    assert db.session.query(DraftNeighbours).count() == 1


@pytest.mark.parametrize("status", [IdeaStatus.HIDDEN, IdeaStatus.PENDING])
def test_an_idea_that_was_hidden_meanwhile_is_not_offered(
    there, kept, campaign, ana, run_jobs, status
):
    run_jobs()
    there.status = status
    db.session.commit()

    assert like(kept, campaign, ana) == []


def test_an_idea_of_another_campaign_is_not_offered(few_words, ana, bruno, campaign, run_jobs):
    make.idea(bruno, title="Kinderwagen", text="Platz im Omnibus.")
    kept = written(campaign, ana, TEXT)

    run_jobs()

    assert (like(kept, campaign, ana), neighbours_of(kept)) == ([], {})


def test_nothing_of_it_is_left_when_the_draft_is_published_or_has_joined_an_idea(
    there, kept, campaign, ana, run_jobs
):
    run_jobs()
    number = int(question_of(campaign).removeprefix("field-"))
    answer = Answer(title="A place for prams", texts={number: TEXT})
    publish_draft(kept, campaign, answer, by=ana, now=now(), accepted=True, once="form-1")
    db.session.commit()
    assert db.session.scalars(select(DraftNeighbours)).all() == []

    pictures, text = {"strokes0": DRAWING}, {question_of(campaign): TEXT}
    second = draft(campaign, Keeper(ana), once="form-2", pictures=pictures, **text)
    jobs.find_neighbours(second.id)
    contribute(second, there, answer, by=ana, now=now(), once="form-2")
    db.session.commit()

    assert db.session.scalars(select(DraftNeighbours)).all() == []


def test_what_was_found_goes_with_the_draft(there, kept, run_jobs):
    run_jobs()

    db.session.delete(db.session.get(Draft, kept.id))
    db.session.commit()

    assert db.session.query(DraftNeighbours).count() == 0


def test_without_the_setting_nobody_looks(campaign, ana, run_jobs):
    kept = written(campaign, ana, TEXT)

    run_jobs()
    jobs.find_neighbours(kept.id)

    assert is_looking(kept) is False
    assert db.session.query(DraftNeighbours).count() == 0
