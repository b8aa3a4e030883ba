"""An idea with all that hangs on it, its earlier texts and its links."""

from hashlib import blake2b
from typing import Any

from idealab.ideas.models import (
    Contributor,
    FieldValue,
    Idea,
    IdeaTag,
    IdeaTopic,
    Link,
    Location,
    Revision,
)
from idealab.ideas.remixing import REMIX
from idealab.ideas.writing import describe
from idealab.interchange.shapes.calendar import own_words
from idealab.interchange.shapes.shape import (
    Columns,
    Key,
    Parts,
    Reading,
    Record,
    Shape,
    at,
    plain,
    to,
)
from idealab.lib.text import excerpt_of, html_of, plain_of


def author_of(record: Record, reading: Reading) -> int | None:
    """Who is named beside the text; nobody where it was given anonymously."""
    return None if record.get("anonymous") else reading.names.own("people", record.get("author"))


def field_texts(record: Record) -> dict[str, str]:
    """The answers to the questions of the form, by the id of the field, as text."""
    texts = {name: _as_text(value) for name, value in record.get("fields", {}).items()}
    return {name: text for name, text in texts.items() if text}


def tags_of(record: Record) -> list[str]:
    return list(dict.fromkeys(record.get("tags", ())))


def format_of(record: Record) -> str:
    return record.get("body_format", "text")


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_as_text, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _more_of_idea(record: Record, reading: Reading) -> Columns:
    created = reading.instant(record.get("created_at")) or reading.now
    published = reading.instant(record.get("published_at")) or created
    stage_id = reading.names.own("stages", record.get("stage"))
    if stage_id is None:
        campaign_id = reading.names.own("campaigns", record["campaign"])
        stage_id = reading.first_stage(campaign_id) if campaign_id else None
    return {
        "stage_id": stage_id,
        "source": own_words(record).get("source"),
        "author_id": author_of(record, reading),
        "published_at": published,
        "stage_since": reading.instant(record.get("updated_at")) or published,
        # The same place each time, so that an import that was broken off ends as a whole one.
        "shuffle": _place_of(record["id"]),
        **_described(record),
    }


def _place_of(source_id: str) -> float:
    return int.from_bytes(blake2b(source_id.encode(), digest_size=6).digest(), "big") / 2**48


def _described(record: Record) -> Columns:
    html = html_of(record.get("body", ""), format=format_of(record))
    body, answers = plain_of(html), [*field_texts(record).values()]
    described = Idea(title=record["title"], language=record.get("language"))
    describe(described, [body, *answers], tags_of(record))
    # A card tells the text itself where there is one beside the fields.
    excerpt = excerpt_of(body) if body else described.excerpt
    return {
        "body_html": html,
        "excerpt": excerpt,
        "search_text": described.search_text,
        "search_terms": described.search_terms,
    }


def _parts_of_idea(record: Record, reading: Reading) -> Parts:
    names = reading.names
    topics = [names.own("categories", name) for name in record.get("categories", ())]
    people = [names.own("people", name) for name in record.get("coauthors", ())]
    hidden = record.get("anonymous")
    return {
        IdeaTopic: _placed("topic_id", topics),
        IdeaTag: _placed("name", tags_of(record)),
        Contributor: [] if hidden else _placed("user_id", people),
        Location: _places(record),
        FieldValue: _answers(record, reading),
    }


def _placed(column: str, values: list[Any]) -> list[Columns]:
    there = [value for value in dict.fromkeys(values) if value is not None]
    return [{column: value, "position": place} for place, value in enumerate(there)]


def _places(record: Record) -> list[Columns]:
    place = record.get("location")
    if not place:
        return []
    return [{"latitude": place["lat"], "longitude": place["lon"], "label": place.get("label")}]


def _answers(record: Record, reading: Reading) -> list[Columns]:
    rows = []
    for name, text in field_texts(record).items():
        field_id = reading.names.own("fields", name)
        if field_id is not None:
            html = html_of(text, format=format_of(record))
            rows.append({"field_id": field_id, "source": text, "html": html})
    return rows


def _version(record: Record, _reading: Reading) -> Columns:
    content = {"body": record.get("body", ""), "body_format": format_of(record)}
    return {"title": record.get("title", ""), "content": content}


IDEAS = Shape(
    "ideas",
    Idea,
    (
        to("campaigns", "campaign", "campaign_id"),
        plain("title"),
        plain("body", otherwise=""),
        plain("body_format", otherwise="text"),
        plain("lang", "language", otherwise="en"),
        to("people", "author", "author_id"),
        Key(
            "via",
            "via",
            lambda value, _reading: value or "import",
            lambda value, _telling, _record: str(value),
            fixed=True,
        ),
        plain("status"),
        plain("licence"),
        plain("version", "revision", otherwise=1),
        at("created_at", "created_at", needed=True),
        at("published_at", "published_at"),
        at("updated_at", "updated_at"),
    ),
    more=_more_of_idea,
    parts=_parts_of_idea,
    owner="idea_id",
    batch=500,
)
IDEA_VERSIONS = Shape(
    "idea_versions",
    Revision,
    (
        to("ideas", "idea", "idea_id"),
        plain("version", "number", fixed=True),
        to("people", "by", "by_id"),
        at("at", "created_at", needed=True),
        plain("note", fixed=True),
    ),
    more=_version,
    unique=("idea_id", "number"),
    batch=1000,
)


def _kind(record: Record, _reading: Reading) -> Columns:
    """A remix goes from house to house as a copy that says so."""
    is_remix = own_words(record).get("kind") == REMIX
    return {"kind": REMIX if is_remix else record["type"]}


IDEA_LINKS = Shape(
    "idea_links",
    Link,
    (
        to("ideas", "from", "from_id"),
        to("ideas", "to", "to_id"),
        Key(
            "type",
            "kind",
            lambda value, _reading: value,
            lambda value, _telling, _record: "copied_from" if value == REMIX else str(value),
            fixed=True,
        ),
        to("people", "by", "by_id"),
        at("at", "created_at", needed=True),
        plain("note", fixed=True),
    ),
    more=_kind,
    unique=("from_id", "to_id", "kind"),
)
