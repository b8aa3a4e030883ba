"""Browsers without a screen: they keep a session, know the token of forms, and time each answer."""

import hashlib
import http.client
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from idealab.accounts.models import User
from idealab.accounts.signing import open_session
from idealab.lib.clock import now
from idealab.lib.db import db
from tests.support.sites import Site

PATIENCE = 30
SOON = 2.0  # seconds in which the site promises an answer
FORM = "application/x-www-form-urlencoded"
Pairs = Mapping[str, str] | Iterable[tuple[str, str]]


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Window:
    """`Window(site)` is nobody's; `window_of(site, person.id)` somebody's."""

    def __init__(self, site: Site, cookie: str = "", token: str = "") -> None:
        self.site, self.cookie, self.token = site, cookie, token

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=_named(headers))

    def post(self, path: str, form: Pairs = (), **headers: str) -> Answer:
        """Send a form as the page would, with its token."""
        pairs = [*(form.items() if isinstance(form, Mapping) else form)]
        body = urlencode([("csrf_token", self.token), *pairs]).encode()
        return self.ask("POST", path, body, {"Content-Type": FORM} | _named(headers))

    def upload(self, path: str, form: Pairs, files: Mapping[str, tuple[str, bytes]]) -> Answer:
        pairs = [*(form.items() if isinstance(form, Mapping) else form)]
        body, kind = multipart([("csrf_token", self.token), *pairs], files)
        return self.ask("POST", path, body, {"Content-Type": kind})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        sent = ({"Cookie": self.cookie} if self.cookie else {}) | dict(headers)
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        try:
            with suppress(BrokenPipeError):  # refused before all of it was sent
                connection.request(method, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        took = time.monotonic() - began
        known = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, known, content, took)


def window_of(site: Site, person_id: int) -> Window:
    """A window in which that person has signed in."""
    with site.inside() as app:
        session_token = open_session(db.session.get_one(User, person_id), now=now())
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    raw = hashlib.sha256(secrets.token_bytes(16)).hexdigest()
    session = {"_user_id": session_token, "_fresh": True, "csrf_token": raw}
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(session)}"
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
    return Window(site, cookie, str(token))


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; what each gave, in their order."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def multipart(
    pairs: Iterable[tuple[str, str]], files: Mapping[str, tuple[str, bytes]]
) -> tuple[bytes, str]:
    line = secrets.token_hex(16)
    parts = []
    for name, value in pairs:
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for name, (filename, content) in files.items():
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
        parts.append(head.encode() + b"\r\nContent-Type: image/png\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
