"""What the RDF of an Innovonto campaign says of one idea or review, in plain values."""

from typing import Any
from urllib.parse import unquote_plus

from idealab.interchange.converting.rdf import Thing

DC = "http://purl.org/dc/terms/"
GI = "http://purl.org/gi2mo/ns#"
INOV = "http://purl.org/innovonto/types/#"
OID = "http://purl.org/innovonto/legacy/types#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LISTS = {"assigned_to": INOV + "assignedTo", "preselected_for": OID + "preselectedFor"}
LISTS |= {"see_also": RDFS + "seeAlso", "submission_method": GI + "hasSubmissionMethod"}
TEXTS = {"type": INOV + "ideaType", "icon": INOV + "icon"}
TEXTS |= {"created_internally": OID + "createdInternally"}


def extension_of(idea: Thing, workshop: Thing) -> dict[str, Any]:
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


def people_of(idea: Thing) -> list[str]:
    reviews = idea.things(GI + "hasReview")
    people = [one for review in reviews for one in review.addresses(GI + "hasCreator")]
    return people + idea.addresses(DC + "creator") + idea.addresses(GI + "hasContributor")


def first_person(thing: Thing, predicate: str) -> str | None:
    return next((last_part(address) for address in thing.addresses(predicate)), None)


def parts_of(idea: Thing) -> list[tuple[str, str]]:
    parts = idea.things(INOV + "hasTextualRefinement")
    return [
        (part.text(DC + "description") or "", part.text(GI + "content") or "") for part in parts
    ]


def tags_of(idea: Thing) -> list[str]:
    names = (unquote_plus(last_part(tag)) for tag in idea.addresses(GI + "hasCategory"))
    return list(dict.fromkeys(names))


def moment_of(told: str | None) -> str | None:
    """The source writes times without seconds."""
    return f"{told[:16]}:00Z" if told and len(told) == 17 and told.endswith("Z") else told


def number_of(told: str | None) -> float:
    value = float(told or "")
    return int(value) if value.is_integer() else value


def scale_of(rating: Thing) -> tuple[float, float] | None:
    """The lowest and the highest value; None where the source does not say them."""
    try:
        low, high = (rating.text(GI + f"{end}RatingValue") for end in ("min", "max"))
        return number_of(low), number_of(high)
    except ValueError:
        return None


def flowed(told: str | None) -> str:
    return "\n".join(line.strip() for line in (told or "").splitlines()).strip()


def last_part(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]
