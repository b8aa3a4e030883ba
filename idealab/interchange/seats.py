"""Lines about the same thing: of several votes of one person on one idea the latest counts, and
of two equal events each is one. Noted in a temporary SQLite file, so that memory stays flat."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from idealab.interchange.inspecting import Inspection, Progress
from idealab.interchange.moments import instant_of
from idealab.interchange.records import key_of

STEP = 1000
Record = Mapping[str, Any]


class Mark(NamedTuple):
    """The how manieth line of its kind it is, and whether it is the one that counts."""

    occurrence: int
    counts: bool


FIRST = Mark(1, True)


def _keys(*names: str):
    return lambda record: tuple(str(record.get(name, "")) for name in names)


def _of_follow(record: Record) -> tuple[str, ...]:
    if "idea" in record:
        return ("idea", record["person"], record["idea"])
    return ("campaign", record["person"], record.get("campaign", ""))


# What only one row can say, by kind. Every event has a row of its own.
SEATS = {
    "idea_versions": _keys("idea", "version"),
    "idea_links": _keys("from", "to", "type"),
    "votes": _keys("idea", "person", "round"),
    "vote_totals": _keys("idea", "kind"),
    "reactions": _keys("comment", "person", "kind", "emoji"),
    "ratings": _keys("idea", "person", "criterion", "round"),
    "follows": _of_follow,
    "events": lambda record: key_of("events", record),
}
ALL_COUNT = ("events",)


class Seats:
    """Use it in a `with` block; `take` each kind before asking for its marks."""

    def __init__(self, inspection: Inspection, *, zone: ZoneInfo, progress: Progress):
        self._inspection = inspection
        self._zone = zone
        self._progress = progress
        self._notes = sqlite3.connect("", isolation_level=None)
        for statement in TABLES:
            self._notes.execute(statement)

    def __enter__(self) -> "Seats":
        return self

    def __exit__(self, *problem: object) -> None:
        self._notes.close()

    def take(self, kind: str) -> None:
        """Read all lines of the kind and note which of them share a seat."""
        for line, record in self._inspection.usable(kind):
            self._seat(kind, line, record)
            if line % STEP == 0:
                self._progress(kind, line)

    def marks(self, kind: str, first: int, last: int) -> dict[int, Mark]:
        """What is special about the lines from `first` to `last`; FIRST holds for the others."""
        asked = "SELECT line, occurrence, counts FROM marks WHERE kind = ? AND line BETWEEN ? AND ?"
        rows = self._notes.execute(asked, (kind, first, last))
        return {line: Mark(occurrence, bool(counts)) for line, occurrence, counts in rows}

    def has_votes(self, idea: str) -> bool:
        asked = "SELECT 1 FROM votes WHERE idea = ? LIMIT 1"
        return self._notes.execute(asked, (idea,)).fetchone() is not None

    def counted(self, idea: str) -> Iterator[tuple[float, int]]:
        """Yield (value, how many votes that count have it) of an idea."""
        asked = "SELECT value, count(*) FROM votes WHERE idea = ? AND value IS NOT NULL GROUP BY 1"
        yield from self._notes.execute(asked, (idea,))

    def _seat(self, kind: str, line: int, record: Record) -> None:
        seat = "\0".join(SEATS[kind](record))
        when = self._when(record)
        row = (kind, seat, when, line, 1)
        added = self._notes.execute("INSERT OR IGNORE INTO seats VALUES (?, ?, ?, ?, ?)", row)
        wins = True
        if not added.rowcount:
            wins = self._share(kind, seat, line, when)
        if kind == "votes" and wins:
            value = None if record.get("withdrawn") else record["value"]
            vote = (record["idea"], seat, value)
            self._notes.execute("INSERT OR REPLACE INTO votes VALUES (?, ?, ?)", vote)

    def _share(self, kind: str, seat: str, line: int, when: float) -> bool:
        """The seat is taken: the later one keeps it, of two at the same time the second line."""
        asked = "SELECT moment, line, lines FROM seats WHERE kind = ? AND seat = ?"
        moment, holder, lines = self._notes.execute(asked, (kind, seat)).fetchone()
        wins = kind in ALL_COUNT or when >= moment
        mark = "INSERT OR IGNORE INTO marks VALUES (?, ?, ?, ?)"
        self._notes.execute(mark, (kind, line, lines + 1, wins))
        if wins and kind not in ALL_COUNT:
            self._notes.execute(mark, (kind, holder, 1, False))
            lose = "UPDATE marks SET counts = 0 WHERE kind = ? AND line = ?"
            self._notes.execute(lose, (kind, holder))
        held = (max(when, moment), line if wins else holder, lines + 1, kind, seat)
        update = "UPDATE seats SET moment = ?, line = ?, lines = ? WHERE kind = ? AND seat = ?"
        self._notes.execute(update, held)
        return wins

    def _when(self, record: Record) -> float:
        """Comparable also for years without a timestamp; what has no time is the earliest."""
        told = record.get("at")
        if told is None:
            return float("-inf")
        return (instant_of(told, self._zone) - EPOCH).total_seconds()


EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
TABLES = (
    "PRAGMA cache_size = -65536",
    "CREATE TABLE seats (kind TEXT, seat TEXT, moment REAL, line INTEGER, lines INTEGER,"
    " PRIMARY KEY (kind, seat)) WITHOUT ROWID",
    "CREATE TABLE marks (kind TEXT, line INTEGER, occurrence INTEGER, counts INTEGER,"
    " PRIMARY KEY (kind, line)) WITHOUT ROWID",
    "CREATE TABLE votes (idea TEXT, seat TEXT, value REAL, PRIMARY KEY (idea, seat)) WITHOUT ROWID",
    "BEGIN",
)
