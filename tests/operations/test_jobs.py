import json

from idealab.lib import queue
from idealab.operations.jobs_cli import AWAY, jobs, overview


def breaks(number):
    raise ValueError(f"nothing to do about {number}")


def fail_one(app, run_jobs, number=7):
    line = queue.queue("default")
    job = line.enqueue(breaks, number)
    run_jobs()
    return job.id


def test_a_failed_job_is_shown_with_the_reason(app, run_jobs):
    job_id = fail_one(app, run_jobs)

    outcome = app.test_cli_runner().invoke(jobs, ["--json"])

    found = json.loads(outcome.output)
    assert found["waiting"] == {"mail": 0, "media": 0, "default": 0}
    assert [(job["id"], job["arguments"]) for job in found["failed"]] == [(job_id, [7])]
    assert found["failed"][0]["reason"] == "ValueError: nothing to do about 7"


def test_a_failed_job_can_be_done_again(app, run_jobs):
    job_id = fail_one(app, run_jobs)

    outcome = app.test_cli_runner().invoke(jobs, ["retry", job_id])

    assert outcome.output == "1 job queued again.\n"
    assert overview()["waiting"]["default"] == 1
    assert overview()["failed"] == []


def test_failed_jobs_can_be_dropped(app, run_jobs):
    fail_one(app, run_jobs, 1)
    fail_one(app, run_jobs, 2)

    outcome = app.test_cli_runner().invoke(jobs, ["drop", "--all"])

    assert outcome.output == "2 jobs dropped.\n"
    assert overview()["failed"] == []


def test_an_unknown_job_is_named_in_a_sentence(app):
    outcome = app.test_cli_runner().invoke(jobs, ["drop", "nothing-like-that"])

    assert outcome.exit_code == 1
    assert "No failed job is named nothing-like-that." in outcome.output


def test_one_says_which_jobs(app):
    outcome = app.test_cli_runner().invoke(jobs, ["retry"])

    assert outcome.exit_code == 2
    assert "Name one job, or say --all." in outcome.output


def test_the_command_works_while_the_queue_is_away(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "redis", queue.connect("redis://127.0.0.1:1/0"))

    outcome = app.test_cli_runner().invoke(jobs)

    assert outcome.exit_code == 1
    assert AWAY in outcome.output
