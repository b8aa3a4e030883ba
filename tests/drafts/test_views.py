import io
import json
import re

import pytest
from sqlalchemy import select

from idealab.campaigns.models import Phase
from idealab.drafts import drafting
from idealab.drafts import views as drafts_views
from idealab.drafts.drafting import Keeper
from idealab.drafts.models import Draft
from idealab.ideas.models import Idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.sketches.models import Sketch
from tests import make
from tests.accounts.make import PASSWORD, member
from tests.drafts.make import DRAWING, draft, question_of
from tests.media import pictures


@pytest.fixture
def campaign():
    return make.campaign()


def filled(campaign, **more):
    return {
        "title": "Doors that slide",
        question_of(campaign): "They never hit a cyclist.",
        "language": "en",
        "accepted": "y",
        "once": "form-1",
        "page_key": "page-1",
    } | more


def address(campaign):
    return f"/campaigns/{campaign.slug}/ideas/new"


def save(client, campaign, **more):
    return client.post(
        f"/campaigns/{campaign.slug}/drafts",
        data=filled(campaign, **more),
        headers={"Accept": "application/json"},
    )


def drawn(document=DRAWING):
    return (io.BytesIO(json.dumps(document).encode()), "strokes.json", "application/json")


def test_whoever_comes_finds_an_empty_page_and_no_list(visitor, campaign, ana):
    make.idea(ana, campaign_=campaign, title="Doors that were there before")

    page = visitor.get(address(campaign))

    assert page.status_code == 200
    assert "Doors that were there before" not in page.text


def test_writing_comes_first_and_signing_in_last(visitor, campaign):
    ana = member("ana")
    photo = (pictures.png(), "napkin.png")
    kept = visitor.post(address(campaign), data=filled(campaign, picture0=photo, strokes0=drawn()))
    assert kept.location.startswith("/sign-in?next=")
    assert db.session.query(Idea).count() == 0

    form = {"email": "ana@example.org", "password": PASSWORD}
    back = visitor.post(kept.location, data=form).location
    page = visitor.get(back).text
    assert 'value="Doors that slide"' in page
    assert "napkin.png" in page
    assert re.search(r"<input checked[^>]*accepted", page)
    answer = visitor.post(address(campaign), data=hidden_in(page) | filled(campaign))

    idea = db.session.scalars(select(Idea)).one()
    assert (answer.location, idea.author_id) == (f"/ideas/{idea.id}", ana.id)
    kinds = db.session.scalars(select(Sketch.kind).order_by(Sketch.position)).all()
    assert kinds == ["strokes", "sketch"]


def hidden_in(page):
    return dict(re.findall(r'name="(draft|edition|picture0_kept)" value="([^"]*)"', page))


def test_what_is_missing_is_said_before_anybody_has_to_sign_in(visitor, campaign):
    answer = visitor.post(address(campaign), data=filled(campaign, title=""))

    assert answer.status_code == 422
    assert "They never hit a cyclist." in visitor.get(address(campaign)).text


def test_a_page_saves_and_another_device_goes_on(client_for, campaign, ana):
    saved = save(client_for(ana), campaign, picture0=(pictures.png(), "napkin.png")).json

    there = client_for(ana)
    page = there.get(address(campaign)).text

    assert (saved["edition"], saved["files"]["picture0"]["name"]) == (1, "napkin.png")
    assert 'value="Doors that slide"' in page
    assert "Saved on this account" in page
    assert "Doors that slide" in there.get("/me").text


def test_a_draft_of_somebody_else_does_not_exist(client_for, visitor, campaign, ana, bruno):
    save(client_for(ana), campaign, strokes0=drawn(), picture0=(pictures.png(), "napkin.png"))
    kept = db.session.scalars(select(Draft)).one()
    for other in (client_for(bruno), visitor):
        nothing = other.get(f"{address(campaign)}?draft=999")
        there = other.get(f"{address(campaign)}?draft={kept.id}")
        assert there.status_code == nothing.status_code == 404
        assert re.sub(r"draft(=|%3D)\d+", "", there.text) == re.sub(
            r"draft(=|%3D)\d+", "", nothing.text
        )
        assert other.get(f"/drafts/{kept.id}/drawings/strokes0/picture").status_code == 404
        assert other.post(f"/drafts/{kept.id}/deletion").status_code == 404
        assert other.post(f"/drafts/{kept.id}/return").status_code == 404
        assert save(other, campaign, draft=kept.id, edition=1).status_code == 404
    assert (
        client_for(ana).get(f"/drafts/{kept.id}/drawings/strokes0/picture").mimetype.endswith("xml")
    )


