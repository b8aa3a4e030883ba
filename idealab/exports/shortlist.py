"""The shortlist of a campaign as rows, read in batches so that its length costs no memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from idealab.campaigns.models import Campaign, Capability, Field, Stage, StageKind, Topic
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import fields_of
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import FieldValue, Idea, IdeaStatus, IdeaTag, IdeaTopic
from idealab.lib.addresses import public_url
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.text import plain_of
from idealab.sketches.models import Sketch
from idealab.stages.models import Move

BATCH = 100
SHORTLISTED = (
    StageKind.SHORTLIST,
    StageKind.PILOT,
    StageKind.IMPLEMENTATION,
    StageKind.DONE,
)


class Picture(NamedTuple):
    file_id: int
    alt: str


class Row(NamedTuple):
    idea: Idea
    cells: list[str]
    pictures: Sequence[Picture]


def shortlist_count(campaign: Campaign) -> int:
    stages = select(func.sum(Stage.ideas_count)).where(
        Stage.campaign_id == campaign.id, Stage.kind.in_(SHORTLISTED)
    )
    return db.session.scalar(stages) or 0


def heading(campaign: Campaign) -> list[str]:
    fixed = [
        _("Number"),
        _("Title"),
        _("Stage"),
        _("Why"),
        _("Author"),
        _("Language"),
        _("Topics"),
        _("Tags"),
        _("Place"),
        _("Supporters"),
        _("Comments"),
        _("Submitted"),
        _("Licence"),
        _("Official answer"),
        _("Pictures"),
        _("Address"),
        _("Text"),
    ]
    return fixed + [field.label for field in fields_of(campaign)]


def rows_of(campaign: Campaign, *, now: datetime) -> Iterator[list[Row]]:
    """Batches in the order of the ideas' numbers. While the counts are closed, that of the
    supporters stays empty."""
    counted = timetable(campaign, now=now).allows(Capability.SEE_COUNTS)
    fields = fields_of(campaign)
    last = 0
    while ideas := _batch(campaign, after=last):
        last = ideas[-1].number
        yield _rows(ideas, fields, counted=counted)


def _batch(campaign: Campaign, *, after: int) -> Sequence[Idea]:
    found = (
        select(Idea)
        .join(Stage, Stage.id == Idea.stage_id)
        .options(joinedload(Idea.author), joinedload(Idea.place))
        .where(
            Idea.campaign_id == campaign.id,
            Idea.status == IdeaStatus.PUBLISHED,
            Stage.kind.in_(SHORTLISTED),
            Idea.number > after,
        )
        .order_by(Idea.number)
    )
    return db.session.scalars(found.limit(BATCH)).all()


def _rows(ideas: Sequence[Idea], fields: Sequence[Field], *, counted: bool) -> list[Row]:
    around = _Around([idea.id for idea in ideas])
    return [
        Row(idea, _cells(idea, fields, around, counted=counted), around.pictures_of(idea))
        for idea in ideas
    ]


class _Around:
    """All that stands around a batch of ideas, each kind in one query."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.values = _grouped(
            select(FieldValue.idea_id, FieldValue.field_id, FieldValue.html).where(
                FieldValue.idea_id.in_(ids)
            )
        )
        self.topics = _grouped(
            select(IdeaTopic.idea_id, Topic.name)
            .join(Topic, Topic.id == IdeaTopic.topic_id)
            .where(IdeaTopic.idea_id.in_(ids))
            .order_by(IdeaTopic.position)
        )
        self.tags = _grouped(
            select(IdeaTag.idea_id, IdeaTag.name)
            .where(IdeaTag.idea_id.in_(ids))
            .order_by(IdeaTag.position)
        )
        self.moves = _grouped(
            select(Move.idea_id, Move.reason).where(Move.idea_id.in_(ids)).order_by(Move.id)
        )
        self.stages = _grouped(
            select(Idea.id, Stage.name)
            .join(Stage, Stage.id == Idea.stage_id)
            .where(Idea.id.in_(ids))
        )
        self.answers = _grouped(
            select(Comment.idea_id, Comment.body_html)
            .where(
                Comment.idea_id.in_(ids),
                Comment.kind == CommentKind.OFFICIAL_REPLY,
                Comment.status == CommentStatus.PUBLISHED,
            )
            .order_by(Comment.id)
        )
        self.pictures = _grouped(
            select(Sketch.idea_id, Sketch.file_id, Sketch.alt)
            .where(Sketch.idea_id.in_(ids), Sketch.file_id.is_not(None))
            .order_by(Sketch.position, Sketch.id)
        )

    def pictures_of(self, idea: Idea) -> list[Picture]:
        return [Picture(*picture) for picture in self.pictures.get(idea.id, [])]


def _cells(idea: Idea, fields: Sequence[Field], around: _Around, *, counted: bool) -> list[str]:
    texts = {field_id: plain_of(html) for field_id, html in around.values.get(idea.id, [])}
    return [
        str(idea.number),
        idea.title,
        _joined(around.stages, idea),
        around.moves[idea.id][-1][0] if idea.id in around.moves else "",
        idea.author.name if idea.author else idea.source or "",
        idea.language,
        _joined(around.topics, idea),
        _joined(around.tags, idea),
        _place(idea),
        str(idea.votes_count) if counted else "",
        str(idea.comments_count),
        idea.created_at.date().isoformat(),
        idea.licence or "",
        "\n\n".join(plain_of(html) for (html,) in around.answers.get(idea.id, [])),
        str(len(around.pictures_of(idea))),
        public_url(f"/ideas/{idea.id}"),
        plain_of(idea.body_html),
        *(texts.get(field.id, "") for field in fields),
    ]


def _joined(names: dict[int, list[tuple]], idea: Idea) -> str:
    return ", ".join(name for (name,) in names.get(idea.id, []))


def _place(idea: Idea) -> str:
    if idea.place is None:
        return ""
    return idea.place.label or f"{idea.place.latitude}, {idea.place.longitude}"


def _grouped(query) -> dict[int, list[tuple]]:
    """Rows by their first column, which is the idea."""
    found: dict[int, list[tuple]] = {}
    for idea_id, *rest in db.session.execute(query):
        found.setdefault(idea_id, []).append(tuple(rest))
    return found
