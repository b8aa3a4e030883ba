"""Looking a whole package through before anything is written: each record alone, ids that occur
twice, references that lead nowhere, threads that bite their own tail.

Ids wait in a temporary SQLite file and not in memory, so that a million votes cost no more of it
than a thousand.
"""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from idealab.interchange.findings import Finding
from idealab.interchange.package import Package, Record
from idealab.interchange.records import check_record, references, usable_part

PARENTS = {"comments": "parent", "categories": "parent", "attachments": "derived_from"}
Progress = Callable[[str, int], None]
STEP = 1000


def silent(kind: str, count: int) -> None:
    """Progress that nobody watches."""


class Inspection:
    """What of a package can be used. Use it in a `with` block; read `findings()` to its end
    before `usable()`, for a record further down can make one further up useless."""

    def __init__(self, package: Package, *, progress: Progress = silent):
        self._package = package
        self._progress = progress
        self._trimmed: set[str] = set()  # the kinds in which something is ignored
        # The empty name is a temporary file that SQLite deletes when it is closed.
        self._notes = sqlite3.connect("", isolation_level=None)
        for statement in TABLES:
            self._notes.execute(statement)

    def __enter__(self) -> "Inspection":
        return self

    def __exit__(self, *problem: object) -> None:
        self._notes.close()

    def findings(self) -> Iterator[Finding]:
        """Yield all findings, in the order of the steps: oddities, lines, references."""
        yield from self._package.oddities()
        for kind in self._package.kinds:
            yield from self._look_at_lines(kind)
        for kind in self._package.kinds:
            yield from self._follow_references(kind)

    def usable(self, kind: str, *, after: int = 0) -> Iterator[tuple[int, Record]]:
        """Yield (line number, record), without the lines to skip and the values to drop."""
        skipped = self._skipped_lines(kind)
        for number, record in self._package.records(kind, after=after):
            if number not in skipped:
                yield number, usable_part(kind, record) if kind in self._trimmed else record

    def skipped_count(self, kind: str) -> int:
        return len(self._skipped_lines(kind))

    def _look_at_lines(self, kind: str) -> Iterator[Finding]:
        for number, record, finding in self._package.lines(kind):
            found = [finding] if finding else check_record(kind, record or {}, line=number)
            yield from found
            if found:
                self._trimmed.add(kind)
            if any(finding.stops for finding in found):
                self._skip(kind, number)
            elif record is not None and "id" in record and not self._note(kind, number, record):
                message = f"The id “{record['id'][:60]}” stands in an earlier line."
                yield self._skip(kind, number, "E107", message)
            if number % STEP == 0:
                self._progress(kind, number)

    def _follow_references(self, kind: str) -> Iterator[Finding]:
        skipped = self._skipped_lines(kind)
        for number, record in self._package.records(kind):
            if number not in skipped:
                code, message = self._loose_end(kind, record)
                if code:
                    yield self._skip(kind, number, code, message)
                    self._forget(kind, record)
        if kind in PARENTS:
            yield from self._follow_parents(kind)

    def _loose_end(self, kind: str, record: Record) -> tuple[str, str]:
        """The code and the sentence for the first thing that is not there, or two empty texts."""
        for name, to, target in references(kind, record):
            is_parent = name == PARENTS.get(kind)
            if not is_parent and not self._knows(to, target):
                return "E201", f"“{name}” leads to “{target[:60]}”, which is not in {to}."
        if kind == "attachments" and "file" in record and not record.get("missing"):
            listed = self._package.manifest.files.get(record["file"])
            if not listed:
                return "E301", "The manifest does not list the file of this record."
            if record.get("sha256", listed.sha256) != listed.sha256:
                return "E303", "“sha256” differs from what the manifest says of the file."
        return "", ""

    def _follow_parents(self, kind: str) -> Iterator[Finding]:
        """Only what can be reached from a root stays; parents may stand behind their children."""
        for number, parent in self._notes.execute(UNREACHABLE, {"kind": kind}).fetchall():
            code, end = "E202", "and from there to no beginning"
            if not self._knows(kind, parent):
                code, end = "E201", f"which is not in {kind}"
            message = f"“{PARENTS[kind]}” leads to “{parent[:60]}”, {end}."
            yield self._skip(kind, number, code, message)
        self._notes.execute(
            "DELETE FROM ids WHERE kind = ? AND line IN (SELECT line FROM skipped WHERE kind = ?)",
            (kind, kind),
        )

    def _note(self, kind: str, number: int, record: Record) -> bool:
        """Keep the id; False when there was one like it."""
        parent = record.get(PARENTS.get(kind, ""))
        row = (kind, record["id"], number, parent)
        added = self._notes.execute("INSERT OR IGNORE INTO ids VALUES (?, ?, ?, ?)", row)
        return added.rowcount == 1

    def _knows(self, kind: str, identifier: str) -> bool:
        row = (kind, identifier)
        found = self._notes.execute("SELECT 1 FROM ids WHERE kind = ? AND id = ?", row)
        return found.fetchone() is not None

    def _forget(self, kind: str, record: dict[str, Any]) -> None:
        if "id" in record:
            row = (kind, record["id"])
            self._notes.execute("DELETE FROM ids WHERE kind = ? AND id = ?", row)

    def _skip(self, kind: str, number: int, code: str = "", message: str = "") -> Finding:
        self._notes.execute("INSERT OR IGNORE INTO skipped VALUES (?, ?)", (kind, number))
        return Finding(f"{kind}.jsonl", number, code, message, "skipped the record")

    def _skipped_lines(self, kind: str) -> set[int]:
        rows = self._notes.execute("SELECT line FROM skipped WHERE kind = ?", (kind,))
        return {line for (line,) in rows}


TABLES = (
    "CREATE TABLE ids (kind TEXT, id TEXT, line INTEGER, parent TEXT, PRIMARY KEY (kind, id))"
    " WITHOUT ROWID",
    "CREATE TABLE skipped (kind TEXT, line INTEGER, PRIMARY KEY (kind, line)) WITHOUT ROWID",
    "CREATE INDEX children ON ids (kind, parent)",
    "BEGIN",
)
UNREACHABLE = """
WITH RECURSIVE reached(id) AS (
  SELECT id FROM ids WHERE kind = :kind AND parent IS NULL
  UNION
  SELECT ids.id FROM ids JOIN reached ON ids.kind = :kind AND ids.parent = reached.id
)
SELECT line, parent FROM ids
WHERE kind = :kind AND parent IS NOT NULL AND id NOT IN (SELECT id FROM reached)
ORDER BY line
"""
