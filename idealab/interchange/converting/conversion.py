"""What all converters share: the package they write to, what they count and what they report."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

from idealab.interchange.findings import Finding
from idealab.interchange.inspecting import STEP, Progress
from idealab.interchange.records import check_record
from idealab.interchange.writing import PackageWriter, write_package
from idealab.lib.errors import Refused

NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._:@/+-]+")


class NotConverted(Refused):
    """The folder is not what the converter reads; the message says what it looked for."""

    status = 422


class LeftOut(Exception):
    """What was made of the source is no record of a package."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass
class Counts:
    """What a conversion wrote, by kind of record, and what it could not take over."""

    records: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class Conversion:
    """One conversion under way."""

    def __init__(self, writer: PackageWriter, *, progress: Progress):
        self.findings: list[Finding] = []
        self._writer = writer
        self._progress = progress

    def add(self, kind: str, record: dict[str, Any]) -> None:
        """Write a record without the keys that hold None or nothing. Raises LeftOut for one that
        no reader would take."""
        kept = {name: value for name, value in record.items() if _is_there(value)}
        problem = next((found for found in check_record(kind, kept) if found.stops), None)
        if problem:
            raise LeftOut(problem.code, f"As one of the {kind}: {problem.message}")
        self._writer.add(kind, kept)
        count = self._writer.counts[kind]
        if count % STEP == 0:
            self._progress(kind, count)

    def report(self, file: str, line: int, code: str, message: str, action: str) -> None:
        self.findings.append(Finding(file, line, code, message, action))

    @contextmanager
    def skipping(self, file: str, line: int) -> Iterator[None]:
        """Report and skip what is in the block when the source lacks something or holds another
        shape than the converter knows."""
        try:
            yield
        except LeftOut as problem:
            self.report(file, line, problem.code, str(problem), "skipped the record")
        except (KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
            missing = f"{type(problem).__name__} {problem}"
            message = f"This is not the shape the converter knows ({missing})."
            self.report(file, line, "E104", message, "skipped the record")

    @property
    def counts(self) -> Counts:
        return Counts(dict(self._writer.counts), self.findings)


@contextmanager
def conversion(
    out: Path, *, now: datetime, progress: Progress, **about: Any
) -> Iterator[Conversion]:
    """Open a package at `out` for a conversion; `about` goes into its manifest."""
    with write_package(out, now=now, scope="campaign", **about) as writer:
        with unreadable_refused():
            yield Conversion(writer, progress=progress)
        for kind, count in writer.counts.items():
            progress(kind, count)


@contextmanager
def unreadable_refused() -> Iterator[None]:
    """Turn what a file in another encoding or format raises into a sentence."""
    try:
        yield
    except LeftOut as problem:
        raise NotConverted(str(problem)) from problem
    except UnicodeDecodeError as problem:
        raise NotConverted("A file is not written in UTF-8.") from problem
    except csv.Error as problem:
        raise NotConverted(f"A file is not the table it should be: {problem}.") from problem


def source_file(folder: Path, name: str) -> Path:
    """The file of that name. Raises NotConverted when it is not there."""
    path = folder / name
    if not path.is_file():
        raise NotConverted(f"There is no {name} in “{folder.name}”. Is this the right folder?")
    return path


def identifier_of(name: str) -> str:
    """An id made from a name, the same each time: `Parks & Forest` becomes `Parks-Forest`."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return NOT_IN_AN_ID.sub("-", plain).strip("-")[:150] or "unnamed"


def identifiers_of(prefix: str, names: list[str]) -> dict[str, str]:
    """An id with a prefix for each name; where two would share one, the later gets a number."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        wish = f"{prefix}:{identifier_of(name)}"
        chosen, number = wish, 2
        while chosen in taken:
            chosen, number = f"{wish}.{number}", number + 1
        taken.add(chosen)
        ids[name] = chosen
    return ids


def _is_there(value: Any) -> bool:
    return value is not None and value != [] and value != {}
