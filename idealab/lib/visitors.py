"""Who is looking, without keeping who it is: a word that is the same within one window only."""

import hashlib
import hmac
from datetime import datetime

from flask import current_app, request
from flask_login import current_user

from idealab.lib.limits import network_of


def visitor(window_at: datetime) -> str:
    """A person, or an address with its browser, salted anew for each window. No cookie is needed,
    and nothing leads from one window to the next."""
    if current_user.is_authenticated:
        return _hashed(f"{window_at.isoformat()} person {current_user.id}")
    agent = request.headers.get("User-Agent", "")[:400]
    return _hashed(f"{window_at.isoformat()} {network()} {agent}")


def network() -> str:
    return network_of(request.remote_addr or "")


def _hashed(text: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, f"visitor {text}".encode(), hashlib.sha256).hex()[:24]
