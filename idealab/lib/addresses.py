"""Addresses: which ones lead back into this site, and the public ones for mails and feeds."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from flask import current_app, request


def own_path(target: str | None) -> str | None:
    """Return `target` if it is a path on this site (`/ideas/7#c3`), else None."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < 32 for letter in target) or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def public_url(path: str) -> str:
    """The whole address of `path`, from the configured public one and never from the request."""
    base = current_app.config["PUBLIC_URL"]
    if not base:
        base = f"http://{current_app.config['HOST']}:{current_app.config['PORT']}"
    return base + path


def same_origin(origin: str) -> bool:
    """Does the Origin header name this site?"""
    own = {request.host_url.rstrip("/"), current_app.config["PUBLIC_URL"]}
    return bool(origin) and origin in own


def sign_in_path(back: str | None) -> str:
    """The sign-in page, which leads on to `back` if that is a path of this site."""
    back = own_path(back)
    return f"/sign-in?{urlencode({'next': back})}" if back else "/sign-in"


def with_query(path: str, asked: Mapping[str, object]) -> str:
    """`path` with those of `asked` that have a value."""
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path
