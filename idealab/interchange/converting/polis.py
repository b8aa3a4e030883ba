"""The CSV export of a Polis conversation: every statement an idea, every vote a line."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from idealab.interchange.converting.conversion import (
    Conversion,
    Counts,
    conversion,
    identifier_of,
    source_file,
    unreadable_refused,
)
from idealab.interchange.inspecting import Progress, silent

SUMMARY, STATEMENTS, VOTES = "summary.csv", "comments.csv", "votes.csv"
PARTICIPANTS = "participants-votes.csv"
SYSTEM = "pol.is"
EXTENSION = "is.pol"
TITLE_LENGTH = 200
STATUSES = {"1": "published", "-1": "hidden", "0": "pending"}
TOTALS = {"agrees": "agree", "disagrees": "disagree"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What is known of a published conversation, by its name, and not said in its files.
KNOWN: dict[str, dict[str, Any]] = {
    "5twd2jsnfk": {
        "lang": "de",
        "timezone": "Europe/Vienna",
        "licence": "CC-BY-4.0",
        "submit_until": "2022-05-08T12:00:00+02:00",
        "vote_until": "2022-05-08T12:00:00+02:00",
        "closes_at": "2022-05-08T12:00:00+02:00",
    }
}
ATTRIBUTION = (
    "Data was gathered using the Polis software (see: compdemocracy.org/polis) and is"
    " sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project."
)


def convert(folder: Path, out: Path, *, now: datetime, progress: Progress = silent) -> Counts:
    """Write the package `out` from `folder`. Raises NotConverted or PackageNotWritten."""
    summary = _summary_of(source_file(folder, SUMMARY))
    statements, votes = source_file(folder, STATEMENTS), source_file(folder, VOTES)
    address = summary.get("url", "").rstrip("/")
    number = identifier_of(address.rsplit("/", 1)[-1] or folder.name)
    known = KNOWN.get(number, {})
    about = {
        "id": f"polis-{number}",
        "title": summary.get("topic"),
        "privacy": "pseudonymous",
        "licence": known.get("licence"),
        "attribution": ATTRIBUTION if known else None,
    }
    with conversion(out, now=now, progress=progress, **about) as package:
        reading = _Reading(package, campaign=number)
        reading.read_statements(statements)
        reading.read_votes(votes)
        package.add("campaigns", _campaign(number, summary, reading) | known)
        reading.add_people(folder / PARTICIPANTS)
        reading.compare_counts(summary)
        return package.counts


def _summary_of(path: Path) -> dict[str, str]:
    """The file has a key and a value a line and no header; values may run over lines."""
    with unreadable_refused(), path.open(encoding="utf-8-sig", newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file) if len(row) >= 2}


def _campaign(number: str, summary: dict[str, str], reading: "_Reading") -> dict[str, Any]:
    url = summary.get("url", "")
    numbers = {name: int(value) for name, value in summary.items() if value.isdecimal()}
    return {
        "id": number,
        "title": summary.get("topic") or number,
        "body": summary.get("conversation-description"),
        "body_format": "markdown",
        "timezone": "UTC",
        "opens_at": _instant(reading.first),
        "closes_at": _instant(reading.last),
        "visibility": "public",
        "status": "closed",
        "voting": {"method": "agree_disagree_pass", "min": -1, "max": 1, "revote": "replace"},
        "source": {"system": SYSTEM, "id": number} | ({"url": url} if url else {}),
        "ext": {EXTENSION: numbers} if numbers else None,
    }


class _Reading:
    def __init__(self, package: Conversion, *, campaign: str):
        self.first, self.last = 2**53, 0
        self._package = package
        self._campaign = campaign
        self._people: set[str] = set()
        self._statements: set[str] = set()

    def read_statements(self, path: Path) -> None:
        for number, row in _rows(path):
            with self._package.skipping(path.name, number):
                self._add_idea(row)

    def read_votes(self, path: Path) -> None:
        for number, row in _rows(path):
            with self._package.skipping(path.name, number):
                self._add_vote(row, line=number)

    def add_people(self, participants: Path) -> None:
        """Write all who wrote or voted, with their opinion group where the export tells it."""
        groups = {}
        if participants.is_file():
            for _number, row in _rows(participants):
                groups[row["participant"]] = row.get("group-id")
                self._people.add(row["participant"])
        for person in sorted(self._people, key=lambda number: (len(number), number)):
            record = {
                "id": person,
                "display_name": f"participant-{person}",
                "kind": "person",
                "groups": [f"group-{groups[person]}"] if groups.get(person) else None,
                "source": {"system": SYSTEM, "id": f"{self._campaign}/participant/{person}"},
            }
            self._package.add("people", record)

    def compare_counts(self, summary: dict[str, str]) -> None:
        said = summary.get("comments", "")
        if said and said != str(len(self._statements)):
            message = f"The summary says {said} statements, {len(self._statements)} are there."
            self._package.report(STATEMENTS, 0, "W202", message, "kept what is there")

    def _add_idea(self, row: dict[str, str]) -> None:
        identifier, body = row["comment-id"], row["comment-body"]
        totals = {kind: int(row[column]) for column, kind in TOTALS.items()}
        idea = {
            "id": identifier,
            "campaign": self._campaign,
            "title": body[:TITLE_LENGTH],
            "body": body,
            "body_format": "text",
            "author": self._person(row["author-id"]),
            "via": "web",
            "status": STATUSES[row["moderated"]],
            "created_at": self._moment(row["timestamp"]),
            "source": {"system": SYSTEM, "id": f"{self._campaign}/comment/{identifier}"},
        }
        self._package.add("ideas", idea)
        self._statements.add(identifier)
        for kind, count in totals.items():
            self._package.add("vote_totals", {"idea": identifier, "kind": kind, "count": count})

    def _add_vote(self, row: dict[str, str], *, line: int) -> None:
        idea, person, value = row["comment-id"], row["voter-id"], row["vote"]
        if idea not in self._statements:
            message = f"The vote is for statement {idea}, which is not there."
            self._package.report(VOTES, line, "E201", message, "skipped the vote")
            return
        vote = {"idea": idea, "person": self._person(person), "value": int(value)}
        self._package.add("votes", vote | {"at": self._moment(row["timestamp"])})

    def _person(self, number: str) -> str:
        self._people.add(number)
        return number

    def _moment(self, milliseconds: str) -> str:
        # The column `datetime` is in the zone of whoever made the export and is not read.
        moment = int(milliseconds)
        self.first, self.last = min(self.first, moment), max(self.last, moment)
        return _instant(moment)


def _instant(milliseconds: int) -> str:
    """Milliseconds since 1970 as text, without the rounding of a float."""
    moment = EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row
