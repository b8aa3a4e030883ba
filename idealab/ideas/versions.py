"""The revisions of an idea as its pages show them: in a row, two side by side, one to restore."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.queries import fields_of, topics_of
from idealab.ideas.answers import Answer, Place
from idealab.ideas.comparing import Piece, Purse, changes_in, compared, words_in
from idealab.ideas.models import Idea, Revision
from idealab.ideas.reading import answer_of
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.text import html_of

MOST = 200  # of the newest


class Version(NamedTuple):
    number: int
    created_at: datetime
    by_name: str | None
    note: str | None
    restored_from: int | None
    sketches: list[dict[str, Any]] | None  # None where nobody has kept which they were


class Part(NamedTuple):
    """One text of the idea in two versions. `state` is same, changed, new or gone."""

    label: str
    state: str
    pieces: list[Piece]

    @property
    def changes(self) -> int:
        return changes_in(self.pieces)


def versions_of(idea: Idea) -> list[Version]:
    """The newest first, without their texts."""
    sketches, restored = Revision.content["sketches"], Revision.content["restored_from"]
    rows = db.session.execute(
        select(Revision.number, Revision.created_at, User.name, Revision.note, restored, sketches)
        .outerjoin(User, User.id == Revision.by_id)
        .where(Revision.idea_id == idea.id)
        .order_by(Revision.number.desc())
        .limit(MOST)
    )
    return [Version(*row) for row in rows]


def parts_between(idea: Idea, before: int, after: int) -> list[Part]:
    """What each text of the idea said in the two versions, and how that differs. What one of them
    does not say, for an imported revision says only some of it, is left out."""
    numbers = select(Revision).where(
        Revision.idea_id == idea.id, Revision.number.in_([before, after])
    )
    there = {revision.number: revision for revision in db.session.scalars(numbers)}
    if before not in there or after not in there:
        return []
    old, new = (_texts_in(there[number], idea) for number in (before, after))
    purse = Purse()
    return [
        _part(label, said_before, said_after, purse)
        for (label, said_before), (_label, said_after) in zip(old, new, strict=True)
        if said_before is not None and said_after is not None and (said_before or said_after)
    ]


def words_between(parts: Sequence[Part]) -> tuple[int, int]:
    """How many words were added and how many removed."""
    pieces = [piece for part in parts for piece in part.pieces]
    return words_in(pieces, "added"), words_in(pieces, "removed")


def answer_in(revision: Revision, idea: Idea) -> Answer:
    """What the revision says, as the form takes it; what it does not say stays as it is."""
    now, kept = answer_of(idea), revision.content
    texts, topic_id, place = now.texts, now.topic_id, now.place
    if "fields" in kept:
        asked = {str(question.id): question.id for question in fields_of(idea.campaign)}
        texts = {asked[key]: text for key, text in kept["fields"].items() if key in asked}
    if "topic" in kept:
        offered = {topic.id for topic in topics_of(idea.campaign)}
        topic_id = kept["topic"] if kept["topic"] in offered else None
    if "place" in kept:
        place = Place(*kept["place"]) if kept["place"] else None
    return Answer(
        title=revision.title or now.title,
        texts=texts,
        topic_id=topic_id,
        tags=kept.get("tags", now.tags),
        language=kept.get("language") or now.language,
        place=place,
    )


def restore_body(idea: Idea, revision: Revision) -> None:
    """The text beside the fields, which only imported ideas have."""
    kept = revision.content
    if kept.get("body", idea.body) != idea.body:
        idea.body = kept["body"]
        idea.body_format = kept.get("body_format", idea.body_format)
        idea.body_html = html_of(idea.body, format=idea.body_format)


def _texts_in(revision: Revision, idea: Idea) -> list[tuple[str, str | None]]:
    """Label and text, in the order of the page; None for what the revision does not say."""
    kept = revision.content
    typed, place = kept.get("fields"), kept.get("place")
    topics = {topic.id: topic.name for topic in topics_of(idea.campaign)}
    return [
        (_("Title"), revision.title or None),
        (_("Text"), kept.get("body")),
        *(
            (question.label, None if typed is None else typed.get(str(question.id), ""))
            for question in fields_of(idea.campaign)
        ),
        (_("Topic"), topics.get(kept["topic"], "") if "topic" in kept else None),
        (_("Tags"), ", ".join(kept["tags"]) if "tags" in kept else None),
        (_("Place"), ((place and place[0]) or "") if "place" in kept else None),
    ]


def _part(label: str, before: str, after: str, purse: Purse) -> Part:
    if before == after:
        return Part(label, "same", [Piece(after)])
    state = "changed" if before and after else "new" if after else "gone"
    return Part(label, state, compared(before, after, purse))
