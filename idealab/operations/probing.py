"""Whether the parts the site stands on answer: asked by /readyz and by `idealab doctor`."""

from flask import current_app
from sqlalchemy import text

from idealab.lib import storage
from idealab.lib.db import db


def ask_database() -> None:
    """Raises SQLAlchemyError when the database does not answer."""
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def ask_queue() -> None:
    """Raises RedisError when the queue server does not answer."""
    current_app.extensions["redis"].ping()


def ask_storage() -> None:
    """Raises StorageAway when no file can be kept."""
    storage.check()
