"""Pieces of HTML kept in this process. A key names all that the piece depends on, so nothing is
ever thrown away early: what has changed has another key, and the oldest makes room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Kept(Generic[Piece]):
    """At most `most` pieces. Only what does not depend on the person may be kept: no name of the
    reader, no vote, no token."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pieces: OrderedDict[Hashable, Piece] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Piece | None:
        with self._lock:
            piece = self._pieces.get(key)
            if piece is not None:
                self._pieces.move_to_end(key)
            return piece

    def put(self, key: Hashable, piece: Piece) -> None:
        with self._lock:
            self._pieces[key] = piece
            self._pieces.move_to_end(key)
            while len(self._pieces) > self.most:
                self._pieces.popitem(last=False)

    def get_or_make(self, key: Hashable, make: Callable[[], Piece]) -> Piece:
        piece = self.get(key)
        if piece is None:
            piece = make()
            self.put(key, piece)
        return piece

    def clear(self) -> None:
        with self._lock:
            self._pieces.clear()
