from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from idealab.lib import clock, images, queue, storage
from idealab.lib.db import db
from idealab.lib.images import Reason
from idealab.media.jobs import render_file, tidy_files
from idealab.media.keeping import keep_upload
from idealab.media.keys import raw_key, rendition_key
from idealab.media.models import File, FileState, Rendition
from idealab.media.rendering import CLAIM, claim
from idealab.media.sweeping import sweep, tidy, when_owned
from tests.media import pictures

NOW = datetime(2030, 5, 4, 12, tzinfo=UTC)
LATER = timedelta(hours=49)


def keep(size=(40, 30), *, now: datetime = NOW) -> File:
    file = keep_upload(pictures.png(size), name="car.png", now=now)
    db.session.commit()
    return file


def test_a_sweep_finds_what_the_queue_lost(app):
    lost = [keep().id, keep().id]
    app.extensions["redis"].flushall()

    assert sweep(now=NOW) == lost


def test_a_sweep_leaves_alone_what_waits_in_the_queue():
    keep()

    assert sweep(now=NOW) == []


def test_a_sweep_leaves_alone_what_a_worker_has_in_hand(app):
    file = keep()
    app.extensions["redis"].flushall()
    claim(file.id, now=NOW)

    assert sweep(now=NOW + CLAIM) == []
    assert sweep(now=NOW + CLAIM * 2) == [file.id]


def test_a_sweep_gives_up_on_a_file_that_takes_its_workers_with_it(app):
    file = keep()
    for attempt in range(3):
        claim(file.id, now=NOW + attempt * CLAIM * 2)
    db.session.commit()

    assert sweep(now=NOW + CLAIM * 10) == []
    db.session.commit()
    assert (file.state, file.reason) == (FileState.FAILED, Reason.GIVEN_UP)
    assert storage.exists(raw_key(file.sha256))

    sweep(now=NOW + CLAIM * 11)
    assert not storage.exists(raw_key(file.sha256))


def test_a_sweep_drops_the_raw_upload_that_a_killed_worker_left():
    file = keep()
    db.session.execute(update(File).values(state=FileState.READY))

    sweep(now=NOW)
    db.session.expire_all()

    assert file.raw_deleted_at == NOW
    assert not storage.exists(raw_key(file.sha256))


def test_what_nobody_owns_goes_after_two_days(hooks):
    owned, ownerless = keep((40, 30)), keep((30, 20))
    for file in (owned, ownerless):
        render_file(file.id)
    when_owned(lambda: select(File.id).where(File.id == owned.id))
    owned_id, key = owned.id, ownerless.key

    assert tidy(now=NOW + timedelta(hours=47)) == 0
    assert tidy(now=NOW + LATER) == 1
    assert tidy(now=NOW + LATER) == 0

    assert db.session.scalars(select(File.id)).all() == [owned_id]
    assert set(db.session.scalars(select(Rendition.file_id))) == {owned_id}
    assert not [name for name in images.NAMES if storage.exists(rendition_key(key, name))]


def test_an_owner_that_knows_no_file_does_not_hide_what_is_ownerless(hooks):
    keep()
    when_owned(lambda: select(File.id).where(File.id < 0))

    assert tidy(now=NOW + LATER) == 1


def test_as_long_as_nobody_told_of_owners_nothing_goes(hooks):
    keep()

    assert tidy(now=NOW + LATER) == 0


def test_the_raw_upload_of_an_ownerless_file_goes_with_it(hooks):
    sha256 = keep().sha256
    when_owned(lambda: select(File.id).where(File.id < 0))

    tidy(now=NOW + LATER)

    assert not storage.exists(raw_key(sha256))


def test_a_blob_that_no_row_knows_goes_after_two_days(hooks):
    kept = keep(now=clock.now()).sha256
    keep_upload(pictures.png((33, 33)), name="car.png", now=clock.now())
    db.session.rollback()
    storage.put("incoming/left-by-a-power-cut", b"half")

    assert tidy(now=clock.now()) == 0
    assert tidy(now=clock.now() + LATER) == 2

    assert list(storage.stale("raw", before=clock.now() + LATER)) == [raw_key(kept)]


def test_tidying_goes_on_until_all_is_tidy(hooks, monkeypatch):
    for _ in range(3):
        keep()
    monkeypatch.setattr("idealab.media.sweeping.BATCH", 2)
    monkeypatch.setattr(clock, "now", lambda: NOW + LATER)
    when_owned(lambda: select(File.id).where(File.id < 0))

    tidy_files()

    assert db.session.query(File).count() == 0
    assert queue.depth("media") == 3
