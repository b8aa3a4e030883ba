"""A package that is read: its manifest, its records line by line, its media.

A file's SHA-256 is checked before the first of its records is handed out. What is wrong with one
record is a finding and the next one is read; what is wrong with the whole raises PackageRefused.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from idealab.interchange.containers import Container, broken_reads_refused, open_container
from idealab.interchange.findings import Finding, PackageRefused, refusal
from idealab.interchange.manifests import MANIFEST, parse_json, read_manifest
from idealab.interchange.records import check_record
from idealab.interchange.schema import READING_ORDER, RECORDS

LINE_LIMIT = 2**20
BLOCK = 2**20
Record = dict[str, Any]


def open_package(path: Path) -> "Package":
    """Open the folder or `.oicx.zip` at `path`. Raises PackageRefused with a sentence."""
    container = open_container(path)
    try:
        return Package(container)
    except PackageRefused:
        container.close()
        raise


class Package:
    """One opened package. Use it in a `with` block."""

    def __init__(self, container: Container):
        self._container = container
        self.manifest = read_manifest(container)
        self._verified: set[str] = set()
        self._refuse_missing_files()

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *problem: object) -> None:
        self._container.close()

    @property
    def kinds(self) -> list[str]:
        """The kinds of records it holds, in reading order."""
        return [kind for kind in READING_ORDER if f"{kind}.jsonl" in self.manifest.files]

    def claimed_count(self, kind: str) -> int | None:
        """How many records the manifest says there are, for a progress bar."""
        return self.manifest.files[f"{kind}.jsonl"].records

    def oddities(self) -> Iterator[Finding]:
        """What is ignored in the package as a whole: files that nobody knows or listed."""
        names = self._container.names()
        if self._container.ordered and names[0] != MANIFEST:
            yield _warning(MANIFEST, "W104", "The manifest is not the first entry of the zip.")
        for name in names:
            if name != MANIFEST and name not in self.manifest.files:
                yield _warning(name, "W103", "The manifest does not list this file.")
        for name in self.manifest.files:
            if name.endswith(".jsonl") and name.removesuffix(".jsonl") not in RECORDS:
                yield _warning(name, "W101", "This kind of record is not known here.")

    def records(self, kind: str, *, after: int = 0) -> Iterator[tuple[int, Record]]:
        """Yield (line number, record) of what is JSON, from the line behind `after` on."""
        for number, record, _finding in self.lines(kind, after=after):
            if record is not None:
                yield number, record

    def lines(
        self, kind: str, *, after: int = 0
    ) -> Iterator[tuple[int, Record | None, Finding | None]]:
        """Yield (line number, record or None, what is wrong with the line or None)."""
        name = f"{kind}.jsonl"
        if name not in self.manifest.files:
            return
        self._verify(name)
        with broken_reads_refused(name), self._container.open(name) as file:
            for number, raw in enumerate(_raw_lines(file), start=1):
                if number > after:
                    yield number, *_record_in(raw, name, number)

    def findings(self, kind: str) -> Iterator[Finding]:
        """What is wrong with the lines and records of one kind, each looked at alone."""
        for number, record, finding in self.lines(kind):
            if finding:
                yield finding
            elif record is not None:
                yield from check_record(kind, record, line=number)

    def holds_media(self, name: str) -> bool:
        return name in self.manifest.files

    def open_media(self, name: str) -> IO[bytes]:
        """A listed file, its SHA-256 checked. Raises PackageRefused."""
        if name not in self.manifest.files:
            raise refusal(name, "E301", "The manifest does not list this file.")
        self._verify(name)
        with broken_reads_refused(name):
            return self._container.open(name)

    def _refuse_missing_files(self) -> None:
        present = set(self._container.names())
        for name, listed in self.manifest.files.items():
            if name not in present:
                raise refusal(name, "E301", "The manifest lists this file, but it is not there.")
            if self._container.size_of(name) != listed.bytes:
                raise refusal(name, "E303", "This file has another length than the manifest says.")

    def _verify(self, name: str) -> None:
        if name in self._verified:
            return
        digest = sha256()
        with broken_reads_refused(name), self._container.open(name) as file:
            while block := file.read(BLOCK):
                digest.update(block)
        if digest.hexdigest() != self.manifest.files[name].sha256:
            raise refusal(
                name, "E303", "This file is not the one the manifest describes (SHA-256)."
            )
        self._verified.add(name)


def _raw_lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines, None for one that is too long, which is skipped in blocks."""
    while line := file.readline(LINE_LIMIT + 1):
        if len(line) <= LINE_LIMIT or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LINE_LIMIT)
        yield None


def _record_in(raw: bytes | None, file: str, line: int) -> tuple[Record | None, Finding | None]:
    if raw is None:
        return None, _skipped(file, line, "E404", f"The line is longer than {LINE_LIMIT:,} bytes.")
    if not raw.strip():
        return None, _skipped(file, line, "E101", "The line is empty.")
    try:
        record = parse_json(raw)
    except ValueError as problem:
        return None, _skipped(file, line, "E101", f"The line is not JSON: {problem}.")
    if not isinstance(record, dict):
        return None, _skipped(file, line, "E102", "The line is not a JSON object.")
    return record, None


def _skipped(file: str, line: int, code: str, message: str) -> Finding:
    return Finding(file, line, code, message, "skipped the line")


def _warning(file: str, code: str, message: str) -> Finding:
    return Finding(file, 0, code, message, "ignored")