def test_the_pictures_of_a_draft_are_seen_by_its_keeper(
    client_for, visitor, campaign, run_jobs, ana, bruno
):
    save(client_for(ana), campaign, picture0=(pictures.png(), "napkin.png"))
    run_jobs()
    key = re.findall(r"/media/(\w+)/", client_for(ana).get(address(campaign)).text)[0]

    assert client_for(ana).get(f"/media/{key}/320.webp").status_code == 200
    assert client_for(bruno).get(f"/media/{key}/320.webp").status_code == 404
    assert visitor.get(f"/media/{key}/320.webp").status_code == 404


def test_a_foreign_draft_on_a_form_costs_nobody_a_word(client_for, campaign, ana, bruno):
    save(client_for(ana), campaign, title="What Ana thinks of doors")
    kept = db.session.scalars(select(Draft)).one()

    client_for(bruno).post(address(campaign), data=filled(campaign, draft=kept.id, title=""))

    assert "They never hit a cyclist." in client_for(bruno).get(address(campaign)).text
    assert "What Ana thinks of doors" in client_for(ana).get(address(campaign)).text


def test_of_two_windows_the_later_one_is_told_and_sees_both_texts(client_for, campaign, ana):
    client = client_for(ana)
    first = save(client, campaign).json
    save(client, campaign, title="Doors that fold", draft=first["draft"], edition=1)
    late = {"draft": first["draft"], "edition": 1, "page_key": "page-2"}

    told = save(client, campaign, title="Doors that swing", **late)
    page = client.post(address(campaign), data=filled(campaign, title="Doors that swing", **late))

    assert told.status_code == page.status_code == 409
    for text in (told.json["html"], page.text):
        assert "Doors that fold" in text
        assert "Doors that swing" in text
    assert db.session.scalars(select(Draft)).one().title == "Doors that fold"
    chosen = filled(campaign, title="Doors that swing", **late | {"edition": told.json["edition"]})
    assert client.post(address(campaign), data=chosen).status_code == 303


def test_a_form_pressed_twice_and_its_draft_are_one_idea(client_for, campaign, ana):
    client = client_for(ana)
    saved = save(client, campaign, strokes0=drawn()).json
    form = filled(campaign, draft=saved["draft"], edition=saved["edition"])

    answers = {client.post(address(campaign), data=form).location for _press in range(2)}
    late = save(client, campaign, draft=saved["draft"], edition=saved["edition"])

    assert len(answers) == db.session.query(Idea).count() == db.session.query(Sketch).count() == 1
    assert (late.status_code, late.json["idea"]) == (409, answers.pop())
    assert "Doors that slide" not in client.get(address(campaign)).text


def test_a_phase_that_ends_while_somebody_writes_costs_no_word(client_for, campaign, ana):
    client = client_for(ana)
    saved = save(client, campaign).json
    phase = db.session.query(Phase).filter_by(campaign_id=campaign.id).one()
    phase.ends_at = now()
    db.session.commit()

    answer = client.post(address(campaign), data=filled(campaign, draft=saved["draft"], edition=1))
    page = client.get(f"{address(campaign)}?draft={saved['draft']}")

    assert (answer.status_code, page.status_code) == (409, 200)
    for text in (answer.text, page.text):
        assert "Ideas could be submitted until" in text
        assert "They never hit a cyclist." in text
        assert "Publish idea" not in text
    assert client.get(f"{address(campaign)}?draft=new").status_code == 409


