import json
import logging

import pytest

from idealab.lib.logs import HumanLines
from tests.lib.rim import site


@pytest.fixture
def lines(capsys):
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_each_request_leaves_one_line(tmp_path, lines):
    client = site(tmp_path).test_client()

    answer = client.get("/ideas/7")

    (line,) = lines()
    assert line["message"] == "GET /ideas/7"
    assert line["status"] == 200
    assert line["ms"] >= 0
    assert line["person"] is None
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["at"].endswith("+00:00")


def test_secrets_in_links_are_not_written_down(tmp_path, lines):
    site(tmp_path).test_client().get("/?token=very-secret")

    assert "very-secret" not in json.dumps(lines())


def test_a_visitor_cannot_forge_lines(tmp_path, lines):
    site(tmp_path).test_client().get("/words/a%0a%7B%22level%22:%22error%22%7D")

    assert [line["level"] for line in lines()] == ["info"]


def test_the_number_of_a_proxy_is_kept_only_when_proxies_are_trusted(tmp_path):
    given = {"X-Request-ID": "from-the-proxy-17"}

    alone = site(tmp_path).test_client().get("/", headers=given)
    behind = site(tmp_path, TRUSTED_PROXIES=1).test_client().get("/", headers=given)

    assert alone.headers["X-Request-ID"] != "from-the-proxy-17"
    assert behind.headers["X-Request-ID"] == "from-the-proxy-17"


def test_an_odd_number_of_a_proxy_is_exchanged(tmp_path):
    client = site(tmp_path, TRUSTED_PROXIES=1).test_client()

    answer = client.get("/", headers={"X-Request-ID": "x" * 500})

    assert len(answer.headers["X-Request-ID"]) == 16


def test_a_level_above_info_silences_the_lines_of_requests(tmp_path, lines):
    site(tmp_path, LOG_LEVEL="WARNING").test_client().get("/")

    assert lines() == []


def test_two_sites_in_one_process_write_each_line_once(tmp_path, lines):
    site(tmp_path)
    client = site(tmp_path / "second").test_client()

    client.get("/")

    assert len(lines()) == 1


def test_a_person_at_a_terminal_reads_plain_lines():
    record = logging.LogRecord("idealab", logging.WARNING, "", 0, "queue away", (), None)

    assert HumanLines().format(record).endswith("warning queue away")


def test_a_level_that_does_not_exist_ends_the_start_with_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match="IDEALAB_LOG_LEVEL must be one of"):
        site(tmp_path, LOG_LEVEL="LOUD")
