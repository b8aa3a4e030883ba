from datetime import timedelta

import pytest

from idealab.campaigns.models import CampaignState, Visibility
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.models import File
from idealab.updates.models import Update, UpdatePicture
from idealab.updates.writing import Entry, write_update
from tests import make
from tests.media import pictures


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def desk(campaign):
    return f"/staff/campaigns/{campaign.slug}/updates"


def update(campaign, by, title="The rig stands", **more):
    at = more.pop("at", now())
    made = write_update(campaign, Entry(title, "It moves.", at), by=by, now=now())
    db.session.commit()
    return made


def form(**more):
    return {"title": "A day", "body": "It moves.", "when": "now", "language": "en", **more}


def test_everybody_reads_the_journal_and_each_update(visitor, campaign, marta):
    first, second = (update(campaign, marta, title) for title in ("One", "Two"))
    home = f"/campaigns/{campaign.slug}/updates"

    index, page = visitor.get(home).text, visitor.get(f"{home}/{second.id}").text

    assert index.index("Two") < index.index("One")
    assert f'href="{home}/{first.id}" rel="prev"' in page
    assert "Marta" in page


def test_an_empty_journal_says_so(visitor, campaign):
    assert "No update yet" in visitor.get(f"/campaigns/{campaign.slug}/updates").text


def test_the_journal_takes_a_fixed_number_of_queries(visitor, campaign, marta, queries):
    address = f"/campaigns/{campaign.slug}/updates"
    update(campaign, marta)
    with queries as few:
        visitor.get(address)
    for number in range(6):
        update(campaign, marta, f"Day {number}")

    with queries as many:
        visitor.get(address)

    assert len(few) == len(many) == 4


@pytest.mark.parametrize("what", ["draft", "planned", "deleted", "another campaign's"])
def test_what_is_not_out_exists_for_its_writers_only(
    visitor, client_for, bruno, marta, campaign, what
):
    at = {"draft": None, "planned": now() + timedelta(hours=1)}.get(what, now())
    made = update(campaign, marta, "Secret", at=at)
    slug = make.campaign().slug if what.startswith("another") else campaign.slug
    if what == "deleted":
        made.deleted_at = now()
        db.session.commit()
    address = f"/campaigns/{slug}/updates/{made.id}"

    assert {b.get(address).status_code for b in (visitor, client_for(bruno))} == {404}
    seen = client_for(marta).get(address).status_code
    assert seen == (200 if what in ("draft", "planned") else 404)
    if not what.startswith("another"):
        assert "Secret" not in visitor.get(f"/campaigns/{campaign.slug}/updates").text


@pytest.mark.parametrize("how", ["by invitation", "a draft"])
def test_the_journal_of_a_closed_campaign_does_not_exist(visitor, campaign, marta, how):
    made = update(campaign, marta)
    if how == "a draft":
        campaign.state = CampaignState.DRAFT
    else:
        campaign.visibility = Visibility.INVITATION
    db.session.commit()

    for address in ("updates", f"updates/{made.id}"):
        assert visitor.get(f"/campaigns/{campaign.slug}/{address}").status_code == 404


def test_staff_write_change_delete_and_put_back(visitor, client_for, marta, campaign, desk):
    writer, public = client_for(marta), f"/campaigns/{campaign.slug}/updates"

    assert writer.get(f"{desk}/new").status_code == 200
    assert writer.post(f"{desk}/new", data=form()).status_code == 303
    made = db.session.query(Update).one()
    assert "A day" in visitor.get(public).text
    assert "A day" in writer.get(desk).text

    changed = form(title="A longer day", edition=made.edition)
    assert writer.post(f"{desk}/{made.id}/edit", data=changed).status_code == 303
    assert "A longer day" in visitor.get(public).text

    gone = writer.post(f"{desk}/{made.id}/deletion")
    assert "A longer day" not in visitor.get(public).text
    assert f"{desk}/{made.id}/return" in writer.get(gone.location).text

    writer.post(f"{desk}/{made.id}/return")
    assert "A longer day" in visitor.get(public).text


def test_a_form_that_cannot_be_read_says_so_and_keeps_what_was_typed(client_for, marta, desk):
    odd = form(title="", when="later", publish_at="2027-02-30T25:61")

    answer = client_for(marta).post(f"{desk}/new", data=odd)

    assert answer.status_code == 422
    assert "Give the update a title." in answer.text
    assert "Choose a day and a time." in answer.text
    assert ">It moves.</textarea>" in answer.text.replace("\r\n", "")
    assert "2027-02-30T25:61" in answer.text


def test_only_those_who_run_the_campaign_write(client_for, visitor, bruno, desk):
    assert client_for(bruno).get(desk).status_code == 404
    assert client_for(bruno).post(f"{desk}/new", data=form()).status_code == 404
    assert visitor.post(f"{desk}/new", data=form()).status_code == 303  # to the sign-in page


def test_a_picture_is_seen_by_whoever_sees_its_update(
    client_for, visitor, marta, bruno, campaign, desk, run_jobs
):
    picture = (pictures.png(), "rig.png")
    sent = form(when="draft", picture0=picture, alt0="The rig")
    client_for(marta).post(f"{desk}/new", data=sent, content_type="multipart/form-data")
    run_jobs()
    made, key = db.session.query(Update).one(), db.session.query(File).one().key
    address = f"/media/{key}/320.webp"

    assert visitor.get(address).status_code == 404
    assert client_for(marta).get(address).status_code == 200

    changed = form(edition=made.edition)
    client_for(marta).post(f"{desk}/{made.id}/edit", data=changed)

    assert visitor.get(address).status_code == 200
    page = visitor.get(f"/campaigns/{campaign.slug}/updates").text
    assert f"/media/{key}/960.jpg" in page
    assert 'alt="The rig"' in page


def test_a_picture_can_be_described_and_taken_off(client_for, marta, desk):
    writer = client_for(marta)
    sent = form(picture0=(pictures.png(), "rig.png"), alt0="The rig")
    writer.post(f"{desk}/new", data=sent, content_type="multipart/form-data")
    made, row = db.session.query(Update).one(), db.session.query(UpdatePicture).one()

    told = form(edition=made.edition) | {f"describe-{row.id}": "The rig on Monday"}
    writer.post(f"{desk}/{made.id}/edit", data=told)
    assert db.session.query(UpdatePicture).one().alt == "The rig on Monday"

    db.session.refresh(made)
    writer.post(
        f"{desk}/{made.id}/edit", data=form(edition=made.edition) | {f"remove-{row.id}": "y"}
    )
    assert db.session.query(UpdatePicture).count() == 0
