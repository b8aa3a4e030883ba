"""Campaigns that were born here, and what of people leaves with them."""

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.comments.commenting import add_comment
from idealab.ideas.models import Idea, IdeaStatus
from idealab.interchange.exporting import PartOfPackage
from idealab.interchange.finding_campaigns import NoSuchCampaign
from idealab.interchange.inspecting import Inspection
from idealab.interchange.package import open_package
from idealab.interchange.writing import PackageNotWritten
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.media.models import File
from idealab.sketches.attaching import attach_sketch
from idealab.sketches.models import Sketch
from idealab.stages.moving import move_idea
from idealab.voting.voting import set_vote
from tests import make
from tests.interchange import rich
from tests.interchange.laws import hashes, sent_out, taken_in
from tests.interchange.packages import files_with, folder_with


def records(path: Path, kind: str) -> list[dict]:
    with open_package(path) as package:
        return [record for _line, record in package.records(kind)]


@pytest.fixture
def lively(ana, bruno, marta) -> Campaign:
    """An idea with a picture, a vote, a thread with an official answer, and a move."""
    campaign = make.campaign(title="A car for the city")
    topic = make.topic(campaign)
    idea = make.idea(ana, campaign_=campaign, topic_id=topic.id)
    file = keep_upload(io.BytesIO(rich.picture(size=(400, 300))), name="seat.png", now=now())
    attach_sketch(idea, file, alt="A seat that turns", by=ana, now=now())
    set_vote(idea, bruno, wanted=True, now=now())
    root = make.comment(idea, bruno)
    add_comment(idea, "Less than a door.", by=marta, now=now(), parent=root, official=True)
    review, shortlist = db.session.scalars(
        select(Stage).filter_by(campaign_id=campaign.id).where(Stage.position.in_((1, 2)))
    ).all()
    move_idea(idea, review, by=marta, now=now())
    move_idea(idea, shortlist, by=marta, now=now(), reason="It is cheap.")
    db.session.commit()
    return campaign


def test_a_campaign_of_our_own_makes_a_package_without_a_fault(lively, tmp_path):
    out = sent_out(lively.slug, tmp_path / "out.oicx.zip")

    with open_package(out) as package, Inspection(package) as inspection:
        assert list(inspection.findings()) == []
    assert [vote["value"] for vote in records(out, "votes")] == [1]
    assert [event["reason"] for event in records(out, "events")[1:]] == ["It is cheap."]
    assert [said["kind"] for said in records(out, "comments")] == ["comment", "official_reply"]


def test_another_installation_gets_the_whole_campaign(lively, tmp_path):
    out = sent_out(lively.slug, tmp_path / "out")
    package = json.loads((out / "manifest.json").read_text())["id"]
    original = db.session.scalars(select(Idea)).one()
    told = (original.title, original.search_text, original.votes_count, original.comments_count)

    taken_in(out)

    copy = db.session.scalars(select(Idea).where(Idea.id != original.id)).one()
    assert (copy.title, copy.search_text, copy.votes_count, copy.comments_count) == told
    assert db.session.get_one(Stage, copy.stage_id).name == "Shortlisted"
    assert copy.campaign.rules == "Be kind."
    assert hashes(sent_out(package, tmp_path / "again")) == hashes(out)


def test_the_package_carries_the_cleaned_picture(lively, tmp_path):
    out = sent_out(lively.slug, tmp_path / "out")

    (sketch,) = records(out, "attachments")
    assert (out / sketch["file"]).read_bytes()[8:12] == b"WEBP"
    assert (sketch["width"], sketch["height"]) == (400, 300)
    assert sketch["alt"] == "A seat that turns"


def test_people_leave_under_a_number(lively, tmp_path):
    out = sent_out(lively.slug, tmp_path / "out")

    people = records(out, "people")
    assert {person["display_name"] for person in people} == {
        "participant-1",
        "participant-2",
        "participant-3",
    }
    assert "Ana" not in (out / "people.jsonl").read_text()


def test_people_leave_by_name_when_that_is_asked_for(lively, tmp_path):
    out = sent_out(lively.slug, tmp_path / "out", privacy="full")

    names = [person["display_name"] for person in records(out, "people")]
    assert names == ["Ana", "Bruno", "Marta"]


@pytest.mark.parametrize(
    ("privacy", "said"), [("full", "After a sketch by Ana"), ("pseudonymous", "")]
)
def test_after_whose_sketch_a_picture_was_made_is_told_where_people_leave_by_name(
    lively, bruno, tmp_path, privacy, said
):
    before = db.session.scalars(select(Sketch)).one()
    remix = make.idea(bruno, campaign_=lively)
    file = db.session.get_one(File, before.file_id)
    made = attach_sketch(remix, file, alt="A seat that turns twice", by=bruno, now=now())
    made.derived_from_id = before.id
    db.session.commit()

    out = sent_out(lively.slug, tmp_path / "out", privacy=privacy)

    credits = [one.get("credit", "").partition(",")[0] for one in records(out, "attachments")]
    assert credits == ["", said]


