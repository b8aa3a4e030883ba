"""The scheduler. Any number may be started; one acts, the one that holds the lock in Redis.

While the queue server is away there is nothing to hand over, so nothing is swept; when it is back,
perhaps empty, everything is swept at once.
"""

import logging
import signal
import threading
import time
from collections.abc import Iterable

from flask import Flask
from redis.exceptions import LockError, RedisError
from redis.lock import Lock
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer

from idealab.lib.db import db
from idealab.lib.queue import QUEUES
from idealab.operations.schedule import SWEEPS, Sweep

TICK = 1.0
LEAD_LASTS = 15  # seconds after which another one takes over from a leader that was killed
LONGEST_PAUSE = 5.0

log = logging.getLogger(__name__)


def schedule(app: Flask, sweeps: Iterable[Sweep] = SWEEPS) -> None:
    """Look after things until SIGTERM or SIGINT."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    scheduler = Scheduler(app, sweeps)
    pause = TICK
    while not stopping.wait(pause):
        try:
            scheduler.tick()
            pause = TICK
        except RedisError as problem:
            scheduler.forget()
            pause = min(pause * 2, LONGEST_PAUSE)
            log.warning("the queue is away, next try in %s s: %s", pause, problem)
    scheduler.step_down()


class Scheduler:
    def __init__(self, app: Flask, sweeps: Iterable[Sweep] = SWEEPS) -> None:
        self.app = app
        self.sweeps = tuple(sweeps)
        self.due: dict[str, float] = {}
        self.lead = Lock(
            app.extensions["redis"], "idealab:scheduler", timeout=LEAD_LASTS, thread_local=False
        )
        self.retries = RQScheduler(
            QUEUES,
            connection=app.extensions["redis"],
            serializer=JSONSerializer,
            logging_level="WARNING",
            name="idealab",  # the same for all, as only the leader uses it
        )

    def tick(self) -> None:
        """Do what is due, if this one leads. Raises RedisError when the queue server is away."""
        if not self._leads():
            self.due.clear()
            return
        self.retries.acquire_locks()
        self.retries.enqueue_scheduled_jobs()
        for sweep in self.sweeps:
            if time.monotonic() >= self.due.get(sweep.name, 0) and self._leads():
                self.due[sweep.name] = time.monotonic() + sweep.every
                self._run(sweep)

    def forget(self) -> None:
        """The queue may come back empty: then all that waits is put into it again."""
        self.due.clear()

    def step_down(self) -> None:
        try:
            self.lead.release()
        except (LockError, RedisError):
            log.debug("did not lead")

    def _leads(self) -> bool:
        try:
            return self.lead.reacquire()
        except LockError:
            return self.lead.acquire(blocking=False)

    def _run(self, sweep: Sweep) -> None:
        with self.app.app_context():
            try:
                sweep.run()
                db.session.commit()
            except RedisError:
                raise
            except Exception:  # one that fails must not keep the others from their work
                log.exception("the sweep %s failed", sweep.name)
