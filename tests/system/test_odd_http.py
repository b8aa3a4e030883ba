"""What strangers send over the wire to the running product: a clear answer, soon, and no harm."""

import socket
import time
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import func, select

from idealab.campaigns.models import Capability
from idealab.ideas.models import Idea
from idealab.lib.access import Role
from idealab.lib.db import Model, db
from idealab.mail.models import Mail
from idealab.sketches.models import Sketch
from tests.accounts.make import PASSWORD
from tests.browser import scenes
from tests.media import pictures
from tests.support.sites import await_that
from tests.system.test_at_once import filled
from tests.system.windows import FORM, SOON, Window, window_of

pytestmark = pytest.mark.slow
FOREIGN = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "///evil.example",
    "http:evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "\u2028//evil.example",
    "https:/evil.example",
    "@evil.example",
    ".evil.example",
)


@pytest.fixture
def site(live_site):
    return live_site


@pytest.fixture
def ana(site):
    return scenes.person(site, "Ana")


@pytest.fixture
def place(site):
    return scenes.campaign(site)


@pytest.fixture
def idea(site, place, ana):
    return scenes.idea(site, place, ana)


@pytest.fixture
def bruno(site):
    return window_of(site, scenes.person(site, "Bruno").id)


def clear(answer, *statuses):
    """A sentence and no failure, in time; one of these answers, if they are named."""
    assert answer.status < 500, answer.text[-600:]
    assert answer.seconds < SOON
    assert not statuses or answer.status in statuses
    return answer


