import pytest

from idealab.accounts.models import User
from idealab.lib import queue
from idealab.lib.db import db
from idealab.operations.schedule import Sweep
from idealab.operations.scheduling import Scheduler


def fail(number: int) -> None:
    raise LookupError(f"nothing has the number {number}")


@pytest.fixture
def done():
    return []


@pytest.fixture
def scheduler(app, done):
    def new(*sweeps):
        note = Sweep("note", 60, lambda: done.append(1))
        return Scheduler(app, sweeps or [note])

    return new


def test_of_two_schedulers_one_acts_until_it_steps_down(scheduler, done):
    first, second = scheduler(), scheduler()

    for _ in range(3):
        first.tick()
        second.tick()
    assert len(done) == 1

    first.step_down()
    second.tick()
    assert len(done) == 2


def test_a_queue_that_comes_back_is_swept_at_once(scheduler, done):
    only = scheduler()
    only.tick()

    only.forget()
    only.tick()

    assert len(done) == 2


def test_a_sweep_that_fails_keeps_no_other_from_its_work(scheduler, done, caplog):
    def break_down():
        raise LookupError("no such row")

    scheduler(Sweep("broken", 60, break_down), Sweep("note", 60, lambda: done.append(1))).tick()

    assert len(done) == 1
    assert "the sweep broken failed" in caplog.text


def test_what_a_sweep_changes_is_committed(scheduler, ana):
    ana_id = ana.id

    def rename():
        db.session.get_one(User, ana_id).name = "Anna"

    db.session.rollback()
    scheduler(Sweep("rename", 60, rename)).tick()

    db.session.rollback()
    assert ana.name == "Anna"


def test_a_job_that_failed_goes_back_into_the_queue_in_time(scheduler, run_jobs):
    queue.put(fail, 7)
    run_jobs()
    line = queue.queue("default")
    (job_id,) = line.scheduled_job_registry.get_job_ids()

    scheduler().tick()
    assert queue.depth("default") == 0

    line.connection.zadd(line.scheduled_job_registry.key, {job_id: 1})
    scheduler().tick()
    assert queue.depth("default") == 0  # the other one leads

    line.connection.delete("idealab:scheduler")
    scheduler().tick()
    assert queue.depth("default") == 1
