"""A model of a few words, in place of the real one: two names of one thing mean the same."""

import struct
from collections.abc import Sequence
from math import sqrt

KNOWN = (
    {"pram", "prams", "kinderwagen"},
    {"bus", "buses", "omnibus"},
    {"roof", "dach"},
    {"sun", "sonne"},
    {"dog", "hund"},
)


class FewWords:
    """`asked` counts the texts it was given."""

    def __init__(self) -> None:
        self.asked = 0

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        self.asked += len(texts)
        return [struct.pack(f"{len(KNOWN) + 1}e", *_vector(text)) for text in texts]

    def cosines(self, vectors: Sequence[bytes], to: Sequence[bytes]) -> list[list[float]]:
        others = [_read(other) for other in to]
        return [[_cosine(_read(vector), other) for other in others] for vector in vectors]


def _vector(text: str) -> list[float]:
    words = {word.strip(".,:") for word in text.lower().split()}
    counted = [float(bool(words & meant)) for meant in KNOWN]
    values = [*counted, 0.0 if any(counted) else 1.0]
    length = sqrt(sum(value * value for value in values))
    return [value / length for value in values]


def _read(vector: bytes) -> tuple[float, ...]:
    return struct.unpack(f"{len(vector) // 2}e", vector)


def _cosine(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