def raw(site, request: bytes) -> bytes:
    """The first bytes of what the site says to a request that no browser makes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as wire:
        wire.sendall(request)
        return wire.recv(4096)


OF_THE_SITE = {"Session", "Figures", "Window", "Stretch"}  # it writes these whenever it likes


def all_counts(site):
    with site.inside():
        tables = [mapper.class_ for mapper in Model.registry.mappers]
        return {
            table.__name__: db.session.scalar(select(func.count()).select_from(table))
            for table in sorted(tables, key=lambda table: table.__name__)
            if table.__name__ not in OF_THE_SITE
        }


def test_methods_nobody_uses_are_answered(site, idea, bruno):
    for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"):
        for path in ("/", f"/ideas/{idea}", f"/ideas/{idea}/vote", "/nowhere", "/me"):
            clear(bruno.ask(method, path))


@pytest.mark.parametrize(
    "host", ["evil.example", "[", "a b", "evil.example:99999", "", "[::1", "é"]
)
def test_a_host_nobody_has_breaks_nothing_and_is_in_no_mail(site, host):
    person = scenes.person(site, "Ana")
    for path in ("/", "/sign-in", "/forgot-password", "/dev/mail", "/readyz"):
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        assert b" 5" not in raw(site, head).split(b"\r\n")[0]
        assert b"evil.example" not in raw(site, head)
    body = urlencode({"email": person.address}).encode()
    Window(site).ask("POST", "/forgot-password", body, {"Content-Type": FORM, "Host": host.strip()})

    assert not [mail for mail in site.mails() if "evil.example" in mail.text]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost", ""])
def test_a_form_from_another_website_changes_nothing(site, idea, bruno, origin):
    answer = bruno.post(f"/ideas/{idea}/vote", {"wanted": "y"}, Origin=origin)

    clear(answer, 403)
    assert "another website" in answer.text


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(site, idea, bruno):
    before = all_counts(site)
    for token in ("", "x", bruno.token[:-2], Window(site).token):
        bruno.token = token
        answer = clear(bruno.post(f"/ideas/{idea}/comments", {"body": "Hm."}), 400)
        assert "load the page again" in answer.text

    assert all_counts(site) == before


@pytest.mark.parametrize("target", FOREIGN)
def test_no_next_leads_to_another_site(site, idea, ana, bruno, target):
    hidden = quote(target)
    forms = [
        ("/preferences", {"theme": "dark", "next": target}),
        (f"/ideas/{idea}/vote", {"wanted": "y", "next": target}),
        (f"/ideas/{idea}/comments", {"body": "", "next": target}),
    ]
    answers = [bruno.post(path, form) for path, form in forms]
    answers += [bruno.get(f"{path}?next={hidden}") for path in ("/sign-in", "/join", "/confirm")]
    answers.append(Window(site).post(f"/ideas/{idea}/vote", {"next": target}))
    who = window_of(site, ana.id)
    words = {"email": ana.address, "password": PASSWORD}
    answers.append(who.post(f"/sign-in?next={hidden}", words))

    for answer in answers:
        clear(answer)
        assert not answer.location.startswith(("http", "//", "/\\", "\\"))
        assert "\r" not in answer.location


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", FORM),
        (b"body=%00", FORM),
        (b"body=%ED%A0%80", FORM),
        (b"body=" + b"w" * 200_000, FORM),
        (b"body=" + "a\u0316\u0301".encode() * 60_000, FORM),
        (b"body=" + "\u202e\u2066".encode() * 2_000, FORM),
        (b"&" * 900_000, FORM),
        (b"x" * 3_000_000, FORM),
        (b'{"body": "\\ud800"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"body": {"a": 1}}', "application/json"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"<a/>", "text/xml"),
        (b"body=Hm.", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"body=Hm.", "\xff"),
        (b"", ""),
    ],
)
def test_odd_bodies_are_refused_in_a_sentence(site, idea, bruno, body, kind):
    token = {"X-CSRFToken": bruno.token}
    for path in (f"/ideas/{idea}/comments", f"/ideas/{idea}/vote", "/preview", "/sign-in", "/join"):
        headers = {"Content-Type": kind, "Cookie": bruno.cookie} | token
        answer = clear(Window(site).ask("POST", path, body, headers))
        assert "<main" in answer.text or answer.status in (200, 303)


def test_an_endless_body_without_a_length_is_cut(site):
    head = (
        b"POST /preview HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    part = b"%x\r\n" % (1 << 20) + b"a=b&" * (1 << 18) + b"\r\n"
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as wire:
        try:
            wire.sendall(head + part * 8 + b"0\r\n\r\n")
            said = wire.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            said = b"HTTP/1.1 413"

    assert said.split(b" ")[1][:1] == b"4"
    assert time.monotonic() - began < SOON * 2


@pytest.mark.parametrize(
    "path",
    [
        "/?" + "q" * 10_000,
        "/campaigns/%00",
        "/campaigns/%ED%A0%80",
        "/ideas/٣",
        "/ideas/-1",
        "/ideas/" + "9" * 40,
        "/ideas/1.0",
        "/people/0",
        "/media/x/320.webp",
        "/media/..%2f..%2fidealab.db/320.webp",
        "/media/" + "0" * 32 + "/original",
        "/static/../../idealab.db",
        "/static/%2e%2e/%2e%2e/secret.key",
        "/static//etc/passwd",
        "/reset-password?token=" + "x" * 3_000,
        "/confirm?token=%F0%9F%9A%97",
        "/invitations/" + "x" * 3_000,
        "/staff/campaigns/nowhere/exports/1/file",
        "/" + "a/" * 2_000,
    ],
)
def test_odd_addresses_are_not_found_in_a_sentence(site, bruno, path):
    for window in (bruno, Window(site)):
        answer = clear(window.get(quote(path, safe="/?=&%+.")))
        assert b"SQLite" not in answer.body
        assert b"root:" not in answer.body


def test_looking_at_every_page_changes_nothing(site, place, idea, bruno):
    paulo = window_of(site, scenes.person(site, "Paulo", Role.ADMIN).id)
    bruno.post(f"/ideas/{idea}/comments", {"body": "Hm."})
    before = all_counts(site)
    pages = [
        rule.rule.replace("<slug>", place.slug).replace("<int:idea_id>", str(idea))
        for rule in site.app().url_map.iter_rules()
        if "GET" in rule.methods
    ]
    for person in (bruno, paulo):
        for page in pages:
            if "<" not in page:
                for query in ("", "?wanted=y&act=publish&order=random", "?support=1&token=x"):
                    clear(person.get(page + query))

    assert all_counts(site) == before
    assert bruno.get("/me").status == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("car.png", b"This is a text."),
        ("car.png", b""),
        ("car.png", pictures.png_of_claimed_size(50_000, 50_000)),
        ("car.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("car.png", pictures.png().getvalue()[:60]),
        ("‮gnp.exe", b"MZ"),
        ("a" * 3_000 + ".png", b"GIF89a"),
    ],
)
def test_what_is_no_picture_is_said_beside_its_field_and_the_text_is_kept(
    site, place, bruno, name, content
):
    before = all_counts(site)
    form = filled(site, place, title="Doors that slide into the roof")

    answer = bruno.upload(f"{place.wall}/ideas/new", form, {"picture0": (name, content)})

    clear(answer, 422)
    assert "Doors that slide into the roof" in answer.text
    after = all_counts(site)
    assert after.pop("Draft") == before.pop("Draft") + 1  # what was typed is kept, and nothing else
    assert after == before


def test_a_picture_that_breaks_in_the_worker_has_failed_visibly(site, place, bruno):
    whole = pictures.png((900, 700)).getvalue()
    broken = whole[: len(whole) // 2]
    form = filled(site, place)

    answer = bruno.upload(f"{place.wall}/ideas/new", form, {"picture0": ("car.png", broken)})

    clear(answer, 303, 422)
    if answer.status == 303:
        page = lambda: bruno.get(answer.location).text  # noqa: E731
        await_that(lambda: 'data-media-state="pending"' not in page(), seconds=60)
        assert rows_of(site, Sketch) >= 1


def rows_of(site, kind):
    with site.inside():
        return db.session.scalar(select(func.count()).select_from(kind))


def test_a_phase_that_closes_between_opening_and_sending_gives_everything_back(
    site, place, idea, ana, bruno
):
    form, author = (
        filled(site, place, title="Seats that turn to the street"),
        window_of(site, ana.id),
    )
    assert bruno.get(f"{place.wall}/ideas/new").status == 200

    scenes.allow(site, place, [Capability.SEE_COUNTS])

    sent = bruno.post(f"{place.wall}/ideas/new", form)
    said = bruno.post(f"/ideas/{idea}/comments", {"body": "And who pays for all that?"})
    revised = author.post(f"/ideas/{idea}/edit", form | {"revision": "1"})
    voted = bruno.post(f"/ideas/{idea}/vote", {"wanted": "y"}, Accept="application/json")
    for answer, words in (
        (sent, "Seats that turn to the street"),
        (said, "And who pays for all that?"),
        (revised, "Seats that turn to the street"),
    ):
        clear(answer, 409)
        assert words in answer.text
    assert clear(voted, 409).json["error"]
    assert rows_of(site, Idea) >= 1


def test_a_known_and_an_unknown_address_get_the_same_answer(site):
    known = scenes.person(site, "Ana").address
    for path, more in (("/sign-in", {"password": "wrong words here"}), ("/forgot-password", {})):
        told = []
        for address in (known, "nobody-at-all@example.org"):
            window = with_token(site)
            answer = window.post(path, {"email": address, **more})
            told.append((answer.status, answer.location, answer.text.count("<p")))
        assert told[0] == told[1]
    assert rows_of(site, Mail)


def with_token(site):
    window = Window(site)
    page = window.get("/join")
    window.cookie = page.headers["set-cookie"].split(";")[0]
    window.token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    return window