def test_an_aggregate_names_nobody(lively, tmp_path):
    out = sent_out(lively.slug, tmp_path / "out", privacy="aggregate")

    with open_package(out) as package:
        assert {"people", "votes", "reactions", "ratings", "follows"} & {*package.kinds} == set()
        with Inspection(package) as inspection:
            assert list(inspection.findings()) == []
    idea = records(out, "ideas")[0]
    assert "author" not in idea
    assert records(out, "vote_totals") == [{"idea": idea["id"], "kind": "support", "count": 1}]


def test_an_aggregate_keeps_what_was_counted_elsewhere(tmp_path):
    total = {"idea": "i1", "kind": "support", "count": 24}
    taken_in(folder_with(tmp_path / "in", files_with(vote_totals=[total]), id="small"))

    out = sent_out("small", tmp_path / "out", privacy="aggregate")

    assert records(out, "vote_totals") == [total]


def test_an_aggregate_tells_each_total_once(tmp_path):
    total = {"idea": "i1", "kind": "support", "count": 24}
    vote = {"idea": "i1", "person": "ana", "value": 1}
    files = files_with(vote_totals=[total], votes=[vote])
    taken_in(folder_with(tmp_path / "in", files, id="small"))

    out = sent_out("small", tmp_path / "out", privacy="aggregate")

    assert records(out, "vote_totals") == [total | {"count": 1}]


def test_names_of_a_full_package_stay_behind_when_that_is_asked_for(tmp_path):
    people = [{"id": "ana", "display_name": "Ana", "email": "ana@example.org"}]
    path = folder_with(tmp_path / "in", files_with(people=people), id="small", privacy="full")
    taken_in(path)

    out = sent_out("small", tmp_path / "out", privacy="pseudonymous")

    assert records(out, "people") == [{"id": "ana", "display_name": "participant-1"}]


def test_drafts_stay_with_their_authors(ana, tmp_path):
    campaign = make.campaign()
    make.idea(ana, campaign_=campaign, status=IdeaStatus.DRAFT)

    out = sent_out(campaign.slug, tmp_path / "out")

    assert records(out, "ideas") == []


def test_what_was_said_here_about_an_imported_idea_goes_out_with_it(marta, tmp_path):
    taken_in(folder_with(tmp_path / "in", files_with(), id="small"))
    idea = db.session.scalars(select(Idea)).one()
    add_comment(idea, "We have read it.", by=marta, now=now(), official=True)
    review = db.session.scalars(select(Stage).filter_by(position=1)).one()
    move_idea(idea, review, by=marta, now=now())
    db.session.commit()

    out = sent_out("small", tmp_path / "out")

    (said,) = records(out, "comments")
    assert (said["idea"], said["body"]) == ("i1", "We have read it.")
    stages = {stage["id"]: stage["name"] for stage in records(out, "stages")}
    assert stages[records(out, "ideas")[0]["stage"]] == "In review"
    with open_package(out) as package, Inspection(package) as inspection:
        assert list(inspection.findings()) == []


def test_a_vote_taken_back_here_does_not_come_back_with_an_earlier_one(tmp_path):
    first = {"idea": "i1", "person": "ana", "value": 1, "at": "2026-03-04"}
    votes = [first, first | {"at": "2026-03-05"}]
    taken_in(folder_with(tmp_path / "in", files_with(votes=votes), id="small"))
    idea = db.session.scalars(select(Idea)).one()
    campaign = idea.campaign
    voter = db.session.scalars(select(User).where(User.name == "participant ana")).one()
    make.phase(campaign, starts_at=make.at("2026-01-01"), ends_at=make.at("2099-01-01"), position=9)
    set_vote(idea, voter, wanted=False, now=make.at("2098-01-01"))
    db.session.commit()

    out = sent_out("small", tmp_path / "out")

    assert records(out, "votes") == [first, first | {"at": "2026-03-05", "withdrawn": True}]


def test_an_unknown_campaign_is_named_in_the_refusal(tmp_path):
    with pytest.raises(NoSuchCampaign, match="nowhere"):
        sent_out("nowhere", tmp_path / "out")


def test_nothing_that_is_there_is_overwritten(lively, tmp_path):
    (tmp_path / "out").write_text("mine")

    with pytest.raises(PackageNotWritten):
        sent_out(lively.slug, tmp_path / "out")

    assert (tmp_path / "out").read_text() == "mine"


def test_one_campaign_of_several_goes_out_with_its_package(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    with pytest.raises(PartOfPackage, match="name the package, rich"):
        sent_out("second", tmp_path / "out")
