"""Make the file of an export: claimed first, with progress, in a file of its own and then kept."""

import csv
import io
import secrets
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select, update
from zipstream import ZIP_STORED, ZipStream

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.exports.models import PERSON, Export, ExportState
from idealab.exports.personal import write_archive
from idealab.exports.shortlist import Row, heading, rows_of
from idealab.lib import storage
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.media.keys import rendition_key
from idealab.media.models import File, FileState, Rendition

CLAIM = timedelta(seconds=60)  # renewed with each batch
KEPT = timedelta(days=7)
MOST_ATTEMPTS = 5
# A cell that begins so would be a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Progress = Callable[[int], None]
Batches = Iterator[list[Row]]


def claim_export(export_id: int, *, now: datetime) -> Export | None:
    """Take the export for this worker; None if it is done, gone or in other hands."""
    free = or_(
        Export.state == ExportState.WAITING,
        (Export.state == ExportState.RUNNING) & (Export.claimed_at < now - CLAIM),
    )
    taken = (
        update(Export)
        .where(Export.id == export_id, free)
        .values(
            state=ExportState.RUNNING,
            claimed_at=now,
            attempts=Export.attempts + 1,
            done_count=0,
        )
        .returning(Export.id)
    )
    found = db.session.execute(taken, execution_options={"synchronize_session": False}).scalar()
    return None if found is None else db.session.get(Export, export_id, populate_existing=True)


def make_file(export: Export, *, now: datetime, progress: Progress) -> tuple[str, int]:
    """Write the file and keep it in the storage; return its key and size in bytes."""
    if export.kind == PERSON:
        return _keep_own(export, progress=progress)
    campaign = db.session.get_one(Campaign, export.campaign_id)
    key = f"exports/{export.id}/{campaign.slug}.{export.kind}"
    with tempfile.TemporaryDirectory(prefix="idealab-") as folder:
        path = Path(folder) / "export"
        write = _write_zip if export.kind == "zip" else _write_csv
        write(campaign, rows_of(campaign, now=now), path, progress)
        storage.put(key, path)
        return key, path.stat().st_size


def _keep_own(export: Export, *, progress: Progress) -> tuple[str, int]:
    key = f"exports/{export.id}/{secrets.token_hex(8)}.zip"
    with tempfile.TemporaryDirectory(prefix="idealab-") as folder:
        path = Path(folder) / "export"
        write_archive(db.session.get_one(User, export.by_id), path, progress)
        storage.put(key, path)
        return key, path.stat().st_size


def finish_export(export: Export, *, key: str, size: int, now: datetime) -> None:
    """Unless the file is not wanted any more, as who asked for it has left: then it goes."""
    done = _set_running(
        export,
        state=ExportState.READY,
        storage_key=key,
        byte_size=size,
        done_count=Export.total_count,
        finished_at=now,
        expires_at=now + KEPT,
    )
    if not done and export.storage_key != key:  # nor has another worker made the same one
        storage.delete(key)


def fail_export(export: Export, *, now: datetime) -> None:
    """Another try if there are any left, else it has failed visibly."""
    given_up = export.attempts >= MOST_ATTEMPTS
    _set_running(
        export,
        state=ExportState.FAILED if given_up else ExportState.WAITING,
        reason=_("The file could not be made. Please try again.") if given_up else None,
        finished_at=now if given_up else None,
    )


def _set_running(export: Export, **values: Any) -> bool:
    """Write down what became of it, unless that was decided meanwhile; False if it was."""
    running = update(Export).where(Export.id == export.id, Export.state == ExportState.RUNNING)
    running = running.values(**values).execution_options(synchronize_session=False)
    done = db.session.execute(running).rowcount == 1  # type: ignore[attr-defined]
    db.session.refresh(export)
    return done


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _write_csv(campaign: Campaign, batches: Batches, path: Path, progress: Progress) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([cell(name) for name in heading(campaign)])
        done = 0
        for rows in batches:
            writer.writerows([cell(text) for text in row.cells] for row in rows)
            done += len(rows)
            progress(done)


def _write_zip(campaign: Campaign, batches: Batches, path: Path, progress: Progress) -> None:
    """The table and every picture, named by the number of its idea."""
    table = path.with_suffix(".csv")
    archive = ZipStream(compress_type=ZIP_STORED)
    with path.open("wb") as file:
        file.writelines(_pictures(campaign, batches, archive, table, progress))
        archive.add_path(str(table), "ideas.csv")
        archive.add(_licence_text(campaign), "LICENCE.txt")
        file.writelines(archive.finalize())


def _pictures(
    campaign: Campaign, batches: Batches, archive: ZipStream, table: Path, progress: Progress
) -> Iterator[bytes]:
    with table.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([cell(name) for name in heading(campaign)])
        done = 0
        for rows in batches:
            writer.writerows([cell(text) for text in row.cells] for row in rows)
            for name, key in _ready_pictures(rows):
                with storage.open_(key) as picture:
                    archive.add(picture.read(), name)
                yield from archive.all_files()
            done += len(rows)
            progress(done)


def _ready_pictures(rows: list[Row]) -> list[tuple[str, str]]:
    """Names in the archive and keys in the storage: of each picture its largest size."""
    ids = [picture.file_id for row in rows for picture in row.pictures]
    sizes = (
        select(File.id, File.key, Rendition.name)
        .join(Rendition, Rendition.file_id == File.id)
        .where(File.id.in_(ids), File.state == FileState.READY, Rendition.name.endswith(".webp"))
        .order_by(Rendition.width)
    )
    largest = {
        file_id: rendition_key(key, name) for file_id, key, name in db.session.execute(sizes)
    }
    return [
        (f"pictures/{row.idea.number:04}-{place}.webp", largest[picture.file_id])
        for row in rows
        for place, picture in enumerate(row.pictures, 1)
        if picture.file_id in largest
    ]


def _licence_text(campaign: Campaign) -> bytes:
    out = io.StringIO()
    out.write(f"{campaign.title}\n\n")
    out.write(
        _(
            "The ideas and pictures in this archive are shared under %(licence)s. Name the author "
            "of each idea where you use it; the table says who that is.",
            licence=campaign.licence,
        )
    )
    return out.getvalue().encode()
