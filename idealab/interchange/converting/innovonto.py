"""The RDF/XML of an Innovonto campaign (explorer and elaborator phase, expert reviews)."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from idealab.interchange.converting.conversion import (
    Conversion,
    Counts,
    NotConverted,
    conversion,
    identifier_of,
    identifiers_of,
)
from idealab.interchange.converting.rdf import Graph, Thing, read_graph
from idealab.interchange.inspecting import Progress, silent

DC = "http://purl.org/dc/terms/"
GI = "http://purl.org/gi2mo/ns#"
INOV = "http://purl.org/innovonto/types/#"
OID = "http://purl.org/innovonto/legacy/types#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SYSTEM = "innovonto"
EXTENSION = "org.innovonto"
LICENCE = "Apache-2.0"
ATTRIBUTION = "Innovonto, Freie Universität Berlin, Human-Centered Computing"
STAGES = {
    "INCOMPLETE": {"name": "Incomplete", "kind": "intake", "outcome": "open"},
    "COMPLETE": {"name": "Complete", "kind": "screening", "outcome": "open"},
    "SELECTED_BY_MODERATORS": {
        "name": "Selected by moderators",
        "kind": "shortlist",
        "outcome": "positive",
    },
    "ARCHIVED": {"name": "Archived", "kind": "archived", "outcome": "negative"},
}
ROLES = {"ROLE_ELABORATOR": "evaluator"}
LISTS = {"assigned_to": INOV + "assignedTo", "preselected_for": OID + "preselectedFor"}
LISTS |= {"see_also": RDFS + "seeAlso", "submission_method": GI + "hasSubmissionMethod"}
TEXTS = {"type": INOV + "ideaType", "icon": INOV + "icon"}
TEXTS |= {"created_internally": OID + "createdInternally"}


def convert(folder: Path, out: Path, *, now: datetime, progress: Progress = silent) -> Counts:
    """Write the package `out` from `folder`. Raises NotConverted or PackageNotWritten."""
    ideas = _file(folder, "ideas")
    files = {name: _optional(folder, name) for name in ("metadata", "users", "group-phase-data")}
    name = ideas.name.removesuffix("ideas.xml").rstrip("-") or folder.name
    campaign = _campaign(name, files["metadata"])
    about = {
        "id": f"innovonto-{campaign['id']}",
        "title": campaign["title"],
        "privacy": "pseudonymous",
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
    }
    with conversion(out, now=now, progress=progress, **about) as package:
        package.add("campaigns", campaign)
        graph = read_graph(ideas)
        reading = _Reading(package, graph, campaign=campaign["id"], file=ideas.name)
        reading.add_stages()
        reading.add_questions()
        reading.add_people(files["users"])
        reading.add_ideas(files["group-phase-data"])
        return package.counts


def _file(folder: Path, name: str) -> Path:
    found = sorted(folder.glob(f"*{name}.xml"))
    if len(found) != 1:
        message = f"“{folder.name}” must hold one file whose name ends in {name}.xml;"
        raise NotConverted(f"{message} it holds {len(found)}.")
    return found[0]


def _optional(folder: Path, name: str) -> Graph:
    return read_graph(_file(folder, name)) if any(folder.glob(f"*{name}.xml")) else Graph()


def _campaign(name: str, metadata: Graph) -> dict[str, Any]:
    contest = next(metadata.of_type(GI + "IdeaContest"), Thing(""))
    story = next(metadata.of_type(INOV + "ResearchDescription"), Thing(""))
    phases = _flowed(contest.text(RDFS + "comment"))
    return {
        "id": identifier_of(name),
        "title": contest.text(DC + "title") or name,
        "summary": " ".join((contest.text(DC + "description") or "").split())[:2000],
        "body": "\n\n".join(part for part in (_flowed(story.text(DC + "description")), phases)),
        "body_format": "text",
        "lang": "en",
        "timezone": "Europe/Berlin",
        "opens_at": contest.text(GI + "startDate"),
        "closes_at": contest.text(GI + "endDate"),
        "created_at": contest.text(DC + "created"),
        "visibility": "public",
        "status": "closed",
        "licence": LICENCE,
        "voting": {"method": "none"},
        "source": {"system": SYSTEM, "id": name} | _url(contest.about),
    }


class _Reading:
    def __init__(self, package: Conversion, graph: Graph, *, campaign: str, file: str):
        self._package, self._campaign, self._file = package, campaign, file
        self._ideas = list(graph.of_type(GI + "Idea"))
        ratings = list(graph.of_type(GI + "MinMaxRating"))
        self._scales = {
            rating.text(DC + "description") or "": (
                _number(rating.text(GI + "minRatingValue")),
                _number(rating.text(GI + "maxRatingValue")),
            )
            for rating in ratings
        }
        self._tags = _ids_of("tag", {tag for idea in self._ideas for tag in _tags_of(idea)})
        self._criteria = _ids_of("criterion", set(self._scales))
        self._fields = _ids_of("field", {name for i in self._ideas for name, _text in _parts(i)})

    def add_stages(self) -> None:
        for order, (status, about) in enumerate(STAGES.items(), start=1):
            stage = {"id": status, "campaign": self._campaign, "order": order, **about}
            self._package.add("stages", stage)

    def add_questions(self) -> None:
        for name, identifier in self._tags.items():
            tag = {"id": identifier, "campaign": self._campaign, "name": name, "kind": "tag"}
            self._package.add("categories", tag)
        for order, (label, identifier) in enumerate(self._fields.items(), start=1):
            part = {"id": identifier, "campaign": self._campaign, "label": label}
            self._package.add("fields", part | {"type": "longtext", "order": order})
        for order, (label, identifier) in enumerate(self._criteria.items(), start=1):
            low, high = self._scales[label]
            criterion = {"id": identifier, "campaign": self._campaign, "label": label}
            self._package.add("criteria", criterion | {"min": low, "max": high, "order": order})

    def add_people(self, users: Graph) -> None:
        """Write the users, and a placeholder for each one who acts and is not among them."""
        told = {user.about: user for user in users.of_type(INOV + "Ideator")}
        acting = {address for idea in self._ideas for address in _people_of(idea)}
        for address in sorted({*told, *acting}):
            user = told.get(address, Thing(address))
            role = user.text(OID + "role")
            person = {
                "id": _last(address),
                "display_name": f"participant-{_last(address)[:8]}",
                "kind": "person",
                "roles": [ROLES.get(role or "", "participant")] if role else None,
                "source": {"system": SYSTEM, "id": _last(address), "url": address},
                "ext": {EXTENSION: {"role": role}} if role else None,
            }
            self._package.add("people", person)
            if address not in told:
                message = f"{_last(address)} acts, but is not among the users."
                self._package.report(self._file, 0, "I902", message, "made a placeholder")

    def add_ideas(self, group_phase: Graph) -> None:
        workshop = {idea.about: idea for idea in group_phase.of_type(GI + "Idea")}
        known = {idea.about for idea in self._ideas}
        for idea in self._ideas:
            with self._package.skipping(self._file, 0):
                self._add_idea(idea, workshop.get(idea.about, Thing("")))
                self._add_links(idea, known)
                self._add_reviews(idea)
        for about in workshop.keys() - known:
            message = f"The idea {_last(about)} of the group workshop is no entry of the campaign."
            self._package.report("group-phase-data.xml", 0, "I903", message, "left it out")

    def _add_idea(self, idea: Thing, workshop: Thing) -> None:
        status = _last(next(iter(idea.addresses(OID + "status")), ""))
        if status and status not in STAGES:
            message = f"The idea {_last(idea.about)} has the status “{status}”, not known here."
            self._package.report(self._file, 0, "W402", message, "dropped the status")
        record = {
            "id": _last(idea.about),
            "campaign": self._campaign,
            "title": idea.text(DC + "title") or (idea.text(GI + "content") or "")[:200],
            "body": idea.text(GI + "content") or "",
            "body_format": "text",
            "author": _first_person(idea, DC + "creator"),
            "coauthors": [_last(one) for one in idea.addresses(GI + "hasContributor")],
            "via": "web",
            "status": "published",
            "stage": status if status in STAGES else None,
            "categories": [self._tags[tag] for tag in _tags_of(idea)],
            "fields": self._answers_of(idea),
            "created_at": _moment(idea.text(DC + "created")),
            "source": {"system": SYSTEM, "id": _last(idea.about), "url": idea.about},
            "ext": {EXTENSION: _extension_of(idea, workshop)},
        }
        self._package.add("ideas", record)

    def _answers_of(self, idea: Thing) -> dict[str, str]:
        answers: dict[str, str] = {}
        for label, text in _parts(idea):
            name = self._fields[label]
            answers[name] = f"{answers[name]}\n\n{text}" if name in answers else text
        return answers

    def _add_links(self, idea: Thing, known: set[str]) -> None:
        for older in idea.addresses(INOV + "inspiredBy"):
            if older not in known:
                message = f"{_last(idea.about)} builds on {_last(older)}, which is not there."
                self._package.report(self._file, 0, "E201", message, "skipped the link")
                continue
            link = {"from": _last(idea.about), "to": _last(older), "type": "builds_on"}
            self._package.add("idea_links", link)

    def _add_reviews(self, idea: Thing) -> None:
        written = 0
        for review in idea.things(GI + "hasReview"):
            if GI + "MinMaxRating" in review.types:
                rating = {
                    "idea": _last(idea.about),
                    "person": _first_person(review, GI + "hasCreator"),
                    "criterion": self._criteria[review.text(DC + "description") or ""],
                    "value": _number(review.text(GI + "ratingValue")),
                }
                self._package.add("ratings", rating)
            else:
                written += 1
                question = review.text(DC + "description")
                comment = {
                    "id": f"{_last(idea.about)}/review/{written}",
                    "idea": _last(idea.about),
                    "author": _first_person(review, GI + "hasCreator"),
                    "body": review.text(GI + "content") or "",
                    "body_format": "text",
                    "kind": "review",
                    "status": "published",
                    "ext": {EXTENSION: {"question": question}} if question else None,
                }
                self._package.add("comments", comment)


def _extension_of(idea: Thing, workshop: Thing) -> dict[str, Any]:
    kept: dict[str, Any] = {name: idea.addresses(about) for name, about in LISTS.items()}
    kept |= {name: idea.text(about) for name, about in TEXTS.items()}
    # No time is told for it, so it is no event.
    kept["filtered_in_group_phase"] = workshop.text(OID + "filteredInGroupPhase")
    kept["annotations"] = [_annotation(one) for one in idea.things(INOV + "hasAnnotation")]
    return {name: value for name, value in kept.items() if value}


def _annotation(annotation: Thing) -> dict[str, Any]:
    candidates = annotation.things(INOV + "hasResourceCandidate")
    return {
        "state": annotation.text(INOV + "annotationState") or "",
        "candidates": [
            {
                "text": one.text(INOV + "text") or "",
                "resources": one.addresses(INOV + "hasLinkedResource"),
                "selected": one.text(INOV + "selected") or "",
            }
            for one in candidates
        ],
    }


def _people_of(idea: Thing) -> list[str]:
    reviews = idea.things(GI + "hasReview")
    people = [one for review in reviews for one in review.addresses(GI + "hasCreator")]
    return people + idea.addresses(DC + "creator") + idea.addresses(GI + "hasContributor")


def _first_person(thing: Thing, predicate: str) -> str | None:
    return next((_last(address) for address in thing.addresses(predicate)), None)


def _parts(idea: Thing) -> list[tuple[str, str]]:
    parts = idea.things(INOV + "hasTextualRefinement")
    return [
        (part.text(DC + "description") or "", part.text(GI + "content") or "") for part in parts
    ]


def _tags_of(idea: Thing) -> list[str]:
    names = (unquote_plus(_last(tag)) for tag in idea.addresses(GI + "hasCategory"))
    return list(dict.fromkeys(names))


def _ids_of(prefix: str, names: set[str]) -> dict[str, str]:
    return identifiers_of(prefix, sorted(names))


def _moment(told: str | None) -> str | None:
    """The source writes times without seconds."""
    return f"{told[:16]}:00Z" if told and len(told) == 17 and told.endswith("Z") else told


def _number(told: str | None) -> float:
    value = float(told or "")
    return int(value) if value.is_integer() else value


def _flowed(told: str | None) -> str:
    return "\n".join(line.strip() for line in (told or "").splitlines()).strip()


def _url(address: str) -> dict[str, str]:
    return {"url": address} if address else {}


def _last(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]
