"""`idealab run`: the whole house on one machine, under one supervisor."""

import errno
import fcntl
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from flask import Flask

from idealab.lib import embedded
from idealab.lib.errors import Refused
from idealab.operations.leash import leashed
from idealab.operations.preparing import load_demo_at_first, prepare
from idealab.operations.supervising import Part, Stopped, Supervisor

PORT_FREED_WITHIN = 10  # seconds, when the last run was killed and its parts still end
READY_WITHIN = 60

Say = Callable[[str], None]


class CannotRun(Refused):
    pass


def run(app: Flask, *, say: Say) -> None:
    """Run the house until Ctrl-C or SIGTERM. Raises CannotRun."""
    with _only_run(app) as record:
        _await_port(app)
        supervisor = Supervisor(app.config["HOME"])
        with supervisor.listening():
            try:
                _start(app, supervisor, say)
                _tell(app, record, say)
                supervisor.watch()
            except Stopped:
                say("Stopping. What is being done is finished first.")
            finally:
                supervisor.stop()
                say("Stopped.")


def _start(app: Flask, supervisor: Supervisor, say: Say) -> None:
    if app.config["REDIS_EMBEDDED"]:
        supervisor.start(_queue_server(app))
    say("Preparing styles, languages and tables …")
    prepare(app)
    if app.config["REDIS_EMBEDDED"] and not supervisor.wait_until(
        lambda: embedded.answers(app.config["REDIS_URL"]), seconds=READY_WITHIN
    ):
        raise CannotRun(
            f"The queue server does not start. {_queue_folder(app)}/valkey.log says why."
        )
    load_demo_at_first(app, say=say)
    say("Starting the web server, then workers and scheduler …")
    supervisor.start(_part("web", "web"))  # alone, so that the first page is there soon
    if not supervisor.wait_until(lambda: _answers(app), seconds=READY_WITHIN):
        raise CannotRun("The web server does not answer. The lines above say why.")
    supervisor.start(_part("mail worker", "worker", "mail"))
    supervisor.start(_part("worker", "worker", "media", "default"))
    supervisor.start(_part("scheduler", "scheduler"))


def _part(name: str, *arguments: str) -> Part:
    return Part(name, [sys.executable, "-m", "idealab", *arguments])


def _queue_server(app: Flask) -> Part:
    folder = _queue_folder(app)
    try:
        command = embedded.command(socket=app.config["REDIS_SOCKET"], folder=folder)
    except embedded.QueueServerMissing as problem:
        raise CannotRun(str(problem)) from problem
    lock = str(app.config["INSTANCE"] / "queue.lock")

    def put_aside() -> None:
        """A file that cannot be read must not keep the house shut: sweeps fill an empty queue."""
        folder.rename(folder.with_name(f"queue.unreadable-{int(time.time())}"))
        folder.mkdir()

    return Part("queue server", leashed(os.getpid(), lock, command), last=True, mend=put_aside)


def _queue_folder(app: Flask) -> Path:
    return app.config["INSTANCE"] / "queue"


def _tell(app: Flask, record: TextIO, say: Say) -> None:
    address = address_of(app)
    record.truncate(0)
    json.dump({"address": address, "process": os.getpid()}, record)
    record.flush()
    say(f"\nIdealab is ready: {address}")
    people = app.config["INSTANCE"] / "sign-in.txt"
    if people.exists():
        say(f"\n{people.read_text().strip()}")
    say("\nCtrl-C stops it.")


def address_of(app: Flask) -> str:
    host = app.config["HOST"]
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{named}:{app.config['PORT']}"


def _answers(app: Flask) -> bool:
    host, _, port = address_of(app).removeprefix("http://").rpartition(":")
    connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _only_run(app: Flask) -> Iterator[TextIO]:
    """One house an instance folder. The lock goes with the process, however that ends."""
    instance: Path = app.config["INSTANCE"]
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "run.json").open("a+") as record:
        try:
            fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(_already_running(record, instance)) from None
        yield record
        record.truncate(0)


def _already_running(record: TextIO, instance: Path) -> str:
    record.seek(0)
    try:
        known = json.load(record)
    except ValueError:
        return f"Idealab is already starting in {instance}."
    return f"Idealab is already running: {known['address']} (process {known['process']})."


def _await_port(app: Flask) -> None:
    deadline = time.monotonic() + PORT_FREED_WITHIN
    while problem := _problem_with_port(app):
        if problem.errno != errno.EADDRINUSE:
            raise CannotRun(
                f"Cannot listen on {app.config['HOST']}, port {app.config['PORT']}: "
                f"{problem.strerror}. Set IDEALAB_HOST and IDEALAB_PORT."
            )
        if time.monotonic() > deadline or not _was_killed(app):
            raise CannotRun(
                f"Port {app.config['PORT']} is in use by another program. "
                "Stop that one, or choose another port: IDEALAB_PORT=8001 bin/run"
            )
        time.sleep(0.1)


def _problem_with_port(app: Flask) -> OSError | None:
    family = socket.AF_INET6 if ":" in app.config["HOST"] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((app.config["HOST"], app.config["PORT"]))
            probe.listen()
        except OSError as problem:
            return problem
    return None


def _was_killed(app: Flask) -> bool:
    """A run that ends by itself leaves no record behind."""
    return (app.config["INSTANCE"] / "run.json").stat().st_size > 0
