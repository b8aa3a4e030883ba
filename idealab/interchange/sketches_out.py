"""Pictures on their way out: the cleaned one, never the file that was uploaded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select

from idealab.ideas.models import Idea
from idealab.interchange.canonical import FILE_KEYS
from idealab.interchange.finding_campaigns import Found
from idealab.interchange.models import SourceKey
from idealab.interchange.moments import as_text
from idealab.interchange.pictures import PICTURES, kept_key, sha256_in
from idealab.interchange.shapes.shape import Telling
from idealab.interchange.writing import PackageWriter
from idealab.lib import storage
from idealab.lib.db import db
from idealab.media.keys import rendition_key
from idealab.media.models import File, FileState, Rendition
from idealab.sketches.crediting import credits_of
from idealab.sketches.models import Sketch

AT_ONCE = 200
Told = dict[str, Any]


def unfinished_pictures(found: Found) -> list[int]:
    """The files that still wait for their sizes."""
    campaigns = [campaign.id for campaign in found.campaigns]
    waiting = (
        select(File.id)
        .join(Sketch, Sketch.file_id == File.id)
        .join(Idea, Idea.id == Sketch.idea_id)
        .where(Idea.campaign_id.in_(campaigns), File.state == FileState.PENDING)
    )
    return list(db.session.scalars(waiting.distinct()))


def sketches_that_came(
    keys: Sequence[Any], writer: PackageWriter
) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    """Yield the record, and its line where nothing has changed. One that was taken off its idea
    here is left out."""
    ids = [key.own_id for key in keys if key.own_id is not None]
    hung = Sketch.id.in_(ids) & Sketch.idea_id.is_not(None)
    rows = {sketch.id: (sketch, file) for sketch, file in _with_files(hung)}
    for key in keys:
        record = json.loads(key.line)
        if key.own_id in rows:
            yield _shown(record, *rows[key.own_id], writer), None
        elif key.own_id is None and "file" in record and not record.get("missing"):
            yield _kept(record, writer), None
        elif key.own_id is None:
            yield record, key.line


def sketches_born_here(
    campaigns: Sequence[int], package: str | None, telling: Telling, writer: PackageWriter
) -> Iterator[Told]:
    mine: Any = Sketch.idea_id.in_(
        select(Idea.id).where(Idea.campaign_id.in_(campaigns), Idea.status != "draft")
    )
    if package is not None:
        mine &= ~exists().where(SourceKey.kind == "attachments", SourceKey.own_id == Sketch.id)
    last = 0
    while rows := _with_files(mine & (Sketch.id > last), most=AT_ONCE):
        credits = credits_of([sketch.id for sketch, _file in rows])
        for sketch, file in rows:
            told = _born(sketch, file, telling, writer)
            yield told | {"credit": credits[sketch.id]} if sketch.id in credits else told
        last = rows[-1][0].id


def _with_files(condition: Any, *, most: int | None = None) -> list[tuple[Sketch, File | None]]:
    chosen = select(Sketch, File).outerjoin(File, File.id == Sketch.file_id).where(condition)
    rows = db.session.execute(chosen.order_by(Sketch.id).limit(most)).all()
    return [(row[0], row[1]) for row in rows]


def _shown(record: Told, sketch: Sketch, file: File | None, writer: PackageWriter) -> Told:
    told = {name: value for name, value in record.items() if name not in FILE_KEYS}
    for name, then, now in (
        ("alt", record.get("alt", ""), sketch.alt),
        ("caption", record.get("caption"), sketch.caption),
        ("order", record.get("order", 0), sketch.position),
    ):
        if then != now:
            told[name] = now
    return told | _cleaned(file, writer)


def _kept(record: Told, writer: PackageWriter) -> Told:
    """A file that is no picture of an idea goes out as it came."""
    told = {name: value for name, value in record.items() if name not in FILE_KEYS}
    try:
        with storage.open_(kept_key(sha256_in(record["file"]))) as source:
            suffix = record["file"].rsplit(".", 1)[-1]
            kept = {name: record[name] for name in ("width", "height") if name in record}
            return told | kept | writer.add_media(source, suffix=suffix)
    except storage.Missing:
        return told | {"missing": True}


def _cleaned(file: File | None, writer: PackageWriter) -> Told:
    """The keys of the cleaned picture; one that could not be made ready is missing."""
    rendition = _largest(file)
    if not file or not rendition:
        return {"missing": True}
    try:
        with storage.open_(rendition_key(file.key, rendition.name)) as source:
            made = writer.add_media(source, suffix="webp")
    except storage.Missing:
        return {"missing": True}
    return made | {"width": rendition.width, "height": rendition.height}


def _largest(file: File | None) -> Rendition | None:
    """A small picture has no large size."""
    if file is None:
        return None
    sizes = select(Rendition).filter_by(file_id=file.id).where(Rendition.name.endswith(".webp"))
    return db.session.scalars(sizes.order_by(Rendition.width.desc()).limit(1)).first()


def _born(sketch: Sketch, file: File | None, telling: Telling, writer: PackageWriter) -> Told:
    told = {
        "id": telling.name("attachments", sketch.id),
        "target_type": "idea",
        "target": telling.name("ideas", sketch.idea_id),
        "kind": sketch.kind if sketch.kind in PICTURES else "sketch",
        "alt": sketch.alt,
        "caption": sketch.caption,
        "author": telling.name("people", sketch.by_id),
        "created_at": as_text(sketch.created_at),
        "licence": sketch.licence,
        "credit": sketch.credit,
        "order": sketch.position,
        "media_type": "image/webp",
        "original_name": file.original_name if file else None,
    }
    return {name: value for name, value in told.items() if value not in (None, "")} | _cleaned(
        file, writer
    )
