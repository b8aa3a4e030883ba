import logging
from datetime import datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import select, update

from idealab.exports.making import (
    CLAIM,
    KEPT,
    MOST_ATTEMPTS,
    claim_export,
    fail_export,
    finish_export,
    make_file,
)
from idealab.exports.models import Export, ExportState
from idealab.lib import clock, storage
from idealab.lib.db import db, reading, writing
from idealab.lib.queue import enqueue

LOST = timedelta(seconds=20)  # after which the queue should have begun, or waits in any case

log = logging.getLogger(__name__)


def make_export(export_id: int) -> None:
    export = claim_export(export_id, now=clock.now())
    db.session.commit()
    if export is None:
        return
    try:
        # SQLite has one writer: reading a long shortlist and its pictures must not keep it.
        with reading(), force_locale(export.language):
            key, size = make_file(
                export, now=clock.now(), progress=lambda done: _tell(export_id, done)
            )
    except (OSError, storage.Missing, storage.StorageAway):
        log.exception("export %s could not be made", export_id)
        db.session.rollback()
        with force_locale(export.language):
            fail_export(export, now=clock.now())
        db.session.commit()
        return
    db.session.commit()  # what was read; writing down begins by writing
    finish_export(export, key=key, size=size, now=clock.now())
    db.session.commit()


def sweep_exports() -> None:
    """Queue again what a killed worker or a lost queue left behind; delete what has expired."""
    now = clock.now()
    stale = now - CLAIM
    _give_up(stale, now=now)
    left = select(Export.id).where(
        ((Export.state == ExportState.WAITING) & (Export.created_at < now - LOST))
        | ((Export.state == ExportState.RUNNING) & (Export.claimed_at < stale))
    )
    for export_id in db.session.scalars(left.limit(50)):
        enqueue(make_export, export_id)  # which changes nothing for one that waits in the queue
    old = select(Export).where(Export.state == ExportState.READY, Export.expires_at < now)
    for export in db.session.scalars(old.limit(50)):
        if export.storage_key:
            storage.delete(export.storage_key)
        export.state, export.storage_key = ExportState.EXPIRED, None
    gone = update(Export).where(Export.state == ExportState.FAILED, Export.created_at < now - KEPT)
    db.session.execute(gone.values(state=ExportState.EXPIRED))
    db.session.commit()


def _give_up(stale: datetime, *, now: datetime) -> None:
    """Say of an export that has ended each of its workers that it could not be made."""
    tried = select(Export).where(
        Export.state == ExportState.RUNNING,
        Export.claimed_at < stale,
        Export.attempts >= MOST_ATTEMPTS,
    )
    for export in db.session.scalars(tried.limit(50)).all():
        with force_locale(export.language):
            fail_export(export, now=now)


def _tell(export_id: int, done: int) -> None:
    """Write down how far it is, and that this worker still has it in hand."""
    db.session.commit()  # what was read; only so the next transaction begins by writing
    told = update(Export).where(Export.id == export_id)
    told = told.values(done_count=done, claimed_at=clock.now())
    db.session.rollback()
    with writing():
        db.session.execute(told, execution_options={"synchronize_session": False})
        db.session.commit()
