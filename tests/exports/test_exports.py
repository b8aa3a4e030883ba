import csv
import io
import zipfile
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import event

from idealab.campaigns.models import Phase, Stage
from idealab.exports.asking import NothingShortlisted, ask_for_export
from idealab.exports.jobs import make_export, sweep_exports
from idealab.exports.making import CLAIM, MOST_ATTEMPTS, cell, claim_export
from idealab.exports.models import Export, ExportState
from idealab.exports.shortlist import rows_of
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.sketches.attaching import attach_sketch
from tests import make


@pytest.fixture
def shortlisted(ana):
    idea = make.idea(ana, title="=Doors that slide")
    stages = db.session.query(Stage).filter_by(campaign_id=idea.campaign_id)
    idea.stage_id = stages.filter_by(name="Shortlisted").one().id
    db.session.query(Stage).filter_by(id=idea.stage_id).update({"ideas_count": 1})
    file = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(file, "PNG")
    file.seek(0)
    kept = keep_upload(file, name="car.png", now=now())
    attach_sketch(idea, kept, alt="A teal car", by=ana, now=now())
    db.session.commit()
    return idea


def exports(idea):
    return f"/staff/campaigns/{idea.campaign.slug}/exports"


def test_the_shortlist_leaves_as_an_archive_with_its_pictures(
    client_for, run_jobs, shortlisted, paulo
):
    client = client_for(paulo)

    client.post(exports(shortlisted), data={"kind": "zip"})
    run_jobs()
    export = db.session.query(Export).one()
    answer = client.get(f"{exports(shortlisted)}/{export.id}/file")

    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert sorted(archive.namelist()) == ["LICENCE.txt", "ideas.csv", "pictures/0001-1.webp"]
    assert Image.open(archive.open("pictures/0001-1.webp")).size == (400, 200)


def test_a_table_holds_no_formula(client_for, run_jobs, shortlisted, paulo):
    client_for(paulo).post(exports(shortlisted), data={"kind": "csv"})
    run_jobs()
    export = db.session.query(Export).one()

    answer = client_for(paulo).get(f"{exports(shortlisted)}/{export.id}/file")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[1][1] == "'=Doors that slide"
    assert client_for(paulo).get(f"{exports(shortlisted)}/{export.id}/state").json["done"] == 1


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_what_looks_like_a_formula_is_text(text):
    assert cell(text) == "'" + text


def test_a_file_belongs_to_who_asked(client_for, shortlisted, paulo, marta, ana):
    client_for(paulo).post(exports(shortlisted), data={"kind": "csv"})
    export = db.session.query(Export).one()
    make_export(export.id)
    address = f"{exports(shortlisted)}/{export.id}/file"

    assert client_for(paulo).get(address).status_code == 200
    assert client_for(marta).get(address).status_code == 404
    assert client_for(ana).get(address).status_code == 404


def test_an_empty_shortlist_says_what_to_do(ana, paulo):
    idea = make.idea(ana)

    with pytest.raises(NothingShortlisted, match="board"):
        ask_for_export(idea.campaign, "csv", by=paulo, language="en", now=now())


def test_asking_twice_makes_one_file(shortlisted, paulo):
    campaign = shortlisted.campaign
    first = ask_for_export(campaign, "csv", by=paulo, language="en", now=now())

    assert ask_for_export(campaign, "csv", by=paulo, language="en", now=now()).id == first.id


def test_a_killed_worker_loses_no_export(run_jobs, shortlisted, paulo):
    campaign = shortlisted.campaign
    export = ask_for_export(campaign, "csv", by=paulo, language="en", now=now())
    claim_export(export.id, now=now() - CLAIM - timedelta(seconds=1))
    db.session.info.clear()
    db.session.commit()

    sweep_exports()
    run_jobs()

    assert db.session.get(Export, export.id).state is ExportState.READY


def test_an_export_in_other_hands_is_left_alone(shortlisted, paulo):
    export = ask_for_export(shortlisted.campaign, "csv", by=paulo, language="en", now=now())
    assert claim_export(export.id, now=now()) is not None

    assert claim_export(export.id, now=now()) is None


def test_files_expire(run_jobs, shortlisted, paulo):
    export = ask_for_export(shortlisted.campaign, "csv", by=paulo, language="en", now=now())
    db.session.commit()
    make_export(export.id)
    export.expires_at = now() - timedelta(seconds=1)
    db.session.commit()

    sweep_exports()

    assert db.session.get(Export, export.id).state is ExportState.EXPIRED


def test_nobody_who_writes_waits_for_an_export_that_reads(shortlisted, paulo):
    export = ask_for_export(shortlisted.campaign, "zip", by=paulo, language="en", now=now())
    db.session.commit()
    said = []

    def listen(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    make_export(export.id)
    event.remove(db.engine, "before_cursor_execute", listen)

    read_at = next(at for at, words in enumerate(said) if "FROM field_values" in words)
    begun = [words for words in said[:read_at] if words.startswith("BEGIN")]
    assert begun[-1:] in ([], ["BEGIN"])
    assert export.state is ExportState.READY


def test_an_export_that_ends_each_of_its_workers_is_given_up(shortlisted, paulo):
    export = ask_for_export(shortlisted.campaign, "csv", by=paulo, language="de", now=now())
    export.state, export.attempts = ExportState.RUNNING, MOST_ATTEMPTS
    export.claimed_at = now() - CLAIM - timedelta(seconds=1)
    db.session.commit()

    sweep_exports()

    assert export.state is ExportState.FAILED
    assert export.reason


def test_an_expired_file_cannot_be_fetched_any_more(client_for, shortlisted, paulo):
    export = ask_for_export(shortlisted.campaign, "csv", by=paulo, language="en", now=now())
    db.session.commit()
    make_export(export.id)
    export.expires_at = now() - timedelta(seconds=1)
    db.session.commit()

    answer = client_for(paulo).get(f"{exports(shortlisted)}/{export.id}/file")

    assert answer.status_code == 404


def test_closed_counts_do_not_leave_with_the_table(ana, shortlisted):
    shortlisted.votes_count = 7
    phase = db.session.query(Phase).filter_by(campaign_id=shortlisted.campaign_id).one()
    phase.allows = make.BLIND
    db.session.commit()

    ((row,),) = rows_of(shortlisted.campaign, now=now())

    assert "7" not in row.cells
