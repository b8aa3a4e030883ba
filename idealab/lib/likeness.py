"""How alike two texts are, by their stems: what counts are the pieces of three to five letters,
each as much as the rarest stem it stands in, so that misspelt words and parts of compound words
meet, and common words say little."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import fsum, sqrt
from operator import mul

SIZES = (3, 4, 5)


class Likeness:
    """Of one text to others. `weight` says how much a stem tells."""

    def __init__(self, stems: Sequence[str], weight: Callable[[str], float]) -> None:
        self._weight = weight
        self._pieces, self._length = self._measured(stems)
        self._stems = frozenset(stems)

    def roughly(self, stems: Sequence[str]) -> float:
        """By whole stems only, at a thirtieth of the cost: which texts to look at closely."""
        square = _square(map(self._weight, stems))
        shared = _square(map(self._weight, self._stems.intersection(stems)))
        return shared / sqrt(square) if square else 0.0

    def to(self, stems: Sequence[str]) -> float:
        """From 0, nothing in common, to 1, the same."""
        pieces, length = self._measured(stems)
        if not length or not self._length:
            return 0.0
        both = self._pieces.keys() & pieces.keys()
        weights = map(self._pieces.__getitem__, both), map(pieces.__getitem__, both)
        return min(1.0, fsum(map(mul, *weights)) / (length * self._length))

    def _measured(self, stems: Sequence[str]) -> tuple[dict[str, float], float]:
        pieces: dict[str, float] = {}
        # The rarest come last, and so their weight is the one that stays.
        for weight, stem in sorted(zip(map(self._weight, stems), stems, strict=True)):
            pieces.update(dict.fromkeys(pieces_of(stem), weight))
        return pieces, sqrt(_square(pieces.values()))


def _square(weights: Iterable[float]) -> float:
    """The sum of the squares, the same in whichever order they come."""
    found = [*weights]
    return fsum(map(mul, found, found))


@lru_cache(maxsize=50_000)
def pieces_of(stem: str) -> tuple[str, ...]:
    word = f"<{stem}>"
    pieces = {word[at : at + size] for size in SIZES for at in range(len(word) - size + 1)}
    return tuple(sorted(pieces)) or (word,)
