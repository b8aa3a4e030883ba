"""The log: a line of JSON an event on stderr, each with the number of its request."""

import json
import logging
import re
import secrets
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, Response, g, request
from sqlalchemy import inspect

QUIET = ("/healthz", "/readyz", "/static/")  # written at level DEBUG only
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
LONGEST_PATH = 300
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

access = logging.getLogger("idealab.access")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def init_app(app: Flask) -> None:
    """Must come after security, so that it is the outermost layer."""
    _write_to_stderr(app.config["LOG_LEVEL"])
    app.after_request(_note_person)
    app.wsgi_app = _Requests(  # type: ignore[method-assign]
        app.wsgi_app, trusting=app.config["TRUSTED_PROXIES"] > 0
    )


def request_id() -> str:
    """The number of the request in hand; empty in commands and jobs."""
    return _request_id.get()


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _request_id.get():
            line["request"] = _request_id.get()
        line |= getattr(record, "particulars", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class HumanLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        more = getattr(record, "particulars", {})
        words = [clock, record.levelname.lower().ljust(7), record.getMessage()]
        if more:
            words.append(f"{more['status']} {more['ms']} ms")
        text = " ".join(words)
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


class _Stderr(logging.StreamHandler):
    """Looks up stderr for each line, as tests and servers exchange it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(HumanLines() if sys.stderr.isatty() else JsonLines())

    @property
    def stream(self) -> TextIO:
        return sys.stderr


def _write_to_stderr(level: str) -> None:
    if level not in LEVELS:
        raise SystemExit(f"IDEALAB_LOG_LEVEL must be one of {', '.join(LEVELS)}.")
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Stderr)]:
        root.removeHandler(handler)
    root.addHandler(_Stderr())
    root.setLevel(logging.WARNING)
    logging.getLogger("idealab").setLevel(level)


class _Requests:
    """Gives each request its number, puts it on the answer, and writes the line about it."""

    def __init__(self, inner: Any, *, trusting: bool) -> None:
        self.inner = inner
        self.trusting = trusting

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        number = self._number_for(environ)
        begun = time.perf_counter()
        token = _request_id.set(number)
        status = ["500"]

        def start(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            status[0] = line
            return start_response(line, [*headers, ("X-Request-ID", number)], *rest)

        try:
            return self.inner(environ, start)
        finally:
            _tell(environ, int(status[0][:3]), time.perf_counter() - begun)
            _request_id.reset(token)

    def _number_for(self, environ: dict[str, Any]) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self.trusting else ""
        return given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)


def _tell(environ: dict[str, Any], status: int, seconds: float) -> None:
    """Neither the query nor the body is written down: links in mails carry secrets there."""
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace")
    level = logging.DEBUG if path.startswith(QUIET) and status < 500 else logging.INFO
    if not access.isEnabledFor(level):
        return
    particulars = {
        "status": status,
        "ms": round(seconds * 1000, 1),
        "person": environ.get("idealab.person"),
        "address": environ.get("REMOTE_ADDR"),
    }
    words = f"{environ.get('REQUEST_METHOD')} {path[:LONGEST_PATH]}"
    access.log(level, words, extra={"particulars": particulars})


def _note_person(response: Response) -> Response:
    known = g.get("_login_user")  # where Flask-Login keeps whom it has loaded
    row = inspect(known, raiseerr=False)  # None for nobody
    if row is not None and row.identity:  # asked of the person, it would be read again by now
        request.environ["idealab.person"] = row.identity[0]
    return response
