"""Background work. A job is queued when the transaction that asked for it has committed.

What the queue loses (server down, worker killed) a sweep finds again from rows, so handing over
never fails a commit.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry as Reconnect
from rq import Queue, Retry, get_current_job
from rq.exceptions import DuplicateJobError
from rq.job import Job as QueuedJob
from rq.job import JobStatus
from rq.serializers import JSONSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from idealab.lib.db import db

Job = Callable[..., None]
QUEUES = ("mail", "media", "default")
TIMEOUTS = {"mail": 120, "media": 180, "default": 3600}
PATIENCE = 0.8  # seconds for an answer of the queue server
SOON = 30  # seconds until a try that is waited for
PAUSE = 3.0  # seconds in which a server that was away is left alone
FAILURES_KEPT = 7 * 86400

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.extensions["redis"] = app.config.get("REDIS") or connect(app.config["REDIS_URL"])
    app.extensions["queue_asked_again_at"] = 0.0  # by the clock that never goes back


def connect(url: str) -> Redis:
    """A lazy connection that gives up soon: a web page never waits long for the queue. One that
    was closed meanwhile is opened again; of a server that hangs nothing is asked twice."""
    return Redis.from_url(
        url,
        retry=Reconnect(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
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
    """Hand `job(*ids)` to the queue now, unless it already waits there. One that is being done at
    this moment is done once more. Raises RedisError when the queue server is away."""
    if _waits(job, ids, on=on) or _put_once(job, ids, on=on, name=_name_of(job, ids)):
        return
    _put_once(job, ids, on=on, name=f"{_name_of(job, ids)}-{secrets.token_hex(4)}")


def put_again(job: Job, *ids: int | str, on: str = "default") -> None:
    """For sweeps: hand `job(*ids)` to the queue if the queue has lost it, or never had it."""
    if not _waits(job, ids, on=on):
        _put_once(job, ids, on=on, name=_name_of(job, ids))


def _waits(job: Job, ids: tuple[int | str, ...], *, on: str) -> bool:
    """Is it in the queue? Forgets one that only seems to be, so that it can be put again."""
    line = queue(on)
    known = line.fetch_job(_name_of(job, ids))
    if known is None:
        return False
    status = known.get_status(refresh=False)
    if status == JobStatus.QUEUED:
        waits = line.get_job_position(known) is not None
    else:
        waits = status == JobStatus.SCHEDULED and _begins_soon(line, known.id)
    in_hand = status == JobStatus.STARTED and known.id in line.started_job_registry
    if not waits and not in_hand:
        _forget_job(known)
    return waits


def _begins_soon(line: Queue, job_id: str) -> bool:
    """A job that is to be tried again much later must not keep work waiting that can be done."""
    begins_at = line.connection.zscore(line.scheduled_job_registry.key, job_id)
    return begins_at is not None and float(begins_at) < time.time() + SOON


def _forget_job(known: QueuedJob) -> None:
    try:
        known.delete()
    except ValueError:  # the queue has lost what it knew of a killed worker, and looks for it
        known.connection.delete(known.execution_registry.key)
        known.delete()


def _put_once(job: Job, ids: tuple[int | str, ...], *, on: str, name: str) -> bool:
    try:
        queue(on).enqueue(
            job,
            *ids,
            job_id=name,
            unique=True,
            retry=Retry(max=3, interval=[10, 60, 300]),
            result_ttl=0,
            failure_ttl=FAILURES_KEPT,
        )
    except DuplicateJobError:
        return False
    return True


def _name_of(job: Job, ids: tuple[int | str, ...]) -> str:
    """The same work has the same name, by which the queue knows that it has it already."""
    words = [*job.__module__.split("."), job.__name__, *(str(id_) for id_ in ids)]
    return re.sub(r"[^A-Za-z0-9_-]", "_", "-".join(words))


@event.listens_for(Session, "after_commit")
def _hand_over(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint ends; the transaction may still fail
        return
    for job, ids, on in session.info.pop("jobs", ()):
        if time.monotonic() < current_app.extensions["queue_asked_again_at"]:
            return
        try:
            put(job, *ids, on=on)
        except RedisError as problem:
            log.warning("queue away, %s%s is left to the sweep: %s", job.__name__, ids, problem)
            # And so are the rest, and those of the next pages: each try would make a page wait.
            current_app.extensions["queue_asked_again_at"] = time.monotonic() + PAUSE
            return


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, rolled_back: SessionTransaction) -> None:
    if rolled_back.parent is None:  # a rolled back savepoint keeps the jobs of its transaction
        session.info.pop("jobs", None)


def try_no_more() -> None:
    """Said within a job that is about to fail for good: staff find it among the failed ones at
    once, and it is not tried again meanwhile."""
    job = get_current_job()
    if job is not None:
        job.retries_left = 0


def depth(name: str) -> int:
    return int(queue(name).count)