def test_a_deleted_draft_offers_the_way_back(client_for, campaign, ana):
    client = client_for(ana)
    kept = draft(campaign, Keeper(ana))

    gone = client.post(f"/drafts/{kept.id}/deletion", data={"next": "/me"})
    page = client.get(gone.location).text
    assert f'action="/drafts/{kept.id}/return"' in page
    assert f'data-draft-id="{kept.id}"' not in page
    client.post(f"/drafts/{kept.id}/return", data={"next": "/me"})

    assert f'data-draft-id="{kept.id}"' in client.get("/me").text


def test_a_draft_shows_nowhere_but_to_its_keeper(client_for, visitor, campaign, ana, marta):
    make.idea(ana, campaign_=campaign, title="A published one")
    save(client_for(ana), campaign, title="Nobody reads this yet")

    for client in (visitor, client_for(marta)):
        for path in ("", "?q=nobody", f"/people/{ana.id}"):
            there = path if path.startswith("/") else f"/campaigns/{campaign.slug}{path}"
            assert "Nobody reads this yet" not in client.get(there).text


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"v": 1}', b"\xff\xfe"])
def test_a_broken_drawing_is_told_beside_its_field(client_for, campaign, ana, broken):
    sent = (io.BytesIO(broken), "strokes.json")

    answer = client_for(ana).post(address(campaign), data=filled(campaign, strokes0=sent))

    assert answer.status_code == 422
    assert "strokes0" in answer.text
    assert "They never hit a cyclist." in answer.text


def test_a_picture_is_taken_off_a_draft(client_for, campaign, ana):
    client = client_for(ana)
    saved = save(client, campaign, picture0=(pictures.png(), "napkin.png")).json

    more = {"draft": saved["draft"], "edition": 1, "picture0_off": "y"}
    assert save(client, campaign, **more).json["files"] == {}


def test_other_rules_are_accepted_anew(client_for, campaign, ana):
    client = client_for(ana)
    save(client, campaign)
    campaign.rules_version += 1
    db.session.commit()

    assert not re.search(r"<input checked[^>]*accepted", client.get(address(campaign)).text)


def test_forms_that_fail_fill_no_more_than_the_one_spared_place(
    client_for, campaign, ana, monkeypatch
):
    monkeypatch.setattr(drafting, "MOST", 1)
    client = client_for(ana)
    draft(campaign, Keeper(ana), "Doors that fold")

    for number in range(4):
        photo = (pictures.png(), "napkin.png")
        form = filled(campaign, title="", once=f"failing-{number}", picture0=photo)
        answer = client.post(address(campaign), data=form)

    assert db.session.query(Draft).count() == 2
    assert answer.status_code == 422
    assert "Doors that fold" in answer.text
    assert "They never hit a cyclist." in answer.text
    assert "napkin.png" in answer.text
    assert 'href="/me#drafts"' in answer.text


@pytest.mark.parametrize("button", ["keep", "compare"])
def test_where_there_is_no_room_the_form_comes_back_whatever_was_pressed(
    client_for, campaign, ana, monkeypatch, button
):
    monkeypatch.setattr(drafting, "MOST", 1)
    monkeypatch.setattr(drafts_views, "SPARE", 0)
    draft(campaign, Keeper(ana), "Doors that fold")

    form = filled(campaign, once="form-2", **{button: "y"})
    answer = client_for(ana).post(address(campaign), data=form)

    assert answer.status_code == 422
    assert "Doors that fold" in answer.text
    assert "They never hit a cyclist." in answer.text


def test_what_finds_no_room_at_signing_in_waits_until_there_is(visitor, campaign, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 1)
    ana = member("ana")
    first = draft(campaign, Keeper(ana), "Doors that fold")
    draft(campaign, Keeper(ana), "Doors that sing", once="form-2", to_publish=True)
    kept = visitor.post(address(campaign), data=filled(campaign, once="form-3"))

    form = {"email": "ana@example.org", "password": PASSWORD}
    back = visitor.post(kept.location, data=form).location
    told = visitor.get(back.partition("#")[0])
    assert told.location == "/me#drafts"
    assert "Doors that fold" in visitor.get("/me").text
    for number in (first.id, first.id + 1):
        visitor.post(f"/drafts/{number}/deletion", data={"next": "/me"})

    assert "Doors that slide" in visitor.get(back.partition("#")[0]).text
