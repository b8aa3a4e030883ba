"""The servers of a run: the product as `idealab web` runs it, with its queue server, and the bare
app; and what their processes have cost so far."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from benchmarks.visiting import Connection, page
from idealab import HOME, create_app
from idealab.accounts.models import User
from idealab.accounts.signing import open_session
from idealab.config import database_url
from idealab.lib import embedded
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.operations.preparing import build_assets, compile_translations
from tests.support.sites import free_port

STARTS_WITHIN = 60


@dataclass
class Server:
    port: int
    roots: list[int]  # processes; they and all below them are counted
    app: Flask | None = None  # on the same database, to look and to prepare

    def spent(self) -> float:
        """Seconds of processor time so far."""
        return sum(_spent_below(root) for root in self.roots)


@contextmanager
def bare() -> Iterator[Server]:
    port = free_port()
    with _running([sys.executable, "-m", "benchmarks.bare", str(port)], {}, None) as process:
        _await(port, "/", process)
        yield Server(port, [process.pid])


@contextmanager
def site(
    url: str, folder: Path, *, database_process: int | None, semantic: bool = False
) -> Iterator[Server]:
    """The product on the database `url`, its own folder and its own queue server."""
    port = free_port()
    settings = {"INSTANCE": folder, "PORT": port, "SEMANTIC": semantic}
    app = create_app({"SQLALCHEMY_DATABASE_URI": database_url(url), **settings})
    build_assets(app)
    compile_translations()
    environ = {
        "IDEALAB_INSTANCE": str(folder),
        "IDEALAB_PORT": str(port),
        "IDEALAB_DATABASE_URL": url,
        "IDEALAB_STORAGE_URL": str(folder / "uploads"),
        "IDEALAB_SEMANTIC": "ON" if semantic else "OFF",
    }
    queue = embedded.command(socket=app.config["REDIS_SOCKET"], folder=folder / "queue")
    with ExitStack() as running:
        valkey = running.enter_context(_running(queue, {}, folder / "queue.log"))
        web = [sys.executable, "-m", "idealab", "web"]
        process = running.enter_context(_running(web, environ, folder / "web.log"))
        _await(port, "/healthz", process)
        roots = [process.pid, valkey.pid]
        yield Server(port, roots + ([database_process] if database_process else []), app)
        with app.app_context():
            db.engine.dispose()


def cookies_of(server: Server, count: int) -> list[str]:
    """Browsers in which participants have signed in, one after the other from the last on: they
    are no authors of the first ideas."""
    assert server.app
    app = server.app
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    with app.app_context():
        people = db.session.scalars(select(User).order_by(User.id.desc()).limit(count)).all()
        tokens = [open_session(person, now=now()) for person in people]
        db.session.commit()
        db.session.remove()
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={signer.dumps({'_user_id': token, '_fresh': True})}" for token in tokens]


@contextmanager
def _running(
    command: list[str], environ: dict[str, str], log: Path | None
) -> Iterator[subprocess.Popen[bytes]]:
    kept = {key: word for key, word in os.environ.items() if not key.startswith("IDEALAB_")}
    with (log or Path(os.devnull)).open("ab") as file:
        process = subprocess.Popen(command, cwd=HOME, env=kept | environ, stdout=file, stderr=file)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            if Connection(port).ask(page(path)).status == 200:
                return
        time.sleep(0.1)
    raise SystemExit(f"A server of the benchmark did not start: {' '.join(process.args)}")  # type: ignore[arg-type]


def _spent_below(root: int) -> float:
    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(root)
        return sum(_spent_by(process) for process in [first, *first.children(recursive=True)])
    return 0.0


def _spent_by(process: psutil.Process) -> float:
    """With that of its children which have ended."""
    with suppress(psutil.NoSuchProcess):
        return sum(process.cpu_times()[:4])
    return 0.0
