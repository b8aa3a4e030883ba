"""All that the page of one idea tells, in a fixed number of queries."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import cast, func, literal, null, or_, select, union_all

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Field, Topic
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.answers import Answer, Place
from idealab.ideas.models import Contributor, FieldValue, Idea, IdeaTag, IdeaTopic, Link
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db


class Text(NamedTuple):
    label: str | None
    html: Markup  # made safe when it was saved


class Label(NamedTuple):
    """A topic with its names in other languages, or a person who contributed."""

    id: int
    name: str
    names: dict[str, str] | None
    position: int
    is_active: bool = True  # a person who has not left


class Around(NamedTuple):
    topics: Sequence[Label]
    tags: Sequence[str]
    contributors: Sequence[Label]


class Linked(NamedTuple):
    id: int
    title: str
    language: str
    kind: str
    number: int
    licence: str
    author_name: str | None
    outwards: bool  # this idea builds on that one, and not the other way round


def texts_of(idea: Idea) -> list[Text]:
    answers = db.session.execute(
        select(Field.label, FieldValue.html)
        .join(Field, Field.id == FieldValue.field_id)
        .where(FieldValue.idea_id == idea.id)
        .order_by(Field.position, Field.id)
    )
    body = [Text(None, Markup(idea.body_html))] if idea.body_html else []
    return body + [Text(label, Markup(html)) for label, html in answers]


def around(idea: Idea) -> Around:
    """Its topics, tags and contributors, each in their order, in one query."""
    topics = (
        select(
            literal("topic").label("kind"),
            Topic.id,
            Topic.name,
            Topic.names,
            IdeaTopic.position,
            literal(True),
        )
        .join(IdeaTopic, IdeaTopic.topic_id == Topic.id)
        .where(IdeaTopic.idea_id == idea.id)
    )
    no_names = cast(null(), Topic.names.type)
    tags = select(
        literal("tag"), literal(0), IdeaTag.name, no_names, IdeaTag.position, literal(True)
    ).where(IdeaTag.idea_id == idea.id)
    is_active = User.deactivated_at.is_(None)
    people = (
        select(literal("person"), User.id, User.name, no_names, Contributor.position, is_active)
        .join(Contributor, Contributor.user_id == User.id)
        .where(Contributor.idea_id == idea.id, User.id != func.coalesce(idea.author_id, 0))
    )
    found: dict[str, list[Label]] = {"topic": [], "tag": [], "person": []}
    rows = db.session.execute(union_all(topics, tags, people).order_by("position", "id"))
    for kind, *label in rows:
        found[kind].append(Label(*label))
    return Around(found["topic"], [tag.name for tag in found["tag"]], found["person"])


def links_of(idea: Idea, *, viewer: User | None) -> list[Linked]:
    """Open ideas this one stems from or that stem from it, if `viewer` may see them. Who sees this
    one sees its campaign; so with None they are those that all its readers may see."""
    licence = func.coalesce(Idea.licence, Campaign.licence)
    columns = (Idea.id, Idea.title, Idea.language, Link.kind, Idea.number, licence, User.name)
    here = Idea.campaign_id == idea.campaign_id
    seen = (Idea.status.in_(OPEN), or_(here, campaigns_seen_by(viewer)))
    out = (
        select(*columns, literal(True))
        .join(Link, Link.to_id == Idea.id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Idea.author_id)
        .where(Link.from_id == idea.id, *seen)
    )
    back = (
        select(*columns, literal(False))
        .join(Link, Link.from_id == Idea.id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Idea.author_id)
        .where(Link.to_id == idea.id, *seen)
    )
    return [Linked(*row) for row in db.session.execute(union_all(out, back).limit(24))]


def linked_ids(idea_id: int) -> tuple[int, ...]:
    """The ideas that the page of this one may name."""
    out = select(Link.to_id).where(Link.from_id == idea_id)
    back = select(Link.from_id).where(Link.to_id == idea_id)
    return tuple(db.session.scalars(union_all(out, back)))


def standing_of(ids: Sequence[int]) -> int:
    """A number that is another one when one of these ideas can be seen no longer, or again, or when
    what its page or its campaign shows has changed."""
    weight = Idea.version + Campaign.version + (1 << 40)  # each one seen outweighs all changes
    stands = select(func.sum(weight)).join(Campaign, Campaign.id == Idea.campaign_id)
    seen = (Idea.id.in_(ids), Idea.status.in_(OPEN))
    return int(db.session.scalar(stands.select_from(Idea).where(*seen)) or 0)


def answer_of(idea: Idea) -> Answer:
    """What the idea says now, as the form takes it."""
    texts = select(FieldValue.field_id, FieldValue.source).filter_by(idea_id=idea.id)
    topics, tags, _contributors = around(idea)
    place = idea.place
    return Answer(
        title=idea.title,
        texts={row.field_id: row.source for row in db.session.execute(texts)},
        topic_id=topics[0].id if topics else None,
        tags=list(tags),
        language=idea.language,
        place=Place(place.label, place.latitude, place.longitude) if place else None,
    )
