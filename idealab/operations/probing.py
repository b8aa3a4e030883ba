"""Whether the parts the site stands on answer: asked by /readyz and by `idealab doctor`."""

import os
import secrets
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from idealab.lib.db import db


def ask_database() -> None:
    """Raises SQLAlchemyError when the database does not answer."""
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def ask_queue() -> None:
    """Raises RedisError when the queue server does not answer."""
    current_app.extensions["redis"].ping()


def ask_storage() -> None:
    """Raises OSError when no file can be kept. The media feature may hand over an object with a
    `check()` of its own (`app.extensions["storage"]`), as object storages need."""
    storage = current_app.extensions.get("storage")
    if storage is not None and hasattr(storage, "check"):
        storage.check()
        return
    folder = Path(current_app.config["STORAGE_URL"].removeprefix("file://"))
    folder.mkdir(parents=True, exist_ok=True)
    trial = folder / f".trial-{os.getpid()}-{secrets.token_hex(4)}"
    trial.write_bytes(b"?")
    trial.unlink()
