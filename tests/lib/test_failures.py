import errno
import json

import pytest
from sqlalchemy.exc import OperationalError

from idealab.lib.storage import StorageAway
from tests.lib.rim import site


def raising(problem):
    def view():
        raise problem

    return view


@pytest.fixture
def broken(tmp_path):
    """`broken(problem)`: a browser on a site one page of which raises it."""

    def build(problem):
        app = site(tmp_path)
        app.add_url_rule("/broken", view_func=raising(problem), endpoint="broken")
        return app.test_client()

    return build


def test_what_nobody_expected_is_told_calmly_and_with_its_number(broken, capsys):
    answer = broken(RuntimeError("the secret of the house")).get("/broken")

    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert number in answer.text
    assert "the secret" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert any(
        line["request"] == number and "the secret of the house" in line.get("exception", "")
        for line in lines
    )


def test_a_database_that_is_away_is_told_as_a_pause(broken):
    answer = broken(OperationalError("SELECT 1", {}, Exception("no route"))).get("/broken")

    assert answer.status_code == 503
    assert "cannot reach its database" in answer.text


@pytest.mark.parametrize(
    "problem",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("INSERT", {}, Exception("database or disk is full")),
    ],
)
def test_a_full_disk_is_told_as_what_it_is(broken, problem):
    answer = broken(problem).get("/broken")

    assert answer.status_code == 507
    assert "disk of this site is full" in answer.text


def test_a_storage_that_is_away_is_told_as_a_pause(broken):
    answer = broken(StorageAway("no route")).get("/broken")

    assert answer.status_code == 503
    assert "cannot reach its pictures" in answer.text


def test_a_page_frame_that_breaks_too_still_leaves_a_sentence(broken):
    client = broken(RuntimeError("first"))
    client.application.jinja_loader.mapping["errors/failure.html"] = "{{ 1 / 0 }}"

    answer = client.get("/broken")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_a_module_reads_it_as_json(broken):
    client = broken(RuntimeError("first"))

    answer = client.get("/broken", headers={"Accept": "application/json"})

    assert answer.status_code == 500
    assert answer.json["request"] == answer.headers["X-Request-ID"]
