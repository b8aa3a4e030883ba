"""Pages kept once for everybody who has signed in, with holes for what is theirs.

While a page is made inside `keeping()`, its pieces leave a hole where the name, the face or the
form token of the reader would stand; `Frame.filled` puts them in, for each reader anew."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Flask, current_app, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

# Drawn anew in each process: nobody can write a hole into a text.
_MARK = f"\N{REPLACEMENT CHARACTER}{secrets.token_hex(8)}-"
_HOLE = re.compile(f"{_MARK}([a-z0-9-]+);")
FACES = ("", "avatar--sm", "avatar--lg")
_keeping: ContextVar[bool] = ContextVar("keeping", default=False)
_usual: ContextVar[dict[str, str] | None] = ContextVar("usual", default=None)


def init_app(app: Flask) -> None:
    """Must come after security: the token of its forms is one of the holes."""
    app.jinja_env.globals.update(
        csrf_token=token_or_hole, reader_name=name_or_hole, reader_face=face_or_hole
    )
    # Flask-WTF hands its own to each page besides; the later one counts.
    app.context_processor(lambda: {"csrf_token": token_or_hole})


def frame_of(render: Callable[[], str]) -> "Frame":
    """Make a page that is kept for everybody. Raises AssertionError if it holds what is its first
    reader's alone, for every other reader would get that."""
    usual: dict[str, str] = {}
    mark = _usual.set(usual)
    try:
        with keeping():
            html = render()
    finally:
        _usual.reset(mark)
    if current_user.is_authenticated and generate_csrf() in html:
        raise AssertionError("the form token of a reader stands in a page that is kept")
    return Frame(html, usual)


@contextmanager
def keeping() -> Iterator[None]:
    mark = _keeping.set(True)
    try:
        yield
    finally:
        _keeping.reset(mark)


def is_keeping() -> bool:
    return _keeping.get()


def hole(name: str, usual: str | None = None) -> Markup:
    """A place for what is a reader's own. `usual` stands there for all who have nothing of it."""
    pieces = _usual.get()
    if usual is not None and pieces is not None:
        pieces[name] = usual
    return Markup(f"{_MARK}{name};")


def token_or_hole() -> str:
    return hole("token") if is_keeping() else generate_csrf()


def name_or_hole() -> str:
    return hole("name") if is_keeping() else current_user.name


def face_or_hole(kind: str = "") -> str:
    return hole(_name_of_face(kind)) if is_keeping() else _face(kind)


def _face(kind: str) -> str:
    template = current_app.jinja_env.get_template("components/avatar.html")
    return template.module.avatar(current_user.name, current_user.hue, kind, current_user.avatar)  # type: ignore[attr-defined]


def _name_of_face(kind: str) -> str:
    return f"face{kind}"


class Frame:
    """HTML with holes: texts, and between them the names of what is missing."""

    def __init__(self, html: str, usual: Mapping[str, str] | None = None) -> None:
        self._parts = _HOLE.split(html)
        self._usual = usual or {}

    @property
    def names(self) -> list[str]:
        return self._parts[1::2]

    def filled(self, pieces: Mapping[str, str]) -> str:
        """`pieces` are HTML already. Raises KeyError if one is missing."""
        parts, known = self._parts.copy(), {**self._usual, **pieces}
        parts[1::2] = [known[name] for name in parts[1::2]]
        return "".join(parts)


def pieces_of_reader() -> dict[str, str]:
    """What the holes of any page are filled with."""
    faces = {_name_of_face(kind): _face(kind) for kind in FACES}
    return {"name": str(escape(current_user.name)), "token": generate_csrf(), **faces}


def is_plain() -> bool:
    """Would somebody else, who has signed in too, see the same page but for its holes? Not with
    a message to the reader on it."""
    return "_flashes" not in session and current_user.confirmed is not False
