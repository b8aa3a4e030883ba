"""The law: what is imported and exported again says the same, record for record."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from idealab.campaigns.models import Campaign
from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.lib.db import db
from tests.interchange import rich
from tests.interchange.laws import NOW, hashes, sent_out, state, taken_in
from tests.interchange.packages import files_with, folder_with, zip_with

REAL = (
    ("decidim", "decidim-barcelona-pam-2016"),
    ("polis", "polis-klimarat-produktion-2022"),
    ("cimt", "raddialog-bonn-2017"),
    ("innovonto", "innovonto-i2m-tco-2018"),
)


@pytest.fixture
def rich_package(tmp_path) -> Path:
    return folder_with(tmp_path / "rich", rich.files(), id="rich")


def test_every_kind_of_record_goes_out_as_it_came_in(rich_package, tmp_path):
    outcome = taken_in(rich_package)

    out = sent_out("rich", tmp_path / "out")

    assert outcome.total("skipped") == 0, outcome.codes
    assert hashes(out) == hashes(rich_package)


def test_a_zip_says_the_same_as_a_folder(rich_package, tmp_path):
    taken_in(zip_with(tmp_path / "rich.oicx.zip", rich.files(), id="rich"))

    out = sent_out("rich", tmp_path / "out.oicx.zip")

    assert hashes(out) == hashes(rich_package)


def test_what_went_out_changes_nothing_when_it_comes_back(rich_package, tmp_path):
    taken_in(rich_package)
    out = sent_out("rich", tmp_path / "out")
    before = state(but=("import_runs", "files", "source_keys", "events", "mails"))

    outcome = taken_in(out)

    assert outcome.total("new") == 0
    assert before == state(but=("import_runs", "files", "source_keys", "events", "mails"))
    assert hashes(sent_out("rich", tmp_path / "again")) == hashes(rich_package)


def test_a_second_installation_says_the_same(rich_package, tmp_path):
    taken_in(rich_package)
    out = sent_out("rich", tmp_path / "out")
    manifest = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps(manifest | {"id": "elsewhere"}))

    taken_in(out)

    assert hashes(sent_out("elsewhere", tmp_path / "again")) == hashes(rich_package)


def test_only_what_was_changed_here_is_written_anew(rich_package, tmp_path):
    taken_in(rich_package)
    campaign = db.session.scalars(select(Campaign).filter_by(title="Second")).one()
    campaign.question = "What now?"
    db.session.commit()

    out = sent_out("rich", tmp_path / "out")

    second = (out / "campaigns.jsonl").read_text().split("\n")[1]
    assert json.loads(second) == rich.KINDS["campaigns"][1] | {"summary": "What now?"}
    assert {k for k, v in hashes(out).items() if v != hashes(rich_package)[k]} == {"campaigns"}


def test_a_package_without_stages_goes_out_without_stages(tmp_path):
    taken_in(folder_with(tmp_path / "in", files_with(), id="small"))

    out = sent_out("small", tmp_path / "out")

    assert not (out / "stages.jsonl").exists()
    assert hashes(out) == hashes(tmp_path / "in")


@pytest.mark.slow
@pytest.mark.parametrize(("converter", "folder"), REAL)
def test_published_sets_go_out_as_they_came_in(converter, folder, real_data, tmp_path):
    CONVERTERS[converter](real_data / folder, tmp_path / "in", now=NOW)
    package = json.loads((tmp_path / "in" / "manifest.json").read_text())["id"]
    taken_in(tmp_path / "in")

    out = sent_out(package, tmp_path / "out")

    assert hashes(out) == hashes(tmp_path / "in")
    assert taken_in(out).total("new") == 0


def test_the_example_goes_out_as_it_came_in(real_data, tmp_path):
    example = shutil.copytree(real_data / "oicx" / "example", tmp_path / "in")
    package = json.loads((example / "manifest.json").read_text())["id"]
    taken_in(example)

    out = sent_out(package, tmp_path / "out")

    assert hashes(out) == hashes(example)
