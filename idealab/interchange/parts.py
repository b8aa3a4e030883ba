"""What hangs on ideas now: read for a whole batch at once, and laid over what came in."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from idealab.comments.models import Comment, CommentStatus
from idealab.ideas.models import Contributor, FieldValue, IdeaTag, IdeaTopic, Location
from idealab.interchange.filling import ANSWERS
from idealab.interchange.models import SourceKey
from idealab.interchange.shapes.ideas import field_texts, tags_of
from idealab.interchange.shapes.shape import Reading, Record, Telling
from idealab.lib.db import db


@dataclass
class Hung:
    """What hangs on one idea."""

    tags: list[str] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)  # by field
    place: tuple[float | None, float | None, str | None] | None = None
    answer: tuple[str, str] | None = None  # the text of the answer then and now


def hung_on(idea_ids: Collection[int]) -> dict[int, Hung]:
    """By idea, in a fixed number of queries."""
    found: dict[int, Hung] = defaultdict(Hung)
    for model, column, add in (
        (IdeaTag, IdeaTag.name, lambda hung, value: hung.tags.append(value)),
        (IdeaTopic, IdeaTopic.topic_id, lambda hung, value: hung.topics.append(value)),
        (Contributor, Contributor.user_id, lambda hung, value: hung.people.append(value)),
    ):
        rows = select(model.idea_id, column).where(model.idea_id.in_(idea_ids))
        for idea_id, value in db.session.execute(rows.order_by(model.idea_id, model.position)):
            add(found[idea_id], value)
    texts = select(FieldValue.idea_id, FieldValue.field_id, FieldValue.source)
    for idea_id, field_id, text in db.session.execute(texts.where(_of(FieldValue, idea_ids))):
        found[idea_id].texts[field_id] = text
    places = select(Location.idea_id, Location.latitude, Location.longitude, Location.label)
    for idea_id, latitude, longitude, label in db.session.execute(
        places.where(_of(Location, idea_ids))
    ):
        found[idea_id].place = (latitude, longitude, label)
    _add_answers(found, idea_ids)
    return found


def _of(model: Any, idea_ids: Collection[int]) -> Any:
    return model.idea_id.in_(idea_ids)


def _add_answers(found: dict[int, Hung], idea_ids: Collection[int]) -> None:
    rows = (
        select(Comment.idea_id, Comment.body, Comment.status, SourceKey.line)
        .join(SourceKey, (SourceKey.kind == ANSWERS) & (SourceKey.own_id == Comment.id))
        .where(Comment.idea_id.in_(idea_ids))
    )
    for idea_id, body, status, line in db.session.execute(rows):
        shown = body if status is CommentStatus.PUBLISHED else ""
        found[idea_id].answer = (json.loads(line).get("body", ""), shown)


def changes_of_parts(
    record: Record, now: Hung, reading: Reading, telling: Telling
) -> dict[str, Any]:
    """The keys of an imported idea that say something else now; None for what is gone."""
    changes: dict[str, Any] = {}
    if now.tags != tags_of(record):
        changes["tags"] = now.tags or None
    then_topics = [reading.names.own("categories", name) for name in record.get("categories", ())]
    if now.topics != [topic for topic in dict.fromkeys(then_topics) if topic is not None]:
        changes["categories"] = _names("categories", now.topics, telling)
    then_people = [reading.names.own("people", name) for name in record.get("coauthors", ())]
    if not record.get("anonymous") and now.people != [
        person for person in dict.fromkeys(then_people) if person is not None
    ]:
        changes["coauthors"] = _names("people", now.people, telling)
    then_texts = {reading.names.own("fields", n): t for n, t in field_texts(record).items()}
    then_texts.pop(None, None)
    if now.texts != then_texts:
        changes["fields"] = _changed_fields(record, then_texts, now, telling)
    if now.place != _place_of(record):
        changes["location"] = location_of(now)
    if now.answer and now.answer[0] != now.answer[1]:
        answer = {**record.get("answer", {}), "body": now.answer[1], "body_format": "markdown"}
        changes["answer"] = answer if now.answer[1] else None
    return changes


def location_of(hung: Hung) -> dict[str, Any] | None:
    if hung.place is None or None in hung.place[:2]:
        return None
    latitude, longitude, label = hung.place
    place = {"lat": latitude, "lon": longitude, "label": label}
    return {name: value for name, value in place.items() if value is not None}


def texts_of(hung: Hung, telling: Telling) -> dict[str, str]:
    return {str(telling.name("fields", field_id)): text for field_id, text in hung.texts.items()}


def _names(kind: str, ids: list[int], telling: Telling) -> list[str | None] | None:
    return [telling.name(kind, own_id) for own_id in ids] or None


def _changed_fields(
    record: Record, then: dict[int | None, str], now: Hung, telling: Telling
) -> dict[str, Any] | None:
    kept = dict(record.get("fields", {}))
    for field_id in {*then, *now.texts}:
        name = str(telling.name("fields", field_id))
        if field_id not in now.texts:
            kept.pop(name, None)
        elif now.texts[field_id] != then.get(field_id):
            kept[name] = now.texts[field_id]
    return kept or None


def _place_of(record: Record) -> tuple[float | None, float | None, str | None] | None:
    place = record.get("location")
    return (place["lat"], place["lon"], place.get("label")) if place else None
