"""The RDF/XML of an Innovonto campaign (explorer and elaborator phase, expert reviews)."""

from datetime import datetime
from pathlib import Path
from typing import Any

from idealab.interchange.converting.conversion import (
    Conversion,
    Counts,
    NotConverted,
    conversion,
    identifier_of,
    identifiers_of,
)
from idealab.interchange.converting.innovonto_terms import (
    DC,
    GI,
    INOV,
    OID,
    RDFS,
    extension_of,
    first_person,
    flowed,
    last_part,
    moment_of,
    number_of,
    parts_of,
    people_of,
    scale_of,
    tags_of,
)
from idealab.interchange.converting.rdf import Graph, Thing, read_graph
from idealab.interchange.inspecting import Progress, silent

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
    phases = flowed(contest.text(RDFS + "comment"))
    return {
        "id": identifier_of(name),
        "title": contest.text(DC + "title") or name,
        "summary": " ".join((contest.text(DC + "description") or "").split())[:2000],
        "body": "\n\n".join(part for part in (flowed(story.text(DC + "description")), phases)),
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
        self._scales = {
            rating.text(DC + "description") or "": scale
            for rating in graph.of_type(GI + "MinMaxRating")
            if (scale := scale_of(rating))
        }
        self._tags = _ids_of("tag", {tag for idea in self._ideas for tag in tags_of(idea)})
        self._criteria = _ids_of("criterion", set(self._scales))
        self._fields = _ids_of("field", {name for i in self._ideas for name, _text in parts_of(i)})

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
        acting = {address for idea in self._ideas for address in people_of(idea)}
        for address in sorted({*told, *acting}):
            user = told.get(address, Thing(address))
            role = user.text(OID + "role")
            person = {
                "id": last_part(address),
                "display_name": f"participant-{last_part(address)[:8]}",
                "kind": "person",
                "roles": [ROLES.get(role or "", "participant")] if role else None,
                "source": {"system": SYSTEM, "id": last_part(address), "url": address},
                "ext": {EXTENSION: {"role": role}} if role else None,
            }
            with self._package.skipping(self._file, 0):
                self._package.add("people", person)
            if address not in told:
                message = f"{last_part(address)} acts, but is not among the users."
                self._package.report(self._file, 0, "I902", message, "made a placeholder")

    def add_ideas(self, group_phase: Graph) -> None:
        workshop = {idea.about: idea for idea in group_phase.of_type(GI + "Idea")}
        known = {idea.about for idea in self._ideas}
        for idea in self._ideas:
            with self._package.skipping(self._file, 0):
                self._add_idea(idea, workshop.get(idea.about, Thing("")))
                self._add_links(idea, known)
                self._add_reviews(idea)
        for about in sorted(workshop.keys() - known):
            message = (
                f"The idea {last_part(about)} of the group workshop is no entry of the campaign."
            )
            self._package.report("group-phase-data.xml", 0, "I903", message, "left it out")

    def _add_idea(self, idea: Thing, workshop: Thing) -> None:
        status = last_part(next(iter(idea.addresses(OID + "status")), ""))
        if status and status not in STAGES:
            message = f"The idea {last_part(idea.about)} has the status “{status}”, not known here."
            self._package.report(self._file, 0, "W402", message, "dropped the status")
        record = {
            "id": last_part(idea.about),
            "campaign": self._campaign,
            "title": idea.text(DC + "title") or (idea.text(GI + "content") or "")[:200],
            "body": idea.text(GI + "content") or "",
            "body_format": "text",
            "author": first_person(idea, DC + "creator"),
            "coauthors": [last_part(one) for one in idea.addresses(GI + "hasContributor")],
            "via": "web",
            "status": "published",
            "stage": status if status in STAGES else None,
            "categories": [self._tags[tag] for tag in tags_of(idea)],
            "fields": self._answers_of(idea),
            "created_at": moment_of(idea.text(DC + "created")),
            "source": {"system": SYSTEM, "id": last_part(idea.about), "url": idea.about},
            "ext": {EXTENSION: extension_of(idea, workshop)},
        }
        self._package.add("ideas", record)

    def _answers_of(self, idea: Thing) -> dict[str, str]:
        answers: dict[str, str] = {}
        for label, text in parts_of(idea):
            name = self._fields[label]
            answers[name] = f"{answers[name]}\n\n{text}" if name in answers else text
        return answers

    def _add_links(self, idea: Thing, known: set[str]) -> None:
        for older in idea.addresses(INOV + "inspiredBy"):
            if older not in known:
                message = (
                    f"{last_part(idea.about)} builds on {last_part(older)}, which is not there."
                )
                self._package.report(self._file, 0, "E201", message, "skipped the link")
                continue
            link = {"from": last_part(idea.about), "to": last_part(older), "type": "builds_on"}
            self._package.add("idea_links", link)

    def _add_reviews(self, idea: Thing) -> None:
        for number, review in enumerate(idea.things(GI + "hasReview"), start=1):
            with self._package.skipping(self._file, 0):
                if GI + "MinMaxRating" in review.types:
                    self._add_rating(idea, review)
                else:
                    self._add_comment(idea, review, number=number)

    def _add_rating(self, idea: Thing, review: Thing) -> None:
        rating = {
            "idea": last_part(idea.about),
            "person": first_person(review, GI + "hasCreator"),
            "criterion": self._criteria[review.text(DC + "description") or ""],
            "value": number_of(review.text(GI + "ratingValue")),
        }
        self._package.add("ratings", rating)

    def _add_comment(self, idea: Thing, review: Thing, *, number: int) -> None:
        question = review.text(DC + "description")
        comment = {
            "id": f"{last_part(idea.about)}/review/{number}",
            "idea": last_part(idea.about),
            "author": first_person(review, GI + "hasCreator"),
            "body": review.text(GI + "content") or "",
            "body_format": "text",
            "kind": "review",
            "status": "published",
            "ext": {EXTENSION: {"question": question}} if question else None,
        }
        self._package.add("comments", comment)


def _ids_of(prefix: str, names: set[str]) -> dict[str, str]:
    return identifiers_of(prefix, sorted(names))


def _url(address: str) -> dict[str, str]:
    return {"url": address} if address else {}
