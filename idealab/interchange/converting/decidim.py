"""The proposals and comments of decidim.barcelona (2016), one JSON object a line."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from idealab.interchange.converting.conversion import Conversion, Counts, conversion, source_file
from idealab.interchange.inspecting import Progress, silent

PROPOSALS, COMMENTS = "proposals.jsonl", "comments.jsonl"
SYSTEM = "decidim.barcelona"
EXTENSION = "org.decidim.barcelona"
LICENCE = "CC-BY-SA-4.0"
ZONE = ZoneInfo("Europe/Madrid")
CAMPAIGN: dict[str, Any] = {
    "id": "pam-2016",
    "title": "Pla d'Actuació Municipal 2016",
    "slug": "pam-2016",
    "lang": "ca",
    "languages": ["ca", "es"],
    "timezone": ZONE.key,
    "opens_at": "2016-01-22",
    "closes_at": "2016-04-25",
    "visibility": "public",
    "status": "closed",
    "licence": LICENCE,
    "voting": {"method": "support"},
    "source": {"system": SYSTEM, "id": "pam"},
}
ABOUT = {
    "id": "decidim-barcelona-pam-2016",
    "title": CAMPAIGN["title"],
    "privacy": "pseudonymous",
    "licence": LICENCE,
    "attribution": "Participants of decidim.barcelona, Ajuntament de Barcelona",
}
STAGES = {
    "accepted": {"name": "Accepted", "kind": "shortlist", "order": 1, "outcome": "positive"},
    "rejected": {"name": "Rejected", "kind": "rejected", "order": 2, "outcome": "negative"},
}
VIA = {"citizen": "web", "organization": "web", "official": "moderator", "meeting": "meeting"}
STANCES = {1: "pro", 0: "neutral", -1: "contra", None: None}
ROLES = {"moderator": ["moderator"], "administrator": ["admin"]}
# Counters of the source, compared with the comments that are there and not taken over.
COMPARED = {
    "total_positive_comments": 1,
    "total_neutral_comments": 0,
    "total_negative_comments": -1,
}
KEPT = ("source", "scope_", "conflictive", "from_meeting", "external_url", "official", "closed")
LEFT_OUT = "arguable, can_hide, can_hide_author, editable, votable and voted"


def convert(folder: Path, out: Path, *, now: datetime, progress: Progress = silent) -> Counts:
    """Write the package `out` from `folder`. Raises NotConverted or PackageNotWritten."""
    proposals, comments = source_file(folder, PROPOSALS), source_file(folder, COMMENTS)
    with conversion(out, now=now, progress=progress, **ABOUT) as package:
        package.add("campaigns", CAMPAIGN)
        for stage, about in STAGES.items():
            package.add("stages", {"id": stage, "campaign": CAMPAIGN["id"], **about})
        reading = _Reading(package)
        reading.read_proposals(proposals)
        reading.read_comments(comments)
        reading.compare_totals()
        message = f"{LEFT_OUT} say what the reader of a page may do, nothing about the proposal."
        package.report(PROPOSALS, 0, "I901", message, "left them out")
        return package.counts


class _Reading:
    """People and categories stand inside each proposal; each is written at first sight."""

    def __init__(self, package: Conversion):
        self._package = package
        self._seen: set[tuple[str, str]] = set()
        self._claimed: dict[int, Counter[int | None]] = {}
        self._counted: dict[int, Counter[int | None]] = {}

    def read_proposals(self, path: Path) -> None:
        for number, proposal in self._objects(path):
            with self._package.skipping(PROPOSALS, number):
                self._add_idea(proposal, line=number)

    def read_comments(self, path: Path) -> None:
        known = {str(comment.get("id")) for _number, comment in self._objects(path, quiet=True)}
        for number, comment in self._objects(path):
            with self._package.skipping(COMMENTS, number):
                self._add_comment(comment, line=number, known=known)

    def compare_totals(self) -> None:
        for idea, claimed in self._claimed.items():
            counted = self._counted.get(idea, Counter())
            for alignment in (*COMPARED.values(), None):
                said = claimed[alignment]
                there = counted[alignment] if alignment is not None else counted.total()
                if said != there:
                    what = STANCES[alignment] or "all"
                    message = f"Proposal {idea} claims {said} comments ({what}), {there} are there."
                    self._package.report(COMMENTS, 0, "W202", message, "kept what is there")

    def _objects(self, path: Path, *, quiet: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    found = json.loads(line)
                except ValueError:
                    found = None
                if isinstance(found, dict):
                    yield number, found
                elif not quiet:
                    message = "The line is not a JSON object."
                    self._package.report(path.name, number, "E101", message, "skipped the line")

    def _add_idea(self, proposal: dict[str, Any], *, line: int) -> None:
        idea = {
            "id": str(proposal["id"]),
            "campaign": CAMPAIGN["id"],
            "title": proposal["title"],
            "body": proposal.get("summary") or "",
            "body_format": "text",
            "via": VIA[proposal["source"]],
            "status": "hidden" if proposal.get("hidden") else "published",
            "stage": self._stage_of(proposal, line=line),
            "categories": self._categories_of(proposal),
            "author": self._person(proposal.get("author")),
            "created_at": _day(proposal["created_at"]),
            "source": {"system": SYSTEM, "id": proposal["code"], "url": proposal["url"]},
            "ext": {EXTENSION: _extension_of(proposal)},
        }
        votes = proposal["total_votes"]
        self._claimed[proposal["id"]] = _claims_of(proposal)
        self._package.add("ideas", idea)
        self._package.add("vote_totals", {"idea": idea["id"], "kind": "support", "count": votes})

    def _stage_of(self, proposal: dict[str, Any], *, line: int) -> str | None:
        status = proposal.get("status")
        if status is None or status in STAGES:
            return status
        message = f"The status “{status}” is not known."
        self._package.report(PROPOSALS, line, "W402", message, "dropped it, kept the proposal")
        return None

    def _categories_of(self, proposal: dict[str, Any]) -> list[str]:
        category = self._category("category", proposal.get("category"))
        subcategory = self._category("subcategory", proposal.get("subcategory"), parent=category)
        district = self._category("district", proposal.get("district"))
        return [found for found in (category, subcategory, district) if found]

    def _category(
        self, prefix: str, told: dict[str, Any] | None, *, parent: str | None = None
    ) -> str | None:
        if not told:
            return None
        record = {
            "id": f"{prefix}:{told['id']}",
            "campaign": CAMPAIGN["id"],
            "name": told["name"],
            "kind": "district" if prefix == "district" else "category",
            "parent": parent,
            "order": told.get("position"),
        }
        self._add_once("categories", record)
        return record["id"]

    def _person(self, author: dict[str, Any] | None) -> str | None:
        if not author:
            return None
        kind = "organisation" if author.get("role") == "organization" else "person"
        erased = author.get("erased") or None
        traits = {"verified_organization": author.get("verified_organization")}
        traits |= {"official_level": author.get("official_level") or None}
        traits |= {"hidden": author.get("hidden") or None}
        kept = {name: value for name, value in traits.items() if value is not None}
        identifier = str(author["id"])
        record = {
            "id": identifier,
            "display_name": None if erased else author["name"],
            "kind": "official" if author.get("official") else kind,
            "roles": ROLES.get(author.get("role") or "", []),
            "deleted": erased,
            "source": {"system": SYSTEM, "id": f"user-{author['id']}"},
            "ext": {EXTENSION: kept} if kept else None,
        }
        self._add_once("people", record)
        return identifier

    def _add_comment(self, comment: dict[str, Any], *, line: int, known: set[str]) -> None:
        idea, alignment = comment["commentable_id"], comment.get("alignment")
        if comment["commentable_type"] != "Proposal" or idea not in self._claimed:
            message = f"The comment belongs to “{idea}”, which is not among the proposals."
            self._package.report(COMMENTS, line, "E201", message, "skipped the comment")
            return
        author = comment.get("author") or {}
        record = {
            "id": str(comment["id"]),
            "idea": str(idea),
            "parent": self._parent_of(comment, line=line, known=known),
            "author": self._person(author),
            "body": comment["body"],
            "body_format": "html",
            "kind": "official_reply" if author.get("official") else "comment",
            "stance": STANCES[alignment],
            "status": "hidden" if comment.get("hidden") else "published",
            "created_at": _local_time(comment["created_at"]),
            "likes": comment.get("total_likes"),
            "dislikes": comment.get("total_dislikes"),
            "source": {"system": SYSTEM, "id": f"comment-{comment['id']}"},
            "ext": {EXTENSION: {"as": comment["as"]}} if comment.get("as") else None,
        }
        self._counted.setdefault(idea, Counter())[alignment] += 1
        self._package.add("comments", record)

    def _parent_of(self, comment: dict[str, Any], *, line: int, known: set[str]) -> str | None:
        if not comment.get("ancestry"):
            return None
        parent = comment["ancestry"].split("/")[-1]
        if parent in known:
            return parent
        message = f"The comment answers {parent}, which is not there."
        self._package.report(COMMENTS, line, "W402", message, "kept it at the top of the thread")
        return None

    def _add_once(self, kind: str, record: dict[str, Any]) -> None:
        if (kind, record["id"]) not in self._seen:
            self._seen.add((kind, record["id"]))
            self._package.add(kind, record)


def _day(told: str) -> str:
    """The source tells no time for proposals, so the package tells the day only."""
    return datetime.strptime(told, "%d/%m/%Y").replace(tzinfo=ZONE).date().isoformat()


def _local_time(told: str) -> str:
    """The source writes clock time in Barcelona. The hour that an autumn night has twice is taken
    as its first; for the hour that a spring night leaves out the offset of winter stands."""
    moment = datetime.strptime(told, "%d/%m/%Y %H:%M:%S").replace(tzinfo=ZONE)
    return moment.isoformat()


def _extension_of(proposal: dict[str, Any]) -> dict[str, Any]:
    kept = {name.rstrip("_"): proposal[name] for name in KEPT if proposal.get(name) is not None}
    return {name: value for name, value in kept.items() if value != ""}


def _claims_of(proposal: dict[str, Any]) -> Counter[int | None]:
    claims: Counter[int | None] = Counter({COMPARED[name]: proposal[name] for name in COMPARED})
    claims[None] = proposal["total_comments"]
    return claims
