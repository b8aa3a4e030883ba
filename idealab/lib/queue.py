"""Background work. A job is queued when the transaction that asked for it has committed.

What the queue loses (server down, worker killed) a sweep finds again from rows, so handing over
never fails a commit.
"""

import logging
from collections.abc import Callable

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as Reconnect
from rq import Queue, Retry
from rq.serializers import JSONSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from idealab.lib.db import db

Job = Callable[..., None]
QUEUES = ("mail", "media", "default")
TIMEOUTS = {"mail": 120, "media": 180, "default": 3600}

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.extensions["redis"] = app.config.get("REDIS") or connect(app.config["REDIS_URL"])


def connect(url: str) -> Redis:
    """A lazy connection that fails at once when nobody listens: a web page never waits for it."""
    return Redis.from_url(
        url, retry=Reconnect(NoBackoff(), 1), socket_connect_timeout=1, socket_timeout=5
    )


def queue(name: str) -> Queue:
    return Queue(
        name,
        connection=current_app.extensions["redis"],
        serializer=JSONSerializer,
        default_timeout=TIMEOUTS[name],
    )


def enqueue(job: Job, *ids: int | str, on: str = "default") -> None:
    """Have `job(*ids)` done by a worker once this transaction is committed."""
    db.session.info.setdefault("jobs", []).append((job, ids, on))


def put(job: Job, *ids: int | str, on: str = "default") -> None:
    """Hand `job(*ids)` to the queue now. Raises RedisError when the queue server is away."""
    queue(on).enqueue(
        job, *ids, retry=Retry(max=3, interval=[10, 60, 300]), result_ttl=0, failure_ttl=7 * 86400
    )


@event.listens_for(Session, "after_commit")
def _hand_over(session: Session) -> None:
    for job, ids, on in session.info.pop("jobs", ()):
        try:
            put(job, *ids, on=on)
        except RedisError as problem:
            log.warning("queue away, %s%s is left to the sweep: %s", job.__name__, ids, problem)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: SessionTransaction) -> None:
    if rolled_back.parent is None:  # a rolled back savepoint keeps the jobs of its transaction
        session.info.pop("jobs", None)


def depth(name: str) -> int:
    return int(queue(name).count)

