"""Pages leave compressed: a sixth of the bytes is there sooner, above all on a phone."""

import gzip
from collections.abc import Callable

import brotli
from flask import Flask, Response, request

from idealab.lib.kept import Kept

SHORTEST = 1_000  # bytes; the envelope would outweigh a shorter letter
TEXTS = frozenset(
    {"text/html", "text/css", "text/plain", "application/json", "image/svg+xml", "application/xml"}
)
# The quick end of both: a wall of 64 kB becomes 11 kB in 0.2 ms; 10 kB would cost three times that.
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=3),
    "gzip": lambda body: gzip.compress(body, 1, mtime=0),
}
_shared: Kept[bytes] = Kept(most=200)


def init_app(app: Flask) -> None:
    """Comes first, for what is asked for first after a request is done last."""
    app.after_request(_compress)


def _compress(answer: Response) -> Response:
    """Files are sent as they lie there, and what has an ETag keeps the body the tag stands for."""
    if answer.is_streamed or answer.direct_passthrough or answer.mimetype not in TEXTS:
        return answer
    if answer.content_encoding or "ETag" in answer.headers:
        return answer
    body = answer.get_data()
    if len(body) < SHORTEST:
        return answer
    answer.vary.add("Accept-Encoding")
    way = request.accept_encodings.best_match(WAYS)
    if way:
        answer.set_data(_compressed(body, way, kept=not answer.cache_control.no_store))
        answer.content_encoding = way
    return answer


def _compressed(body: bytes, way: str, *, kept: bool) -> bytes:
    """What is made for everybody is the same bytes for many, and compressed for the first one."""
    if not kept:
        return WAYS[way](body)
    return _shared.get_or_make((way, body), lambda: WAYS[way](body))
