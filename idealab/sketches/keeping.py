"""Strokes that came with a form: kept for a day, so that they survive whatever the form says."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from idealab.lib import storage
from idealab.lib.languages import _
from idealab.media.keeping import NoRoom

KEPT = timedelta(hours=24)
FOLDER = "drawings"


def keep_drawing(document: dict[str, Any]) -> str:
    """Keep a drawing that is one, and return the token it is found by. Raises NoRoom."""
    content = json.dumps(document, separators=(",", ":")).encode()
    digest = hashlib.sha256(content).hexdigest()
    try:
        storage.put(_key(digest), content)
    except storage.StorageAway as error:
        raise NoRoom(
            _("There is no room for pictures right now. Your text is kept; try again later.")
        ) from error
    return _tokens().dumps(digest)


def drawing_of(token: str) -> dict[str, Any] | None:
    """The drawing of a token of the last 24 hours."""
    try:
        digest = _tokens().loads(token, max_age=int(KEPT.total_seconds()))
        with storage.open_(_key(digest)) as file:
            return json.loads(file.read())
    except (BadSignature, storage.Missing):
        return None


def tidy(*, now: datetime) -> None:
    """Delete what no token opens any more."""
    for key in storage.stale(FOLDER, before=now - 2 * KEPT):
        storage.delete(key)


def _key(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.json"


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="idealab.sketches.drawing")
