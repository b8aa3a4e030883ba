"""The worker: takes jobs from the queues for as long as it runs, also when the queue server goes
away and comes back.

Pictures and long jobs run in a fork each, so that one that eats all memory harms no other; mails
run in the worker itself, which is twenty times faster.
"""

import logging
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from flask import Flask
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker, Worker
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

from idealab.lib import queue as queues
from idealab.lib.db import db
from idealab.operations.leash import end_with_parent

HEARTBEAT = 5  # seconds
MAINTENANCE = 15  # seconds, after which jobs of killed workers are looked for
LONGEST_PAUSE = 5.0

log = logging.getLogger(__name__)


class PatientWorker(BaseWorker):
    """Runs each job in an app context of its own, and so in a database session of its own. Told to
    stop, it finishes the job in hand, whether the queue server is there or not."""

    app: Flask
    told_to_stop = False
    max_connection_wait_time = LONGEST_PAUSE

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        with self.app.app_context():
            return super().perform_job(job, queue, execution)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.told_to_stop = True
        super().request_stop(signum, frame)

    def set_shutdown_requested_date(self) -> None:
        with suppress(RedisError):
            super().set_shutdown_requested_date()

    def teardown(self) -> None:
        with suppress(RedisError):
            super().teardown()


class ForkingWorker(PatientWorker, Worker):
    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        """A job counts as lost when its worker has said nothing for this many seconds."""
        return HEARTBEAT + 20

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        end_with_parent(self.pid or 0, by=signal.SIGKILL)
        with self.app.app_context():
            db.engine.dispose(close=False)  # a connection must not be shared with the parent
        super().main_work_horse(job, queue)


class InProcessWorker(PatientWorker, SimpleWorker):
    pass


def make_worker(app: Flask, names: Sequence[str], *, forking: bool) -> PatientWorker:
    with app.app_context():
        listened = [queues.queue(name) for name in names]
    kind = ForkingWorker if forking else InProcessWorker
    worker = kind(
        listened,
        connection=app.extensions["redis"],
        serializer=JSONSerializer,
        worker_ttl=75,
        job_monitoring_interval=HEARTBEAT,
        maintenance_interval=MAINTENANCE,
        log_job_description=False,
    )
    worker.app = app
    worker.log_result_lifespan = False
    return worker


def work(app: Flask, names: Sequence[str]) -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    stopping = threading.Event()
    pause = 0.5
    while not stopping.is_set():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        try:
            worker = make_worker(app, names, forking=set(names) != {"mail"})
            worker.work(logging_level=None)
            if worker.told_to_stop:
                return
            pause = 0.5
        except RedisError as problem:
            log.warning("the queue is away, next try in %s s: %s", pause, problem)
        stopping.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def work_off(app: Flask) -> None:
    """Do all that is queued, in this process, and return."""
    make_worker(app, queues.QUEUES, forking=False).work(burst=True, logging_level="ERROR")
