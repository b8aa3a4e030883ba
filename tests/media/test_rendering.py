import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from PIL import Image
from sqlalchemy import delete

from idealab.lib import clock, images, queue, storage
from idealab.lib.db import db
from idealab.lib.images import Limits, Reason
from idealab.media.jobs import render_file, sweep_files
from idealab.media.keeping import keep_upload
from idealab.media.keys import raw_key, rendition_key
from idealab.media.models import File, FileState, Rendition
from idealab.media.rendering import CLAIM, claim, finish, make_sizes, release
from tests.media import pictures


def keep(stream=None) -> File:
    file = keep_upload(stream or pictures.png((1200, 800)), name="car.png", now=clock.now())
    db.session.commit()
    return file


def sizes_of(file: File) -> dict[str, tuple[int, int]]:
    rows = db.session.query(Rendition).filter_by(file_id=file.id)
    return {row.name: (row.width, row.height) for row in rows}


@pytest.fixture
def killed(monkeypatch):
    """The system ends every decoding."""
    run = subprocess.run
    end = ["/bin/sh", "-c", "kill -9 $$"]
    monkeypatch.setattr(subprocess, "run", lambda _, **how: run(end, **how))


def test_a_file_becomes_ready_and_its_raw_upload_goes(run_jobs):
    file = keep()

    run_jobs()

    assert (file.state, file.reason) == (FileState.READY, None)
    assert file.colour.startswith("#")
    assert file.ready_at is not None
    assert file.raw_deleted_at is not None
    assert not storage.exists(raw_key(file.sha256))
    assert sizes_of(file) == {
        "1920.webp": (1200, 800),
        "960.webp": (960, 640),
        "960.jpg": (960, 640),
        "320.webp": (320, 213),
    }
    with storage.open_(rendition_key(file.key, "960.webp")) as served:
        assert Image.open(served).size == (960, 640)


def test_a_broken_picture_fails_with_its_reason(run_jobs):
    content = bytearray(pictures.png((300, 300)).read())
    content[60:200] = bytes(140)
    file = keep(pictures.BytesIO(bytes(content)))

    run_jobs()

    assert (file.state, file.reason) == (FileState.FAILED, Reason.DAMAGED)
    assert not storage.exists(raw_key(file.sha256))


def test_a_job_that_runs_again_changes_nothing(run_jobs):
    file = keep()
    run_jobs()
    ready_at = file.ready_at

    render_file(file.id)

    assert file.ready_at == ready_at
    assert len(sizes_of(file)) == 4


def test_a_job_whose_row_is_gone_does_nothing():
    render_file(12345)

    assert db.session.query(File).count() == 0


def test_a_row_that_goes_while_it_is_rendered_leaves_no_files():
    file = keep()
    work = claim(file.id, now=clock.now())
    outcome = make_sizes(work)
    db.session.execute(delete(File))

    finish(work, outcome, now=clock.now())

    assert not [name for name in images.NAMES if storage.exists(rendition_key(work.key, name))]


def test_of_two_workers_one_gets_the_file():
    file = keep()
    now = clock.now()

    first, second = claim(file.id, now=now), claim(file.id, now=now)

    assert first is not None
    assert second is None


def test_of_eight_workers_that_start_together_one_gets_the_file(app):
    file_id, start = keep().id, Barrier(8)
    db.session.rollback()

    def work(_: int) -> bool:
        with app.app_context():
            start.wait()
            won = claim(file_id, now=clock.now()) is not None
            db.session.commit()
            return won

    with ThreadPoolExecutor(8) as workers:
        won = list(workers.map(work, range(8)))

    assert sum(won) == 1


def test_a_claim_of_a_lost_worker_runs_out():
    file = keep()
    now = clock.now()
    claim(file.id, now=now)

    assert claim(file.id, now=now + CLAIM) is None
    assert claim(file.id, now=now + CLAIM + timedelta(seconds=1)) is not None


def test_a_worker_that_comes_late_does_not_close_another_ones_work():
    file = keep()
    now = clock.now()
    late = claim(file.id, now=now)
    claim(file.id, now=now + CLAIM * 2)

    finish(late, Reason.DAMAGED, now=now)
    db.session.expire_all()

    assert file.state is FileState.PENDING


def test_a_claim_lasts_longer_than_the_longest_decoding():
    limits = Limits()

    assert timedelta(seconds=limits.wall_seconds) < CLAIM
    assert timedelta(seconds=20 + limits.cpu_seconds) + CLAIM < timedelta(minutes=2)


def test_a_decoding_that_the_system_kills_is_tried_three_times(killed):
    file = keep()

    states = []
    for _ in range(3):
        render_file(file.id)
        states.append((file.state, file.attempts))

    assert states == [(FileState.PENDING, 1), (FileState.PENDING, 2), (FileState.FAILED, 3)]
    assert file.reason == Reason.GIVEN_UP
    assert not storage.exists(raw_key(file.sha256))


def test_a_decoding_that_the_system_kills_is_queued_again(app, killed):
    file = keep()
    app.extensions["redis"].flushall()

    render_file(file.id)

    assert queue.depth("media") == 1


def test_a_storage_that_is_away_costs_no_attempt(monkeypatch):
    file = keep()

    def away(*_):
        raise storage.StorageAway("no answer")

    monkeypatch.setattr(storage._storage(), "put", away)
    with pytest.raises(storage.StorageAway):
        render_file(file.id)
    monkeypatch.undo()

    assert (file.state, file.attempts, file.claimed_at) == (FileState.PENDING, 0, None)
    render_file(file.id)
    assert file.state is FileState.READY


def test_a_raw_upload_that_is_lost_is_told(run_jobs):
    file = keep()
    storage.delete(raw_key(file.sha256))

    run_jobs()

    assert (file.state, file.reason) == (FileState.FAILED, Reason.LOST)


def test_the_blob_stays_until_the_last_file_of_its_bytes_is_done():
    one, other = keep(), keep()

    render_file(one.id)
    assert storage.exists(raw_key(one.sha256))
    assert one.raw_deleted_at is None
    render_file(other.id)

    assert not storage.exists(raw_key(one.sha256))
    assert one.raw_deleted_at is not None
    assert (one.state, other.state) == (FileState.READY, FileState.READY)


def test_a_released_file_is_free_again():
    file = keep()
    work = claim(file.id, now=clock.now())

    release(work, counted=True)

    assert claim(file.id, now=clock.now()).attempts == 2


def test_a_decoder_killed_by_force_is_told_apart_from_a_bad_picture(tmp_path, monkeypatch):
    source = tmp_path / "raw"
    source.write_bytes(pictures.progressive_bomb())
    start = subprocess.Popen.__init__

    def start_and_kill(child, *command, **how):
        start(child, *command, **how)
        os.kill(child.pid, signal.SIGKILL)

    monkeypatch.setattr(subprocess.Popen, "__init__", start_and_kill)

    with pytest.raises(images.Killed):
        images.render(source, tmp_path)


def test_a_sweep_brings_back_what_the_queue_lost(app, run_jobs):
    file = keep()
    app.extensions["redis"].flushall()

    sweep_files()
    run_jobs()

    assert file.state is FileState.READY
