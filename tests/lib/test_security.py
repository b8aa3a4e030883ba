import io
import json
import time

import pytest

from idealab.lib.security import content_security_policy, storage_origin
from tests.lib.rim import site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types idealab"
)


@pytest.fixture
def browser(tmp_path):
    """A browser on a site that leaves the tokens to other tests."""
    return site(tmp_path, WTF_CSRF_ENABLED=False).test_client()


def test_every_answer_carries_the_policy_of_the_site(browser):
    for path in ("/", "/nowhere", "/ideas/7"):
        headers = browser.get(path).headers

        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


def test_a_page_made_to_be_embedded_keeps_its_own_policy(browser):
    answer = browser.get("/framed")

    assert answer.headers.getlist("Content-Security-Policy") == ["frame-ancestors *"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_may_come_from_the_object_storage_and_only_from_there():
    url = "s3://ideas?endpoint=https://pictures.example.org"

    policy = content_security_policy(url)

    assert "img-src 'self' blob: https://pictures.example.org;" in policy
    assert storage_origin("s3://ideas") == storage_origin("/srv/uploads") == ""


def test_a_site_on_https_asks_browsers_to_stay_there(tmp_path):
    client = site(tmp_path, PUBLIC_URL="https://ideas.example.org").test_client()

    assert client.get("/").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_host_header_is_ignored_once_the_public_address_is_set(tmp_path):
    client = site(tmp_path, PUBLIC_URL="https://ideas.example.org").test_client()

    answer = client.get("/address", headers={"Host": "evil.example"})

    assert answer.text.startswith("https://ideas.example.org/")


def test_the_address_of_a_visitor_comes_from_as_many_proxies_as_are_trusted(tmp_path):
    forwarded = {"X-Forwarded-For": "198.51.100.9, 203.0.113.5"}

    none = site(tmp_path).test_client().get("/address", headers=forwarded)
    one = site(tmp_path, TRUSTED_PROXIES=1).test_client().get("/address", headers=forwarded)

    assert none.text.endswith(" 127.0.0.1")
    assert one.text.endswith(" 203.0.113.5")


def test_nothing_is_kept_by_shared_caches(browser):
    assert browser.get("/").headers["Cache-Control"] == "private, no-cache"
    assert browser.post("/ideas").headers["Cache-Control"] == "private, no-store"


def test_a_page_for_a_signed_in_person_is_not_stored(browser):
    with browser.session_transaction() as session:
        session["_user_id"] = "some token"

    assert browser.get("/").headers["Cache-Control"] == "private, no-store"


def test_a_form_from_another_website_is_refused_in_words(browser):
    answer = browser.post("/ideas", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "another website" in answer.text


@pytest.mark.parametrize("origin", ["null", "", "http://localhost.evil.example"])
def test_an_origin_that_is_not_ours_is_refused(browser, origin):
    assert browser.post("/ideas", headers={"Origin": origin}).status_code == 403


def test_a_form_from_this_site_is_taken(browser):
    answer = browser.post("/ideas", data={"title": "Roof"}, headers={"Origin": "http://localhost"})

    assert answer.text == "Roof"


def test_the_public_address_counts_as_this_site(tmp_path):
    client = site(
        tmp_path, WTF_CSRF_ENABLED=False, PUBLIC_URL="https://ideas.example.org"
    ).test_client()

    own = client.post("/ideas", headers={"Origin": "https://ideas.example.org"})
    inner = client.post("/ideas", headers={"Origin": "http://localhost"})

    assert (own.status_code, inner.status_code) == (200, 403)


def test_a_form_without_a_token_gets_a_sentence(tmp_path):
    client = site(tmp_path).test_client()

    answer = client.post("/ideas", data={"title": "Roof"})
    as_json = client.post("/ideas", headers={"Accept": "application/json"})

    assert answer.status_code == as_json.status_code == 400
    assert "load the page again" in answer.text
    assert "load the page again" in as_json.json["error"]


def test_a_form_with_its_token_is_taken(tmp_path):
    client = site(tmp_path).test_client()
    token = client.get("/token").text

    as_field = client.post("/ideas", data={"title": "Roof", "csrf_token": token})
    as_header = client.post("/ideas", data={"title": "Door"}, headers={"X-CSRFToken": token})

    assert (as_field.text, as_header.text) == ("Roof", "Door")


@pytest.mark.parametrize(
    "path", ["/words/a%00b", "/?q=a%00b", "/words/%00", "/?%00=1"], ids=lambda path: path
)
def test_a_nul_in_an_address_is_refused_in_words(browser, path):
    answer = browser.get(path)

    assert answer.status_code == 400
    assert "cannot be stored" in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"title=a%00b", "application/x-www-form-urlencoded"),
        (b"a%00b=title", "application/x-www-form-urlencoded"),
        (json.dumps({"title": "a\0b"}).encode(), "application/json"),
        (b'{"title": "\\ud800"}', "application/json"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(browser, body, kind):
    answer = browser.post("/ideas", data=body, content_type=kind)

    assert answer.status_code == 400
    assert "cannot be stored" in answer.text


def test_a_nul_in_the_name_of_a_file_is_refused(browser):
    chosen = {"picture": (io.BytesIO(b"x"), "a\0b.png")}

    answer = browser.post("/ideas", data=chosen, content_type="multipart/form-data")

    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("GET", "/words/%ff%fe", {}, b""),
        ("GET", "/?q=%ff%fe", {}, b""),
        ("GET", "/", {"Accept-Language": "\xff;q=nan, de;q=2"}, b""),
        ("GET", "/", {"Cookie": 'idealab="\xff; language=%00'}, b""),
        ("GET", "/", {"Host": "a b:port"}, b""),
        ("GET", "/", {"If-Modified-Since": "yesterday"}, b""),
        ("GET", "/ideas/99999999999999999999999", {}, b""),
        ("GET", "/ideas/" + "9" * 5000, {}, b""),
        ("POST", "/ideas", {"Content-Type": "multipart/form-data"}, b"--x\r\n"),
        ("POST", "/ideas", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n"),
        ("POST", "/ideas", {"Content-Type": "application/json"}, b'{"a":'),
        ("POST", "/ideas", {"Content-Type": "application/json"}, b"\xff\xfe"),
        ("POST", "/ideas", {"Content-Type": "application/json"}, b"[" * 100_000),
        ("POST", "/ideas", {"Content-Type": "text/plain; charset=utf-99"}, b"\xff"),
        ("POST", "/ideas", {"Content-Type": "application/x-www-form-urlencoded"}, b"title=%ff%"),
        ("POST", "/ideas", {"Content-Type": "application/x-www-form-urlencoded"}, b"=&" * 50_000),
        ("DELETE", "/ideas", {}, b""),
        ("BREW", "/ideas", {}, b""),
    ],
)
def test_a_malformed_request_never_breaks_anything(browser, method, path, headers, body):
    answer = browser.open(path, method=method, headers=headers, data=body)

    assert answer.status_code < 500


def test_an_address_that_is_too_long_is_refused_in_words(browser):
    answer = browser.get("/?q=" + "a" * 200_000)

    assert answer.status_code == 414
    assert "fewer words" in answer.text


def test_more_than_the_site_takes_is_refused_in_words(tmp_path):
    client = site(tmp_path, WTF_CSRF_ENABLED=False, MAX_CONTENT_LENGTH=1024 * 1024).test_client()

    answer = client.post(
        "/ideas", data=b"x" * 1_100_000, content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code == 413
    assert "1 MB" in answer.text


def test_a_form_of_thousands_of_parts_is_refused_in_words(browser):
    parts = {f"field-{number}": "x" for number in range(1_100)}

    answer = browser.post("/ideas", data=parts, content_type="multipart/form-data")

    assert answer.status_code == 413


def test_a_form_of_a_million_fields_is_refused_before_it_is_taken_apart(browser):
    body = b"=&" * 1_000_000
    begun = time.process_time()

    answer = browser.post("/ideas", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "body", ["[1]", '"x"', "1", "null", '{"title": 7}', '{"title": {"a": "b"}}']
)
def test_json_that_has_not_the_shape_of_a_form_is_refused_in_words(browser, body):
    answer = browser.post("/ideas", data=body, content_type="application/json")

    assert answer.status_code == 400
    assert "could not read that" in answer.text
