"""What a card on the wall shows, read by id for a whole page in a fixed number of queries."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import func, select

from idealab.accounts.models import User, hue_of
from idealab.campaigns.models import Stage, Topic
from idealab.ideas.models import Idea, IdeaTopic
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib.db import db
from idealab.media.models import FileState
from idealab.media.queries import Picture, pictures_of


class Card(NamedTuple):
    id: int
    number: int
    title: str
    excerpt: str
    language: str
    author_id: int | None
    author_name: str | None
    source: str | None
    stage_name: str | None
    stage_kind: str | None
    topic_name: str | None
    cover_file_id: int | None
    cover_alt: str
    author_face: str | None
    picture: Picture | None = None
    votes_count: int | None = None
    comments_count: int = 0

    @property
    def author_hue(self) -> int:
        return hue_of(self.author_id)


def cards_of(ids: Collection[int]) -> dict[int, Card]:
    """Cards by idea id, with their pictures, in two queries."""
    if not ids:
        return {}
    rows = db.session.execute(_columns().where(Idea.id.in_(ids))).all()
    found = [Card(*row) for row in rows]
    pictures = pictures_of(card.cover_file_id for card in found)
    return {card.id: _with_picture(card, pictures) for card in found}


def covers_of(ids: Collection[int]) -> dict[int, Picture]:
    """The pictures of those of these ideas that hang on the wall, in one query or two."""
    columns = (Idea.id, Idea.cover_file_id, Idea.cover_alt)
    rows = db.session.execute(select(*columns).where(Idea.id.in_(ids), ideas_on_wall())).all()
    pictures = pictures_of(file_id for _id, file_id, _alt in rows)
    return {
        idea_id: pictures[file_id]._replace(alt=alt)
        for idea_id, file_id, alt in rows
        if file_id in pictures and pictures[file_id].state is FileState.READY
    }


def _with_picture(card: Card, pictures: dict[int, Picture]) -> Card:
    picture = pictures.get(card.cover_file_id or 0)
    return card._replace(picture=picture and picture._replace(alt=card.cover_alt))


def _columns() -> Any:
    first_topic = (
        select(func.min(IdeaTopic.topic_id))
        .where(IdeaTopic.idea_id == Idea.id, IdeaTopic.position == 0)
        .scalar_subquery()
    )
    return (
        select(
            Idea.id,
            Idea.number,
            Idea.title,
            Idea.excerpt,
            Idea.language,
            Idea.author_id,
            User.name,
            Idea.source,
            Stage.name,
            Stage.kind,
            Topic.name,
            Idea.cover_file_id,
            Idea.cover_alt,
            User.avatar,
        )
        .outerjoin(User, User.id == Idea.author_id)
        .outerjoin(Stage, Stage.id == Idea.stage_id)
        .outerjoin(Topic, Topic.id == first_topic)
    )
