from idealab.lib import queue
from idealab.lib.db import db


def note(number):
    print(number)


def test_a_job_leaves_with_the_commit(app, run_jobs):
    queue.enqueue(note, 7)
    assert queue.depth("default") == 0

    db.session.commit()
    assert queue.depth("default") == 1

    run_jobs()
    assert queue.depth("default") == 0
