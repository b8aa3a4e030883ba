"""The canonical form of a package: what two packages must share to be the same."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from heapq import merge
from typing import IO, Any
from unicodedata import is_normalized, normalize

from idealab.interchange.records import key_of, known_part

RUN_LENGTH = 50_000  # lines sorted in memory at a time
FILE_KEYS = ("sha256", "bytes", "width", "height", "file")


def canonical_line(kind: str, record: Mapping[str, Any]) -> str:
    """The record as one line: known keys, sorted, without spaces, text composed (NFC)."""
    line = _as_line(known_part(kind, record))
    if not is_normalized("NFC", line):
        # Composed first and sorted then, for the names of an extension may change their order.
        line = _as_line(json.loads(normalize("NFC", line)))
    return line


def canonical_hash(
    kind: str, records: Iterable[Mapping[str, Any]], *, without_files: bool = False
) -> str:
    """The SHA-256 of the canonical lines, sorted by id or natural key; lines that share a key
    (repeated votes) by their text. Sorts in runs on disk, so that memory stays flat.

    `without_files` leaves out what changes when the picture pipeline cleans a file."""
    digest = sha256()
    with SortedLines() as lines:
        for record in records:
            kept = record
            if without_files:
                kept = {name: record[name] for name in record if name not in FILE_KEYS}
            lines.add(key_of(kind, record), canonical_line(kind, kept))
        for line in lines:
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()


class SortedLines:
    """Lines sorted by a key tuple, with at most one run of them in memory."""

    def __init__(self, *, run_length: int = RUN_LENGTH):
        self._run_length = run_length
        self._waiting: list[str] = []
        self._runs: list[IO[str]] = []

    def __enter__(self) -> "SortedLines":
        return self

    def __exit__(self, *problem: object) -> None:
        for run in self._runs:
            run.close()

    def add(self, key: tuple[str, ...], line: str) -> None:
        # A JSON text never holds the separators, and nothing sorts before them, so the whole
        # sorts as the tuple would.
        self._waiting.append("\0".join(_flat(part) for part in key) + "\1" + line + "\n")
        if len(self._waiting) >= self._run_length:
            self._write_run()

    def __iter__(self) -> Iterator[str]:
        self._waiting.sort()
        for run in self._runs:
            run.seek(0)
        for entry in merge(*self._runs, self._waiting):
            yield entry[entry.index("\1") + 1 : -1]

    def _write_run(self) -> None:
        run = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        run.writelines(sorted(self._waiting))
        self._runs.append(run)
        self._waiting = []


def _flat(part: str) -> str:
    return part.translate({0: " ", 1: " ", 10: " ", 13: " "})


def _as_line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
