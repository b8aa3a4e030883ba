"""The dates of a campaign and its phases: a package knows four moments, a campaign here what each
stretch of time allows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from idealab.campaigns.defaults import words_for
from idealab.campaigns.models import Capability
from idealab.interchange.moments import as_text, instant_of, zone_of
from idealab.interchange.shapes.shape import Columns, Record

DATES = ("opens_at", "submit_until", "vote_until", "closes_at")
DAY = timedelta(days=1)
BRIEFING, IDEAS, VOTE, REVIEW, DECISION = range(5)  # places in the words for phases
OWN = "idealab"  # what only this program knows stands under ext.idealab


def phases_of(record: Record, *, now: datetime) -> list[Columns]:
    """The phases that the dates of the record mean. Without an end the campaign is over `now`,
    for nobody may go on with a campaign that took place elsewhere."""
    kept = _kept_phases(record)
    if kept:
        return kept
    limits = limits_of(record)
    last = limits["closes_at"] or max(filter(None, limits.values()), default=None) or now
    first = limits["opens_at"]
    if first is None or first >= last:
        first = last - DAY
    ends = {
        Capability.SUBMIT: min(limits["submit_until"] or last, last),
        Capability.VOTE: min(limits["vote_until"] or last, last),
        Capability.COMMENT: last,
    }
    if record.get("voting", {}).get("method") == "none":
        del ends[Capability.VOTE]
    borders = sorted({first, last, *(end for end in ends.values() if end > first)})
    names = words_for(record.get("lang", "")[:2]).phases
    return [
        _phase(place, start, end, ends, names)
        for place, (start, end) in enumerate(pairwise(borders))
    ]


def limits_of(record: Record) -> dict[str, datetime | None]:
    """The dates as moments: a bare date opens with its first and closes after its last minute."""
    zone = zone_of(record.get("timezone"))
    return {
        name: instant_of(record[name], zone, ends=name != "opens_at") if name in record else None
        for name in DATES
    }


def dates_of(phases: Sequence[Any]) -> dict[str, Any]:
    """The keys of a record for the phases of a campaign."""
    if not phases:
        return {}
    dates = {"opens_at": as_text(phases[0].starts_at), "closes_at": as_text(phases[-1].ends_at)}
    for name, capability in (
        ("submit_until", Capability.SUBMIT),
        ("vote_until", Capability.VOTE),
    ):
        ends = [phase.ends_at for phase in phases if capability in phase.allows]
        if ends:
            dates[name] = as_text(max(ends))
    return dates


def own_phases(phases: Sequence[Any]) -> list[dict[str, Any]]:
    """The phases in full, for another installation of this program."""
    return [
        {
            "name": phase.name,
            "starts_at": as_text(phase.starts_at),
            "ends_at": as_text(phase.ends_at),
            "allows": list(phase.allows),
        }
        for phase in phases
    ]


def _phase(
    place: int,
    start: datetime,
    end: datetime,
    ends: dict[Capability, datetime],
    names: Sequence[str],
) -> Columns:
    allows = [capability for capability, until in ends.items() if end <= until]
    name = DECISION
    if Capability.SUBMIT in allows:
        allows += [Capability.EDIT, Capability.SKETCH]
        name = IDEAS
    elif Capability.VOTE in allows:
        name = VOTE
    elif Capability.COMMENT in allows:
        name = REVIEW
    if ends.get(Capability.VOTE, start) <= start:
        allows.append(Capability.SEE_COUNTS)
    return {
        "position": place,
        "name": names[name],
        "starts_at": start,
        "ends_at": end,
        "allows": [capability.value for capability in allows],
    }


def own_words(record: Record) -> dict[str, str]:
    """The texts that another installation of this program has added to a record."""
    kept = record.get("ext", {}).get(OWN)
    if not isinstance(kept, dict):
        return {}
    return {name: text for name, text in kept.items() if isinstance(text, str)}


def _kept_phases(record: Record) -> list[Columns]:
    """The phases that another installation of this program has written, if they make sense."""
    kept = record.get("ext", {}).get(OWN)
    try:
        return [_kept_phase(place, phase) for place, phase in enumerate(kept["phases"])]
    except (KeyError, TypeError, ValueError):
        return []


def _kept_phase(place: int, phase: dict[str, Any]) -> Columns:
    utc = zone_of(None)
    known = [capability.value for capability in Capability]
    return {
        "position": place,
        "name": str(phase["name"])[:80],
        "starts_at": instant_of(phase["starts_at"], utc),
        "ends_at": instant_of(phase["ends_at"], utc),
        "allows": [name for name in known if name in phase["allows"]],
    }
