import pytest
from sqlalchemy import select

from idealab.comments.models import Comment
from idealab.drafts.contributing import contribute, contribution_of
from idealab.drafts.drafting import Keeper
from idealab.drafts.models import Draft
from idealab.drafts.publishing import publish_draft
from idealab.drafts.queries import drawing_of, open_drafts
from idealab.drafts.relating import Relation, ideas_like, relations_in, stands
from idealab.ideas.answers import Answer
from idealab.ideas.models import Contributor, Distinction, Follow, Idea, IdeaStatus, Link
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.voting.models import Vote
from tests import make
from tests.drafts.make import DRAWING, draft, question_of

TEXT = (
    "A sliding door on a rail along the body never hits a cyclist who rides past the parked car. "
    * 2
)


@pytest.fixture
def campaign():
    return make.campaign()


def answer_of(campaign, text=TEXT):
    number = int(question_of(campaign).removeprefix("field-"))
    return Answer(title="Doors on a rail", texts={number: text})


def publish(kept, campaign, by):
    made = publish_draft(
        kept, campaign, answer_of(campaign), by=by, now=now(), accepted=True, once="form-1"
    )
    db.session.commit()
    return made


def test_nobody_sees_the_ideas_of_others_before_their_own_stands(campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign, title="Doors that slide on a rail", text=TEXT)
    short = draft(campaign, Keeper(ana), **{question_of(campaign): TEXT[:60]})
    long = draft(campaign, Keeper(ana), once="form-2", **{question_of(campaign): TEXT})

    assert (stands(short), stands(long)) == (False, True)
    assert ideas_like(short, campaign, viewer=ana) == []
    assert [idea.id for idea, _said in ideas_like(long, campaign, viewer=ana)] == [there.id]


def test_a_sketch_stands_without_words(campaign, ana):
    assert stands(draft(campaign, Keeper(ana), pictures={"strokes0": DRAWING}))


def test_only_answers_that_were_offered_count():
    said = {"answer-7": "same", "answer-8": "best", "answer-x": "same", "title": "same"}

    assert relations_in(said) == {7: Relation.SAME}


def test_what_its_author_says_of_others_is_kept_with_the_idea(campaign, ana, bruno):
    base, apart, hidden = (make.idea(bruno, campaign_=campaign) for _idea in range(3))
    elsewhere = make.idea(bruno)
    hidden.status = IdeaStatus.HIDDEN
    said = {f"answer-{idea.id}": "builds_on" for idea in (base, hidden, elsewhere)}
    kept = draft(campaign, Keeper(ana), **said, **{f"answer-{apart.id}": "different"})

    idea = publish(kept, campaign, ana)

    links = db.session.scalars(select(Link)).all()
    assert [(link.from_id, link.to_id, link.kind) for link in links] == [
        (idea.id, base.id, "builds_on")
    ]
    told = db.session.scalars(select(Distinction)).one()
    assert (told.idea_id, told.other_id, told.by_id) == (idea.id, apart.id, ana.id)


def test_the_same_thought_becomes_support_and_a_comment(campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign)
    kept = draft(campaign, Keeper(ana))

    for _press in range(2):
        contribute(kept, there, answer_of(campaign), by=ana, now=now(), once="form-1")
        db.session.commit()

    said = db.session.scalars(select(Comment)).one()
    assert said.body == contribution_of(campaign, answer_of(campaign))
    assert "**Doors on a rail**" in said.body
    assert db.session.scalars(select(Vote.voter_id)).all() == [ana.id]
    assert db.session.scalars(select(Follow.idea_id).filter_by(user_id=ana.id)).all() == [there.id]
    assert (db.session.query(Idea).count(), kept.published_idea_id) == (1, there.id)


def test_what_was_drawn_stays_in_the_draft_when_its_words_join_an_idea(campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign)
    kept = draft(
        campaign, Keeper(ana), pictures={"strokes0": DRAWING}, remix="7", strokes0_alt="A door"
    )

    for _press in range(2):
        contribute(kept, there, answer_of(campaign), by=ana, now=now(), once="form-1")
        db.session.commit()

    assert db.session.query(Comment).count() == 1
    (card,) = open_drafts(Keeper(ana))
    assert (card.kept.place, card.title) == ("strokes0", "")
    assert drawing_of(kept, "strokes0") == DRAWING
    assert kept.content == {"language": "en", "remix": "7", "strokes0_alt": "A door"}


