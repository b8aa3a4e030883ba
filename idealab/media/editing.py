"""A photo turned, cut or cleaned: a file of its own, made of the same bytes."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import select

from idealab.lib import storage
from idealab.lib.db import db
from idealab.lib.queue import enqueue
from idealab.media.jobs import render_file
from idealab.media.keeping import keep_upload
from idealab.media.keys import raw_key, rendition_key
from idealab.media.models import File, FileState, Rendition
from idealab.media.raw import holding_raw

SIDES = ("left", "top", "right", "bottom")
MOST_CUT = 45  # hundredths of a side, so that something is left between two of them
SAME = ("sha256", "original_name", "media_type", "byte_size", "width", "height")
Edits = dict[str, Any]


def edits_in(texts: Mapping[str, str], name: str) -> Edits:
    """What a form wants done to the picture of this name, empty if nothing: `picture0_turn`,
    `picture0_left` and its like, `picture0_clean`."""
    edits: Edits = {}
    turn = _number(texts.get(f"{name}_turn"))
    cut = [min(MOST_CUT, _number(texts.get(f"{name}_{side}"))) for side in SIDES]
    if turn in (90, 180, 270):
        edits["turn"] = turn
    if any(cut):
        edits["cut"] = cut
    if texts.get(f"{name}_clean"):
        edits["clean"] = True
    return edits


def edited(file: File, edits: Edits, *, now: datetime) -> File:
    """The file itself if nothing is to be done; else a new one, which the worker makes ready. Of a
    picture whose upload is gone already the largest size is taken."""
    if not edits or file.state is FileState.FAILED:
        return file
    holding_raw(file.sha256)
    db.session.refresh(file, ["state"])
    if file.state is FileState.PENDING and storage.exists(raw_key(file.sha256)):
        return _of_same_bytes(file, edits, now=now)
    largest = _largest(file)
    if largest is None:
        return file
    copy = keep_upload(largest, name=file.original_name, now=now)
    copy.edits = edits
    db.session.flush()
    return copy


def _of_same_bytes(file: File, edits: Edits, *, now: datetime) -> File:
    same = {name: getattr(file, name) for name in SAME}
    copy = File(key=secrets.token_hex(16), created_at=now, edits=edits, **same)
    db.session.add(copy)
    db.session.flush()
    enqueue(render_file, copy.id, on="media")
    return copy


def _largest(file: File) -> BytesIO | None:
    sizes = select(Rendition.name).filter_by(file_id=file.id).where(Rendition.name.endswith("webp"))
    name = db.session.scalar(sizes.order_by(Rendition.width.desc()).limit(1))
    if name is None:
        return None
    with storage.open_(rendition_key(file.key, name)) as size:
        return BytesIO(size.read())


def _number(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 6 else 0
