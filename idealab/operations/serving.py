"""The web server: Granian, several processes, each with several threads."""

import os
from functools import partial
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from idealab import create_app
from idealab.operations.leash import end_with_parent

THREADS = 8  # a process; more only take the interpreter from each other
DRAIN = 5  # seconds that requests in flight have to end
QUIET: dict[str, Any] = {"handlers": [], "propagate": True}  # what it says goes into our log


def serve(app: Flask) -> None:
    """Answer requests until SIGTERM or SIGINT."""
    server = Granian(
        "idealab",
        address=app.config["HOST"],
        port=app.config["PORT"],
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=app.config["WORKERS"],
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=DRAIN,
        log_level=LogLevels.error,
        log_dictconfig={"loggers": {"_granian": QUIET, "granian.access": QUIET}},
    )
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)


def _load(server: int) -> Flask:
    end_with_parent(server)
    return create_app()
