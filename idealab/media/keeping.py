"""Taking in a file that somebody chose: looked at, kept, and left to the worker."""

import hashlib
import secrets
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from idealab.lib import images, storage
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.lib.queue import enqueue
from idealab.media.jobs import render_file
from idealab.media.keys import raw_key
from idealab.media.models import File
from idealab.media.raw import holding_raw

TOKEN_SECONDS = 24 * 60 * 60
LONGEST_NAME = 120


class NoRoom(Refused):
    status = 503


def keep_upload(stream: BinaryIO, *, name: str, now: datetime, square: bool = False) -> File:
    """Keep a picture as a pending file and have its sizes made; only those of the square in its
    middle for a face. Nothing owns it yet. Raises
    images.PictureRefused, and NoRoom when the storage cannot take it."""
    header = images.inspect(stream)
    sha256, byte_size = _measure(stream)
    file = File(
        key=secrets.token_hex(16),
        sha256=sha256,
        created_at=now,
        original_name=_shown_name(name),
        media_type=header.media_type,
        byte_size=byte_size,
        width=header.width,
        height=header.height,
        square=square,
    )
    _keep_raw(file, stream)
    enqueue(render_file, file.id, on="media")
    return file


def token_of(file: File) -> str:
    """What a form carries so that a file chosen once survives its return to the person."""
    return _tokens().dumps(file.key)


def file_of(token: str) -> File | None:
    """The file of a token of the last 24 hours."""
    try:
        key = _tokens().loads(token, max_age=TOKEN_SECONDS)
    except BadSignature:
        return None
    return db.session.scalar(select(File).filter_by(key=key))


def _measure(stream: BinaryIO) -> tuple[str, int]:
    digest, byte_size = hashlib.sha256(), 0
    while part := stream.read(1 << 20):
        digest.update(part)
        byte_size += len(part)
    return digest.hexdigest(), byte_size


def _keep_raw(file: File, stream: BinaryIO) -> None:
    try:
        # The slow part comes before the first write, so that no one waits for this disk.
        _put(raw_key(file.sha256), stream)
        db.session.add(file)
        db.session.flush()
        holding_raw(file.sha256)
        # Equal bytes share one blob, and a worker may just have dropped it for another file.
        if not storage.exists(raw_key(file.sha256)):
            _put(raw_key(file.sha256), stream)
    except storage.StorageAway as error:
        raise NoRoom(
            _("There is no room for pictures right now. Your text is kept; try again later.")
        ) from error


def _put(key: str, stream: BinaryIO) -> None:
    stream.seek(0)
    storage.put(key, stream)


def _shown_name(name: str) -> str:
    """The last part of a file name, without what cannot be printed, cut to a line."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:]


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="idealab.media.file")
