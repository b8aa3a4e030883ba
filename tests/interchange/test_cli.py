import json

import pytest
from click.testing import CliRunner

from idealab.cli import main
from idealab.interchange.cli import convert, export, import_
from tests.interchange import rich
from tests.interchange.packages import files_with, folder_with


@pytest.fixture
def run(context):
    return lambda command, *words: CliRunner().invoke(command, [str(word) for word in words])


def test_the_summary_tells_how_much_is_new(run, tmp_path):
    path = folder_with(tmp_path / "in", files_with(), id="small")

    first, second = run(import_, path), run(import_, path)

    assert first.output.splitlines()[-1].startswith("4 new, 0 changed.")
    assert second.output.splitlines()[-1].startswith("0 new, 0 changed.")


def test_the_report_is_written_as_json_lines(run, tmp_path):
    path = folder_with(tmp_path / "rich", rich.files(), id="rich")

    run(import_, path, "--check", "--report", tmp_path / "report.jsonl")

    lines = (tmp_path / "report.jsonl").read_text().splitlines()
    assert {json.loads(line)["code"] for line in lines} == {"W201", "W301", "W501"}


def test_what_went_in_comes_out(run, tmp_path):
    run(import_, folder_with(tmp_path / "in", files_with(), id="small"))

    outcome = run(export, "small", tmp_path / "out.oicx.zip")

    assert outcome.exit_code == 0
    assert (tmp_path / "out.oicx.zip").is_file()


def test_a_path_that_is_not_there_ends_with_a_sentence(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["import", "/nowhere/at/all"])

    assert ended.value.code == 2
    assert "/nowhere/at/all" in capsys.readouterr().err


def test_an_unknown_campaign_ends_with_a_sentence(app, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("IDEALAB_INSTANCE", str(tmp_path))
    monkeypatch.setenv("IDEALAB_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    with pytest.raises(SystemExit) as ended:
        main(["export", "nowhere", str(tmp_path / "out")])

    assert ended.value.code == 1
    assert "nowhere" in capsys.readouterr().err


def test_a_folder_of_another_kind_is_not_converted(run, tmp_path):
    outcome = run(convert, "polis", tmp_path, tmp_path / "out")

    assert outcome.exit_code == 1
    assert not (tmp_path / "out").exists()
