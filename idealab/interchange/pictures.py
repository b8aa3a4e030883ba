"""Pictures of a package: those of ideas go through the same pipeline as an upload; everything
else that it brings is kept as it is for the way out, and never shown."""

import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from sqlalchemy import select

from idealab.ideas.models import Idea
from idealab.interchange.findings import Finding
from idealab.interchange.package import BLOCK, Package
from idealab.interchange.rows import Item
from idealab.interchange.shapes.shape import Reading, Record
from idealab.lib import images, storage
from idealab.lib.db import db
from idealab.lib.images import PictureRefused
from idealab.media.keeping import keep_upload
from idealab.media.keys import rendition_key
from idealab.media.models import File, Rendition
from idealab.sketches.attaching import choose_cover
from idealab.sketches.models import Sketch

PICTURES = ("sketch", "photo", "image")
IN_MEMORY = 8 * 2**20


def kept_key(digest: str) -> str:
    """Where a file that is no picture lies until it is exported again."""
    return f"imported/{digest[:2]}/{digest}"


def is_picture(record: Record) -> bool:
    """Does an idea show it?"""
    kept = "file" in record and not record.get("missing")
    return kept and record["kind"] in PICTURES and record["target_type"] == "idea"


def refused_picture(package: Package, record: Record, *, line: int) -> Finding | None:
    """What is wrong with the file of a picture, looked at as closely as an upload."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        _copy(package, record["file"], cast(BinaryIO, copy))
        try:
            images.inspect(cast(BinaryIO, copy))
        except PictureRefused as refusal:
            message = f"The file is not taken as a picture. {refusal}"
            action = "kept the record without its file"
            return Finding("attachments.jsonl", line, "E304", message, action)
    return None


def add_sketch(item: Item, package: Package, reading: Reading) -> None:
    """Give the idea its picture, or keep the file. Sets the id of the sketch on the item."""
    record = item.record
    if not is_picture(record):
        if "file" in record and not record.get("missing"):
            _keep_file(package, record["file"])
        return
    idea_id = reading.names.own("ideas", record["target"])
    file = _kept_upload(record, package, reading)
    if file is None:
        return
    sketch = _sketch(record, reading, idea_id, file.id)
    db.session.add(sketch)
    db.session.flush()
    item.own_id = sketch.id


def _kept_upload(record: Record, package: Package, reading: Reading) -> File | None:
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        _copy(package, record["file"], cast(BinaryIO, copy))
        name = record.get("original_name") or record["file"]
        try:
            return keep_upload(cast(BinaryIO, copy), name=name, now=reading.now)
        except PictureRefused:  # `refused_picture` has told so
            return None


def choose_covers(items: list[Item], reading: Reading) -> None:
    """The first picture of each idea hangs on its card."""
    targets = {item.record["target"] for item in items if item.own_id is not None}
    ids = [reading.names.own("ideas", name) for name in targets]
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(ids))):
        choose_cover(idea)


def change_sketch(item: Item, package: Package, reading: Reading) -> None:
    """A newer package tells other words about the picture, or brings another one."""
    sketch = db.session.get(Sketch, item.own_id) if item.own_id is not None else None
    if sketch is None:
        if item.before.get("file") != item.record.get("file"):
            add_sketch(item, package, reading)
        return
    before = _sketch(item.before, reading, sketch.idea_id, sketch.file_id)
    after = _sketch(item.record, reading, sketch.idea_id, sketch.file_id)
    for name in ("position", "kind", "alt", "caption", "licence", "credit"):
        if getattr(before, name) != getattr(after, name):
            setattr(sketch, name, getattr(after, name))
    if is_picture(item.record) and item.record["file"] != item.before.get("file"):
        _change_file(sketch, item.record, package, reading)
    db.session.flush()


def _change_file(sketch: Sketch, record: Record, package: Package, reading: Reading) -> None:
    """The picture that went out cleaned and comes back is no other picture."""
    if sha256_in(record["file"]) in _own_shapes(sketch.file_id):
        return
    file = _kept_upload(record, package, reading)
    if file is not None:
        sketch.file_id = file.id


def _own_shapes(file_id: int | None) -> set[str]:
    """The SHA-256 of all that is kept of the file."""
    file = db.session.get(File, file_id) if file_id is not None else None
    if file is None:
        return set()
    found = {file.sha256}
    for name in db.session.scalars(select(Rendition.name).filter_by(file_id=file.id)):
        with suppress(storage.Missing), storage.open_(rendition_key(file.key, name)) as kept:
            found.add(sha256(kept.read()).hexdigest())
    return found


def _sketch(record: Record, reading: Reading, idea_id: int | None, file_id: int | None) -> Sketch:
    return Sketch(
        idea_id=idea_id,
        file_id=file_id,
        by_id=reading.names.own("people", record.get("author")),
        position=record.get("order", 0),
        kind=record["kind"],
        alt=record.get("alt", ""),
        caption=record.get("caption"),
        licence=record.get("licence"),
        credit=record.get("credit"),
        created_at=reading.instant(record.get("created_at")) or reading.now,
    )


def sha256_in(name: str) -> str:
    """The SHA-256 that the name of a file claims: media/ab/abcd….pdf"""
    return PurePosixPath(name).stem


def _keep_file(package: Package, name: str) -> None:
    """Keep what is really under the name it claims, so that nobody can slip in other bytes."""
    checked = package.manifest.files[name].sha256
    key = kept_key(checked)
    if checked == sha256_in(name) and not storage.exists(key):
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
            _copy(package, name, cast(BinaryIO, copy))
            storage.put(key, cast(BinaryIO, copy))


def _copy(package: Package, name: str, copy: BinaryIO) -> None:
    with package.open_media(name) as source:
        while block := source.read(BLOCK):
            copy.write(block)
    copy.seek(0)
