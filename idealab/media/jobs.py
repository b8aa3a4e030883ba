from idealab.lib import clock
from idealab.lib.db import db
from idealab.lib.queue import enqueue
from idealab.lib.storage import StorageAway
from idealab.media.raw import drop_raw
from idealab.media.rendering import claim, finish, make_sizes, release
from idealab.media.sweeping import sweep, tidy


def render_file(file_id: int) -> None:
    work = claim(file_id, now=clock.now())
    db.session.commit()
    if work is None:
        return
    try:
        outcome = make_sizes(work)
    except StorageAway:
        release(work, counted=False)
        db.session.commit()
        raise
    if outcome is None:
        release(work, counted=True)
        enqueue(render_file, file_id, on="media")
        db.session.commit()
        return
    finish(work, outcome, now=clock.now())
    db.session.commit()
    # After the commit: killed in between, the file is ready and a sweep drops the blob.
    drop_raw(work.sha256, now=clock.now())
    db.session.commit()


def sweep_files() -> None:
    for file_id in sweep(now=clock.now()):
        enqueue(render_file, file_id, on="media")
    db.session.commit()


def tidy_files() -> None:
    while tidy(now=clock.now()):
        db.session.commit()
    db.session.commit()
