"""The real product, started as its owner starts it: `idealab run` in a folder of its own."""

import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select as rows_of

from idealab import HOME, create_app
from idealab.accounts.models import User
from idealab.accounts.signing import open_session
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail.models import Mail
from tests.support.postgres import create

STARTS_WITHIN = 120
ENDS_WITHIN = 60


class Site:
    """One installation. `start` and `stop` it as often as you like; its folder stays."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.instance = folder / "instance"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.process: subprocess.Popen[str] | None = None
        kept = {key: word for key, word in os.environ.items() if not key.startswith("IDEALAB_")}
        self.environ = {
            **kept,
            "IDEALAB_INSTANCE": str(self.instance),
            "IDEALAB_PORT": str(self.port),
            "IDEALAB_STORAGE_URL": str(folder / "uploads"),
            "IDEALAB_RATE_LIMITS": "OFF",
            "IDEALAB_DEMO": "OFF",
            **environ,
        }

    def start(self) -> str:
        """Start it and return what it prints until it is ready."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command("run"), cwd=HOME, env=self.environ, text=True,
                stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        said = ""
        deadline = time.monotonic() + STARTS_WITHIN
        while "Ctrl-C" not in said:
            more = self._hear(deadline)
            if not more:
                pytest.fail(f"The site did not start.\n{said}\n{self.said()}", pytrace=False)
            said += more
        return said

    def stop(self, by: int = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.await_end()

    def await_end(self) -> int:
        assert self.process
        assert self.process.stdout
        with self.process.stdout:
            code = self.process.wait(ENDS_WITHIN)
        self.process = None
        return code

    def cli(self, *arguments: str, code: int = 0) -> str:
        """Run `idealab …` on this installation; return what it prints."""
        ended = subprocess.run(
            self.command(*arguments), cwd=HOME, env=self.environ, text=True, capture_output=True
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    @staticmethod
    def command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "idealab", *arguments]

    def app(self) -> Flask:
        """The application on this installation's database, to make things with."""
        if not hasattr(self, "_app"):
            names = {"IDEALAB_STORAGE_URL": "STORAGE_URL", "IDEALAB_REDIS_URL": "REDIS_URL"}
            settings: dict[str, Any] = {"INSTANCE": self.instance, "PORT": self.port}
            for variable, name in names.items():
                if variable in self.environ:
                    settings[name] = self.environ[variable]
            url = self.environ.get("IDEALAB_DATABASE_URL", "").replace("ql://", "ql+psycopg://")
            settings["SQLALCHEMY_DATABASE_URI"] = url or f"sqlite:///{self.instance}/idealab.db"
            self._app = create_app(settings)
        return self._app

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """In here the makers and verbs work on this installation."""
        with self.app().app_context():
            yield self.app()
            db.session.commit()

    def cookie_of(self, user_id: int) -> dict[str, Any]:
        """The cookie of a browser in which that person has signed in."""
        with self.inside() as app:
            token = open_session(db.session.get_one(User, user_id), now=now())
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer
        word = signer.dumps({"_user_id": token, "_fresh": True})
        return {"name": app.config["SESSION_COOKIE_NAME"], "value": word, "url": self.url}

    def processes(self) -> dict[str, psutil.Process]:
        """What runs under the supervisor, by what it was asked to do: `web`, `worker mail` …"""
        assert self.process
        children = psutil.Process(self.process.pid).children()
        return {name: child for child in children if (name := _task_of(child))}

    def mails(self) -> list[Mail]:
        """All mails that were written, the oldest first, sent or not."""
        with self.inside():
            mails = list(db.session.scalars(rows_of(Mail).order_by(Mail.id)))
            db.session.expunge_all()
        return mails

    def said(self) -> str:
        return self.log.read_text()[-4000:]

    def _hear(self, deadline: float) -> str:
        """What it prints next; nothing when it has ended or takes too long."""
        assert self.process
        assert self.process.stdout
        ears = self.process.stdout.fileno()
        ready, _, _ = select.select([ears], [], [], max(0, deadline - time.monotonic()))
        return os.read(ears, 4096).decode() if ready else ""


def _task_of(process: psutil.Process) -> str:
    try:
        words = process.cmdline()
    except psutil.NoSuchProcess:  # it has just ended
        return ""
    return " ".join(words[words.index("idealab") + 1 :]) if "idealab" in words else "queue"


def free_port() -> int:
    """Below those that the system gives to whoever calls out: a site that starts again finds its
    port as it left it."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("a hundred ports are taken")


def await_that(is_so: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait for what other processes do; a test of one process never needs this."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not so within {seconds} s: {is_so.__name__}"
        select.select([], [], [], 0.05)


@pytest.fixture(scope="session")
def _live_site(request: pytest.FixtureRequest, tmp_path_factory, worker_id) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("live"))
    if request.config.getoption("--database") == "postgresql":
        server = request.getfixturevalue("postgres")
        site.environ["IDEALAB_DATABASE_URL"] = create(server, f"idealab_live_{worker_id}")
    site.start()
    yield site
    if hasattr(site, "_app"):
        with site.inside():
            db.engine.dispose()
    site.stop()


@pytest.fixture
def live_site(_live_site: Site) -> Site:
    """The running product, one for all tests of a process. Make people and campaigns of your own
    in it: `with live_site.inside(): …`."""
    return _live_site


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """An installation of this test's own, not started yet, to be killed and started at will."""
    site = Site(tmp_path)
    yield site
    if site.process:
        site.stop()
