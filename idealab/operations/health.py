"""Two addresses for whoever watches the site: is it alive, and is it ready for people?"""

import logging
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify

from idealab.lib.access import public
from idealab.operations.probing import ask_database, ask_queue, ask_storage

# Without the queue the site reads and writes, pictures and mails wait: that is no reason to take
# a web process out of service, so only the other two are.
NEEDED: dict[str, Callable[[], None]] = {"database": ask_database, "storage": ask_storage}
MISSED: dict[str, Callable[[], None]] = {"queue": ask_queue}

bp = Blueprint("health", __name__)
log = logging.getLogger(__name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    return _kept_by_nobody(jsonify(status="ok"))


@bp.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    checks = {name: _answer_of(name, ask) for name, ask in {**NEEDED, **MISSED}.items()}
    if not all(checks[name]["ok"] for name in NEEDED):
        status = "away"
    elif not all(checks[name]["ok"] for name in MISSED):
        status = "degraded"
    else:
        status = "ready"
    answer = _kept_by_nobody(jsonify(status=status, checks=checks))
    return answer, 503 if status == "away" else 200


def _answer_of(name: str, ask: Callable[[], None]) -> dict[str, Any]:
    begun = time.perf_counter()
    try:
        ask()
    except Exception as problem:
        # The reason may name hosts and people, so it goes to the log and not to the public.
        log.warning("%s is away: %s", name, problem)
        answers = False
    else:
        answers = True
    return {"ok": answers, "ms": round((time.perf_counter() - begun) * 1000, 1)}


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
