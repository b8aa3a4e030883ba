import io

import pytest
from PIL import Image
from sqlalchemy import select

from idealab.campaigns.models import Field, Phase
from idealab.ideas.models import Idea, Revision, Via
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.sketches.models import Sketch
from tests import make


@pytest.fixture
def campaign():
    return make.campaign()


def filled(campaign, **more):
    question = db.session.query(Field).filter_by(campaign_id=campaign.id, position=1).one()
    return {
        "title": "Doors that slide",
        f"field-{question.id}": "They never **hit** a cyclist.",
        "language": "en",
        "accepted": "y",
        "once": "form-1",
    } | more


def picture():
    file = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(file, "PNG")
    return file.getvalue()


def send(client, campaign, **more):
    return client.post(
        f"/campaigns/{campaign.slug}/ideas/new",
        data=filled(campaign, **more),
        content_type="multipart/form-data",
    )


def test_an_idea_is_published_with_its_licence_and_the_rules_that_were_accepted(
    client_for, ana, campaign
):
    answer = send(client_for(ana), campaign, tags="#Door, safety,door", place="Recife")

    idea = db.session.scalars(select(Idea)).one()
    assert answer.location == f"/ideas/{idea.id}"
    assert (idea.licence, idea.rules_version) == ("CC-BY-SA-4.0", 1)
    assert idea.accepted_at is not None
    page = client_for(ana).get(answer.location).text
    assert "<strong>hit</strong>" in page
    assert "Recife" in page
    assert "#safety" in page


def test_the_same_form_twice_is_one_idea(client_for, ana, campaign):
    first = send(client_for(ana), campaign)
    again = send(client_for(ana), campaign)

    assert first.location == again.location
    assert db.session.query(Idea).count() == 1


def test_a_chosen_file_and_every_word_survive_a_form_that_is_refused(client_for, ana, campaign):
    client = client_for(ana)
    wrong = send(client, campaign, title="", picture0=(io.BytesIO(picture()), "car.png"))
    kept = wrong.text.split('name="picture0_kept" value="')[1].split('"')[0]

    assert wrong.status_code == 422
    assert "They never **hit** a cyclist." in wrong.text
    send(client, campaign, picture0_kept=kept, alt0="A teal car")

    sketch = db.session.scalars(select(Sketch)).one()
    assert sketch.alt == "A teal car"


def test_a_text_file_named_png_gets_a_sentence_beside_its_field(client_for, ana, campaign):
    answer = send(client_for(ana), campaign, picture0=(io.BytesIO(b"hello"), "car.png"))

    assert answer.status_code == 422
    assert "picture0-wrong" in answer.text
    assert db.session.query(Idea).count() == 0


def test_rules_must_be_accepted(client_for, ana, campaign):
    answer = send(client_for(ana), campaign, accepted="")

    assert answer.status_code == 422
    assert "accept them" in answer.text


def test_a_closed_phase_gives_back_what_was_typed(client_for, ana):
    campaign = make.campaign(allows=["comment"])

    answer = send(client_for(ana), campaign, title="Doors that slide into the roof")

    assert answer.status_code == 409
    assert "Doors that slide into the roof" in answer.text


def test_a_topic_of_another_campaign_is_refused(client_for, ana, campaign):
    make.topic(campaign)
    foreign = make.topic(make.campaign(), "Elsewhere")

    answer = send(client_for(ana), campaign, topic=str(foreign.id))

    assert answer.status_code == 422
    assert "one of the topics" in answer.text


def test_a_revision_is_kept_and_a_stale_window_overwrites_nothing(client_for, ana, campaign):
    send(client_for(ana), campaign)
    idea = db.session.scalars(select(Idea)).one()
    address = f"/ideas/{idea.id}/edit"
    client = client_for(ana)

    first = client.post(address, data=filled(campaign, title="Doors that fold", revision=1))
    stale = client.post(address, data=filled(campaign, title="Doors that swing out", revision=1))

    db.session.refresh(idea)
    assert (first.status_code, stale.status_code) == (303, 409)
    assert idea.title == "Doors that fold"
    assert "Doors that swing out" in stale.text
    assert db.session.query(Revision).count() == 2


def test_others_do_not_revise_an_idea(client_for, ana, bruno, campaign):
    idea = make.idea(ana, campaign_=campaign)

    assert client_for(bruno).get(f"/ideas/{idea.id}/edit").status_code == 403


def test_staff_enter_an_idea_from_a_meeting(client_for, marta, campaign):
    answer = client_for(marta).post(
        f"/staff/campaigns/{campaign.slug}/ideas/new",
        data=filled(campaign, via="meeting", source="Workshop in Porto"),
    )

    idea = db.session.scalars(select(Idea)).one()
    assert answer.status_code == 303
    assert (idea.author_id, idea.via, idea.source) == (None, Via.MEETING, "Workshop in Porto")


def test_the_form_shows_while_the_phase_takes_ideas(client_for, ana, campaign):
    assert "Publish idea" in client_for(ana).get(f"/campaigns/{campaign.slug}/ideas/new").text


def test_a_form_sent_again_after_the_close_leads_to_its_idea(client_for, ana, campaign):
    first = send(client_for(ana), campaign)
    phase = db.session.query(Phase).filter_by(campaign_id=campaign.id).one()
    phase.ends_at = now()
    db.session.commit()

    again = send(client_for(ana), campaign)

    assert again.location == first.location


def test_who_has_shown_nothing_has_no_public_page(visitor, client_for, ana, bruno):
    make.idea(ana)

    assert visitor.get(f"/people/{ana.id}").status_code == 200
    assert visitor.get(f"/people/{bruno.id}").status_code == 404
    assert client_for(bruno).get(f"/people/{bruno.id}").status_code == 200
