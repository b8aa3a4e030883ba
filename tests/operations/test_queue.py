import time

from rq.job import JobStatus

from idealab.accounts.models import User
from idealab.lib import queue
from idealab.lib.db import db


def rename(user_id: int, name: str = "Bruna") -> None:
    user = db.session.get(User, user_id)
    if user is None:
        raise LookupError("nobody by that number")
    user.name = name
    db.session.commit()


def test_a_job_leaves_with_the_commit(ana, run_jobs):
    queue.enqueue(rename, ana.id)
    assert queue.depth("default") == 0

    db.session.commit()
    run_jobs()

    assert ana.name == "Bruna"
    assert queue.depth("default") == 0


def test_a_job_is_forgotten_with_its_transaction(ana):
    queue.enqueue(rename, ana.id)
    db.session.rollback()
    db.session.commit()

    assert queue.depth("default") == 0


def test_a_savepoint_neither_hands_a_job_over_nor_loses_it(ana):
    queue.enqueue(rename, ana.id)

    with db.session.begin_nested():
        db.session.add(User(name="Kept"))
    lost = db.session.begin_nested()
    lost.rollback()

    assert queue.depth("default") == 0
    db.session.commit()
    assert queue.depth("default") == 1


def test_work_that_waits_is_not_queued_twice(ana):
    for _ in range(3):
        queue.put(rename, ana.id)
    queue.put_again(rename, ana.id)

    assert queue.depth("default") == 1


def test_work_in_hand_is_done_once_more_when_asked_for_again(ana):
    queue.put(rename, ana.id)
    line = queue.queue("default")
    job = line.jobs[0]
    line.connection.delete(line.key)
    job.save()
    job.set_status(JobStatus.STARTED)
    line.connection.zadd(line.started_job_registry.key, {f"{job.id}:1": 4102444800})

    queue.put_again(rename, ana.id)
    assert queue.depth("default") == 0
    queue.put(rename, ana.id)
    assert queue.depth("default") == 1


def test_work_the_queue_has_lost_is_put_again(ana, run_jobs):
    queue.put(rename, ana.id)
    line = queue.queue("default")
    line.connection.delete(line.key)

    queue.put_again(rename, ana.id)
    run_jobs()

    assert ana.name == "Bruna"


def test_a_failed_job_is_tried_again_later_and_seen_meanwhile(ana, run_jobs):
    queue.put(rename, 999)

    run_jobs()

    assert queue.queue("default").scheduled_job_registry.count == 1
    queue.put(rename, 999)
    assert queue.depth("default") == 0


def test_a_commit_succeeds_while_the_queue_is_away(app, ana, tmp_path):
    there = app.extensions["redis"]
    app.extensions["redis"] = queue.connect(f"unix://{tmp_path}/nobody.sock")
    try:
        for number in range(100):
            queue.enqueue(rename, ana.id, f"name {number}")
        ana.name = "Anna"
        db.session.commit()
    finally:
        app.extensions["redis"] = there

    assert ana.name == "Anna"


def test_work_that_is_to_be_tried_again_much_later_is_put_at_once_when_asked_for(ana):
    queue.put(rename, ana.id)
    line = queue.queue("default")
    job = line.jobs[0]
    line.connection.delete(line.key)
    job.set_status(JobStatus.SCHEDULED)
    line.connection.zadd(line.scheduled_job_registry.key, {job.id: time.time() + 300})
    # As RQ leaves it behind when a worker was killed: the name of an execution that is gone.
    line.connection.zadd(job.execution_registry.key, {"gone": 4102444800})

    queue.put(rename, ana.id)

    assert queue.depth("default") == 1