def test_words_go_to_an_idea_one_has_together_with_others_without_a_vote(campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign)
    db.session.add(Contributor(idea_id=there.id, user_id=ana.id))
    kept = draft(campaign, Keeper(ana))

    contribute(kept, there, answer_of(campaign), by=ana, now=now(), once="x")

    assert (db.session.query(Comment).count(), db.session.query(Vote).count()) == (1, 0)


def test_where_voting_is_closed_the_words_go_there_all_the_same(ana, bruno):
    campaign = make.campaign(allows=["submit", "comment"])
    there = make.idea(bruno, campaign_=campaign)

    contribute(
        draft(campaign, Keeper(ana)), there, answer_of(campaign), by=ana, now=now(), once="x"
    )

    assert db.session.query(Comment).count() == 1
    assert db.session.query(Vote).count() == 0


def form_of(campaign, **more):
    return {
        "title": "Doors on a rail",
        question_of(campaign): TEXT,
        "accepted": "y",
        "once": "form-1",
        "page_key": "page-1",
    } | more


def test_without_scripts_one_compares_when_one_asks(client_for, campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign, title="Doors that slide on a rail", text=TEXT)
    client, address = client_for(ana), f"/campaigns/{campaign.slug}/ideas/new"

    asked = client.post(address, data=form_of(campaign, compare="y"))
    page = client.get(asked.location).text
    kept = db.session.scalars(select(Draft)).one()
    joined = client.post(
        address, data=form_of(campaign, draft=kept.id, edition=kept.edition, join=there.id)
    )

    assert f'name="answer-{there.id}"' in page
    assert joined.location == f"/ideas/{there.id}#talk"
    assert (db.session.query(Comment).count(), db.session.query(Vote).count()) == (1, 1)


def test_a_form_that_is_sent_again_after_its_words_went_elsewhere_says_so_and_leads_there(
    client_for, campaign, ana, bruno
):
    there, client = make.idea(bruno, campaign_=campaign), client_for(ana)
    address, kept = f"/campaigns/{campaign.slug}/ideas/new", draft(campaign, Keeper(ana))
    sent = form_of(campaign, draft=kept.id, edition=kept.edition)
    client.post(address, data=sent | {"join": there.id})
    client.get(f"/ideas/{there.id}")

    again = client.post(address, data=sent)

    assert again.location == f"/ideas/{there.id}"
    page = client.get(again.location).text
    assert "nothing new was published" in page
    assert "Your idea is published" not in page
    assert db.session.query(Idea).count() == 1


def test_words_that_are_too_many_for_a_comment_stay_on_the_form(client_for, campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign)
    text = "long " * 1_000
    sent = form_of(campaign, join=there.id) | {question_of(campaign): text}

    answer = client_for(ana).post(f"/campaigns/{campaign.slug}/ideas/new", data=sent)

    assert answer.status_code == 422
    assert "longer than a comment" in answer.text
    assert text.strip() in answer.text


def test_others_ask_nothing_about_a_draft(client_for, visitor, campaign, ana, bruno):
    kept = draft(campaign, Keeper(ana), **{question_of(campaign): TEXT})

    assert client_for(ana).get(f"/drafts/{kept.id}/similar").json["count"] == 0
    assert client_for(bruno).get(f"/drafts/{kept.id}/similar").status_code == 404
    assert visitor.get(f"/drafts/{kept.id}/similar").status_code == 404


def test_a_form_that_names_no_language_writes_in_that_of_the_campaign(campaign, ana, bruno):
    there = make.idea(bruno, campaign_=campaign, title="Doors that slide on a rail", text=TEXT)
    kept = draft(campaign, Keeper(ana), language="", **{question_of(campaign): TEXT})

    assert kept.language == campaign.language
    assert [idea.id for idea, _said in ideas_like(kept, campaign, viewer=ana)] == [there.id]
