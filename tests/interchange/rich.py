"""A package that holds every kind of record, and values as odd as the format allows."""

import io
from hashlib import sha256
from typing import Any

from PIL import Image

from tests.interchange.packages import lines

ODD = "Größe & “Öl”\u2028 <b>x</b> 🚲 \\u0041"


def picture(colour: str = "red", *, size: tuple[int, int] = (40, 30)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return made.getvalue()


def media(raw: bytes, suffix: str) -> str:
    digest = sha256(raw).hexdigest()
    return f"media/{digest[:2]}/{digest}.{suffix}"


def files() -> dict[str, bytes]:
    """All files of the package, by name."""
    red, blue, paper = picture("red"), picture("blue"), b"%PDF-1.4 a plan of the street"
    kinds = {**KINDS, "attachments": _attachments(red, blue, paper)}
    content = {f"{kind}.jsonl": lines(*records) for kind, records in kinds.items()}
    for raw, suffix in ((red, "png"), (blue, "png"), (paper, "pdf")):
        content[media(raw, suffix)] = raw
    return content


def _attachments(red: bytes, blue: bytes, paper: bytes) -> list[dict[str, Any]]:
    on_idea = {"target_type": "idea", "target": "i1"}
    return [
        {
            "id": "sketch",
            **on_idea,
            "kind": "sketch",
            "file": media(red, "png"),
            "sha256": sha256(red).hexdigest(),
            "bytes": len(red),
            "media_type": "image/png",
            "width": 40,
            "height": 30,
            "alt": ODD,
            "order": 2,
            "author": "ana",
            "created_at": "2026-03-05",
            "derived_from": "strokes",
        },
        {"id": "plan", **on_idea, "kind": "document", "file": media(paper, "pdf")},
        {"id": "strokes", **on_idea, "kind": "strokes", "missing": True},
        {"id": "site", **on_idea, "kind": "link", "url": "https://example.org/x?y=1"},
        {
            "id": "logo",
            "target_type": "campaign",
            "target": "c1",
            "kind": "image",
            "file": media(blue, "png"),
        },
        {
            "id": "shot",
            "target_type": "comment",
            "target": "m3",
            "kind": "photo",
            "file": media(blue, "png"),
            "ext": {"org.example": {"deep": [1, {"a": None}]}},
        },
    ]


KINDS: dict[str, list[dict[str, Any]]] = {
    "campaigns": [
        {
            "id": "c1",
            "title": ODD,
            "slug": "Ödd Slug!",
            "summary": "What makes it mine?",
            "body": "<p onclick='x()'>Story</p><script>1</script>",
            "body_format": "html",
            "lang": "de",
            "languages": ["de", "pt-BR"],
            "timezone": "America/Sao_Paulo",
            "opens_at": "2026-03-02",
            "submit_until": "2026-04-12T23:59:59.123456789-03:00",
            "vote_until": "2026-04-19",
            "closes_at": "2026-04-30",
            "visibility": "link",
            "status": "archived",
            "terms_version": "2026-02",
            "voting": {"method": "agree_disagree_pass", "per_person": 10, "revote": "replace"},
            "source": {"system": "s", "id": "1", "raw": [1, None, {"x": 1.5}]},
            "ext": {"org.example": {"a": 1}},
        },
        {"id": "c2", "title": "Second", "timezone": "Nowhere/Never", "licence": "CC0-1.0"},
    ],
    "stages": [
        {"id": "s1", "campaign": "c1", "name": "Same", "kind": "intake", "order": -5},
        {"id": "s2", "campaign": "c1", "name": "Same", "kind": "shortlist", "order": 7},
        {
            "id": "s3",
            "campaign": "c1",
            "name": "No",
            "kind": "rejected",
            "order": 7,
            "outcome": "negative",
            "public": False,
            "opens_at": "2026-03-02",
        },
    ],
    "categories": [
        {"id": "k1", "campaign": "c1", "name": "Street", "parent": "k2", "kind": "district"},
        {"id": "k2", "campaign": "c1", "name": "Street", "names": {"de": "Straße"}, "order": 3},
        {"id": "k3", "campaign": "c2", "name": "!!!", "kind": "tag", "colour": "#ff0000"},
    ],
    "fields": [
        {"id": "f1", "campaign": "c1", "label": "Why?", "type": "longtext", "order": 1},
        {
            "id": "f2",
            "campaign": "c1",
            "label": "Which?",
            "type": "multichoice",
            "choices": ["a", 2],
            "required": True,
        },
    ],
    "criteria": [
        {"id": "q1", "campaign": "c1", "label": "Worth", "min": 1, "max": 5.5, "weight": 0.25},
        {
            "id": "q2",
            "campaign": "c1",
            "label": "Cost",
            "min": -1e9,
            "max": 1e9,
            "higher_is_better": False,
        },
    ],
    "people": [
        {"id": "ana", "display_name": ODD, "roles": ["admin"], "joined_at": "2026-03-01"},
        {"id": "bruno", "display_name": "  ", "lang": "pt-BR", "groups": ["x"]},
        {"id": "city/hall", "kind": "official", "display_name": "City hall"},
        {"id": "gone", "deleted": True},
        {"id": "unused:1@x", "kind": "bot"},
    ],
    "ideas": [
        {
            "id": "i1",
            "campaign": "c1",
            "title": ODD,
            "body": "# Seats\n\nthat **turn**",
            "body_format": "markdown",
            "lang": "pt-BR",
            "author": "ana",
            "coauthors": ["bruno", "bruno", "ana"],
            "via": "paper",
            "status": "published",
            "stage": "s2",
            "categories": ["k2", "k1", "k2"],
            "tags": ["b", "a", "b"],
            "location": {"lat": 50, "lon": 8.684, "label": "Frankfurt"},
            "fields": {"f1": "Because", "f2": ["a", 2], "unknown": "kept", "f3": None},
            "cost": {"amount": 1.5, "currency": "EUR"},
            "licence": "CC-BY-4.0",
            "consent": {"at": "2026-03-03", "x": [1]},
            "version": 3,
            "created_at": "2026-03-03T18:22:10.5+01:00",
            "updated_at": "2026-03-04T07:01:00Z",
            "views": 0,
            "answer": {
                "body": "<p>We will.</p>",
                "body_format": "html",
                "by": "city/hall",
                "at": "2026-04-22",
            },
        },
        {"id": "i2", "campaign": "c1", "title": "Hidden author", "status": "merged",
         "author": "bruno", "anonymous": True, "created_at": "2026-05-01"},
        {"id": "i3", "campaign": "c2", "title": "T", "status": "published", "categories": ["k3"]},
        {"id": "i4", "campaign": "c1", "title": "x", "status": "deleted", "stage": "s1"},
        {"id": "i5", "campaign": "c1", "title": "Draft", "status": "draft", "author": "gone",
         "created_at": "0001-01-01", "published_at": "9999-12-31T23:59:59Z"},
    ],
    "idea_versions": [
        {"id": "v1", "idea": "i1", "version": 1, "at": "2026-03-03", "title": "Old", "by": "ana"},
        {"id": "v2", "idea": "i1", "version": 3, "at": "2026-03-04", "body": "as it is now"},
        {"id": "v3", "idea": "i1", "version": 1, "at": "2026-03-02", "body": "again number 1"},
        {"id": "v4", "idea": "i2", "version": -2, "at": "2026-03-02", "note": "odd"},
    ],
    "idea_links": [
        {"from": "i2", "to": "i1", "type": "merged_into", "by": "city/hall", "note": ODD},
        {"from": "i2", "to": "i1", "type": "merged_into", "at": "2026-04-01", "id": "twice"},
        {"from": "i1", "to": "i1", "type": "related"},
    ],
    "votes": [
        {"idea": "i1", "person": "bruno", "value": 1, "at": "2026-03-05T12:00:00+01:00"},
        {"idea": "i1", "person": "bruno", "value": -1, "at": "2026-03-04"},
        {"idea": "i1", "person": "city/hall", "value": 0.5, "weight": 2.5, "round": "2"},
        {"idea": "i1", "person": "city/hall", "value": 1.0},
        {"idea": "i1", "person": "gone", "value": 1, "withdrawn": True},
        {"idea": "i1", "person": "ana", "value": 1, "at": "2026-03-04"},
        {"idea": "i1", "person": "ana", "value": 1, "at": "2026-03-04"},
        {"idea": "i1", "person": "ana", "value": -1, "at": "2026-03-04", "id": "vote-7"},
        {"idea": "i2", "person": "gone", "value": 1, "at": "2026-12-31"},
    ],
    "vote_totals": [
        {"idea": "i1", "kind": "agree", "count": 24, "as_of": "2026-03-14"},
        {"idea": "i3", "kind": "up", "count": 17.0},
        {"idea": "i3", "kind": "down", "count": 3},
        {"idea": "i4", "kind": "stars_sum", "count": 12.5},
        {"idea": "i3", "kind": "up", "count": 19, "id": "later"},
    ],
    "comments": [
        {"id": "m1", "idea": "i1", "parent": "m2", "body": "deep", "author": "bruno"},
        {"id": "m2", "idea": "i1", "parent": "m3", "body": "", "status": "deleted"},
        {
            "id": "m3",
            "idea": "i1",
            "body": "<p>Ça <img src=x onerror=y></p>",
            "body_format": "html",
            "author": "ana",
            "kind": "argument",
            "stance": "contra",
            "likes": 3,
            "dislikes": 0,
            "created_at": "2026-03-05T12:01:30+05:45",
            "edited_at": "2026-03-06",
        },
        {"id": "m4", "idea": "i1", "body": "note", "kind": "internal_note"},
        {"id": "m5", "idea": "i1", "body": "official", "kind": "official_reply", "parent": "m1"},
        {"id": "m6", "idea": "i3", "body": "who?", "author": "ana", "anonymous": True},
    ],
    "reactions": [
        {"comment": "m3", "person": "bruno", "kind": "like", "at": "2026-03-05"},
        {"comment": "m3", "person": "bruno", "kind": "like"},
        {"comment": "m3", "person": "bruno", "kind": "emoji", "emoji": "🎉"},
    ],
    "ratings": [
        {"idea": "i1", "person": "city/hall", "criterion": "q1", "value": 4, "round": "jury"},
        {"idea": "i1", "person": "city/hall", "criterion": "q1", "value": 3.5},
        {"idea": "i1", "person": "city/hall", "criterion": "q1", "value": 2, "at": "2026-01-01"},
        {"idea": "i1", "person": "ana", "criterion": "q2", "value": -3, "note": ODD},
    ],
    "follows": [
        {"person": "ana", "idea": "i1"},
        {"person": "ana", "idea": "i1", "campaign": "c1"},
        {"person": "ana", "campaign": "c1", "at": "2026-03-05"},
        {"person": "gone"},
    ],
    "events": [
        {"at": "2026-04-22T10:00:00+02:00", "type": "stage_changed", "idea": "i1",
         "actor": "city/hall", "from": "s1", "to": "s2", "reason": "Jury 4,67"},
        {"at": "2026-04-22T10:00:00+02:00", "type": "stage_changed", "idea": "i1",
         "actor": "city/hall", "from": None, "to": "elsewhere"},
        {"at": "2026-04-22", "type": "flagged", "comment": "m3", "data": {"x": [1, None]}},
        {"at": "2026-04-22", "type": "deadline_changed", "campaign": "c1"},
    ],
}  # fmt: skip
