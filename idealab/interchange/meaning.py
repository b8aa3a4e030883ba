"""What the records of a package say together: totals that votes do not add up to, items that came
after the close, text that the sanitiser will change, files that are no pictures."""

import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from idealab.interchange.findings import Finding
from idealab.interchange.inspecting import Inspection
from idealab.interchange.moments import instant_of, zone_of
from idealab.interchange.package import Package, Record
from idealab.interchange.pictures import is_picture, refused_picture
from idealab.interchange.seats import SEATS, Seats
from idealab.interchange.shapes.calendar import limits_of
from idealab.lib.text import TAGS

TAG = re.compile(r"<\s*([a-zA-Z][a-zA-Z0-9-]*)([^>]*)>")
ODD_ATTRIBUTE = re.compile(r"\b(on\w+|style|class|id|src)\s*=", re.IGNORECASE)
KEPT = "kept it as it is"
# By kind: the time that must lie before a limit of the campaign.
LIMITS = {
    "ideas": ("created_at", "submit_until"),
    "votes": ("at", "vote_until"),
    "comments": ("created_at", "closes_at"),
}
# What a claimed total counts, as a function of the value of a vote and how many have it.
SUMS = {
    "support": lambda value, count: count if value > 0 else 0,
    "up": lambda value, count: count if value > 0 else 0,
    "agree": lambda value, count: count if value > 0 else 0,
    "down": lambda value, count: count if value < 0 else 0,
    "disagree": lambda value, count: count if value < 0 else 0,
    "pass": lambda value, count: 0 if value else count,
    "mixed": lambda value, count: 0 if value else count,
    "ballots": lambda value, count: count,
    "stars_sum": lambda value, count: value * count,
    "points": lambda value, count: value * count,
}


class Meaning:
    """Reads the usable records once; afterwards the seats of repeated lines are known."""

    def __init__(self, package: Package, inspection: Inspection, seats: Seats):
        self._package = package
        self._inspection = inspection
        self._seats = seats
        self._limits: dict[str, dict[str, Any]] = {}

    def findings(self) -> Iterator[Finding]:
        for _line, record in self._inspection.usable("campaigns"):
            self._limits[record["id"]] = limits_of(record) | {
                "zone": zone_of(record.get("timezone"))
            }
        for kind in self._package.kinds:
            if kind in SEATS:
                self._seats.take(kind)
        for kind in self._package.kinds:
            if kind in CHECKS:
                for line, record in self._inspection.usable(kind):
                    yield from self._of_record(kind, line, record)

    def _of_record(self, kind: str, line: int, record: Record) -> Iterator[Finding]:
        file = f"{kind}.jsonl"
        if kind in LIMITS and self._is_late(kind, record):
            yield Finding(file, line, "W301", "It came after the close.", KEPT)
        if record.get("body_format") == "html" and _is_unsafe(record.get("body", "")):
            message = "Its HTML holds more than is shown here."
            yield Finding(file, line, "W501", message, "kept it, shows the safe part")
        if kind == "vote_totals" and self._seats.has_votes(record["idea"]):
            yield from self._of_total(line, record)
        if kind == "attachments" and is_picture(record):
            refused = refused_picture(self._package, record, line=line)
            if refused:
                yield refused

    def _is_late(self, kind: str, record: Record) -> bool:
        name, limit = LIMITS[kind]
        campaign = self._campaign_of(record)
        if campaign is None or name not in record:
            return False
        last = campaign[limit] or campaign["closes_at"]
        return bool(last) and instant_of(record[name], campaign["zone"]) > last

    def _campaign_of(self, record: Record) -> dict[str, Any] | None:
        """Votes and comments name no campaign; where there are several, ideas know theirs."""
        if "campaign" in record:
            return self._limits[record["campaign"]]
        if len(self._limits) == 1:
            return next(iter(self._limits.values()))
        return None

    def _of_total(self, line: int, record: Record) -> Iterator[Finding]:
        add = SUMS[record["kind"]]
        counted = sum(add(value, count) for value, count in self._seats.counted(record["idea"]))
        if counted != record["count"]:
            message = (
                f"{record['kind']} of idea “{record['idea'][:60]}”: claimed {record['count']:g}, "
                f"counted {counted:g}."
            )
            yield Finding("vote_totals.jsonl", line, "W201", message, "counted the votes")


CHECKS = (*LIMITS, "campaigns", "vote_totals", "attachments")


def zone_of_package(inspection: Inspection) -> ZoneInfo:
    """The zone in which bare dates are read: that of the first campaign."""
    for _line, record in inspection.usable("campaigns"):
        return zone_of(record.get("timezone"))
    return zone_of(None)


def _is_unsafe(html: str) -> bool:
    return any(
        tag.lower() not in TAGS or ODD_ATTRIBUTE.search(rest) for tag, rest in TAG.findall(html)
    )
