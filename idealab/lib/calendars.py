"""Calendars (RFC 5545): what happens when, in UTC, for the calendar programs of people."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

PRODUCT = "-//Idealab//Campaign calendar//EN"
LONGEST_LINE = 75  # bytes, without the end of the line
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Event(NamedTuple):
    id: str  # the same for ever
    title: str
    text: str
    address: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    edition: int


def calendar_of(name: str, events: Sequence[Event]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.id}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        f"SEQUENCE:{event.edition}",
        f"SUMMARY:{_text(event.title)}",
        *([f"DESCRIPTION:{_text(event.text)}"] if event.text else []),
        f"URL:{event.address}",
        "TRANSP:TRANSPARENT",  # a phase of weeks keeps nobody from other appointments
        "END:VEVENT",
    ]


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    value = CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, never cut inside a character."""
    pieces, piece = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
