"""Pages kept once for everybody who has signed in, with holes for what is theirs.

While a page is made inside `keeping()`, its pieces leave a hole where the reader's name, form
token or account would stand; `Frame.filled` puts them in, for each reader anew."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, current_app, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

# Drawn anew in each process: nobody can write a hole into a text.
_MARK = f"\N{REPLACEMENT CHARACTER}{secrets.token_hex(8)}-"
_HOLE = re.compile(f"{_MARK}([a-z-]+);")
_keeping: ContextVar[bool] = ContextVar("keeping", default=False)


def init_app(app: Flask) -> None:
    """Must come after security: the token of its forms is one of the holes."""
    app.jinja_env.globals.update(csrf_token=token_or_hole, is_keeping=is_keeping, hole=hole)


@contextmanager
def keeping() -> Iterator[None]:
    mark = _keeping.set(True)
    try:
        yield
    finally:
        _keeping.reset(mark)


def is_keeping() -> bool:
    return _keeping.get()


def hole(name: str) -> Markup:
    return Markup(f"{_MARK}{name};")


def token_or_hole() -> str:
    return hole("token") if is_keeping() else generate_csrf()


class Frame:
    """HTML with holes: texts, and between them the names of what is missing."""

    def __init__(self, html: str) -> None:
        self._parts = _HOLE.split(html)

    def filled(self, pieces: Mapping[str, str]) -> str:
        """`pieces` are HTML already. Raises KeyError if one is missing."""
        parts = self._parts.copy()
        parts[1::2] = [pieces[name] for name in parts[1::2]]
        return "".join(parts)


def pieces_of(reader: Any, *, staff_links: bool) -> dict[str, str]:
    """What the layout shows of the reader, by the names of its holes."""
    account = current_app.jinja_env.get_template("layouts/_account.html")
    shown = account.render(current_user=reader, staff_links=staff_links)
    return {"account": shown, "token": generate_csrf()}


def is_plain(reader: Any) -> bool:
    """Would somebody else, who has signed in too, see the same page but for its holes? Not with
    a message to the reader on it."""
    return "_flashes" not in session and reader.confirmed is not False
