"""Whatever is sent to whatever address: a clear answer, soon, and never a failure of ours."""

import io
import re
import time

import pytest

from tests import make, people

PLACE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
NUMBERS = ("1", "0", "999999999999999999")
WORDS = ("city", "%F0%9F%9A%97", "..%2f..%2fetc", "a" * 1_000, "%ff", "'--", "{{7*7}}")
QUERIES = (
    "", "after=%ff", "after=..", "order=no-such-order", "topic=x&topic=y", "q=" + "%22" * 200,
    "q=%27%20OR%201=1%20--", "q=*", "q=NEAR(", "page=-1", "after=999999999999999999999999",
    "next=//evil.example", "token=%F0%9F%9A%97", "q=" + "a" * 3_000,
)  # fmt: skip
ENDS_SESSION = ("/sign-out", "/me/settings/sign-outs")
LONG = "word" * 50_000
FORMS = (
    {},
    {"title": LONG, "body": LONG, "text": LONG, "email": LONG, "name": LONG, "reason": LONG},
    {"title": "\u202e\u0301" * 500, "email": "a@b", "password": "\ufeff", "next": "//evil.example"},
    {"stage_id": "x", "to_id": "9" * 40, "from_id": "-1", "parent_id": "1e9", "topic_id": "9" * 30},
    {"wanted": ["y", "y", ""], "language": "xx", "theme": "<script>", "once": "x" * 10_000},
    {"starts_at": "2026-02-30T25:61", "ends_at": "0000-00-00", "time_zone": "../../etc/passwd"},
)


@pytest.fixture
def known(context):
    """What stands in addresses: a campaign in which all is open, and an idea in it."""
    idea = make.idea(people.participant("Bruno"))
    return {"slug": idea.campaign.slug, "idea_id": str(idea.id), "user_id": str(idea.author_id)}


@pytest.fixture(params=["nobody", "a participant", "an admin"])
def client(request, app, client_for):
    if request.param == "nobody":
        return app.test_client()
    person = people.participant if request.param == "a participant" else people.admin
    return client_for(person("Ana"))


def address_of(rule, known):
    return PLACE.sub(lambda found: known.get(found.group(2), "1"), rule.rule)


def odd_addresses_of(rule):
    places = PLACE.findall(rule.rule)
    if not places:
        return []
    odd = NUMBERS if all(kind == "int" for kind, _name in places) else WORDS
    return [PLACE.sub(lambda found, value=value: _fits(found, value), rule.rule) for value in odd]


def _fits(found, value):
    return "1" if found.group(1) == "int" and not value.isdigit() else value


def answer_in_time(client, address, **asked):
    begun = time.monotonic()
    answer = client.open(address, **asked)
    answer.get_data()
    assert answer.status_code < 500, (address, asked, answer.status_code)
    assert time.monotonic() - begun < 2, (address, asked)
    return answer


@pytest.mark.slow
def test_odd_addresses_and_queries_get_an_answer(app, client, known):
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            for query in QUERIES:
                answer_in_time(client, f"{address_of(rule, known)}?{query}")
            for address in odd_addresses_of(rule):
                answer_in_time(client, address)


@pytest.mark.slow
def test_odd_forms_get_an_answer(app, client, known):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.rule.startswith(ENDS_SESSION):
            address = address_of(rule, known)
            for form in FORMS:
                answer_in_time(client, address, method="POST", data=form)
            answer_in_time(client, address, method="POST", json={"title": [1, {"a": None}]})
            answer_in_time(client, address, method="POST", data=b"\xff" * 100)


@pytest.mark.slow
def test_odd_files_get_an_answer(app, client, known):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.rule.startswith(ENDS_SESSION):
            files = {
                name: (io.BytesIO(b"not a picture"), "‮gnp.exe/../x\\y.png")
                for name in ("picture", "pictures", "sketches", "file", "files")
            }
            answer_in_time(client, address_of(rule, known), method="POST", data=files)
