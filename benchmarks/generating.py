"""A made-up campaign of any size, written straight into the tables with its counters right.

What pages read is there as the product would have written it; the files of pictures are not.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select, update

from benchmarks import inventing, shapes
from benchmarks.inventing import Invented
from benchmarks.rows import Rows
from benchmarks.shapes import Scale
from benchmarks.words import FIRST_NAMES, LAST_NAMES, vocabularies
from idealab.accounts.models import EmailAddress, RoleGrant, User
from idealab.campaigns.creating import create_campaign
from idealab.campaigns.models import Campaign, CampaignState, Field, Stage, Topic
from idealab.comments.models import Comment, CommentKind
from idealab.ideas.models import FieldValue, Idea, IdeaStatus, IdeaTopic, Link, Revision, Via
from idealab.ideas.words import count_words, known_words, learn_words
from idealab.lib.access import Role
from idealab.lib.db import db
from idealab.lib.terms import terms_of
from idealab.lib.text import excerpt_of, folded
from idealab.media.models import File, FileState
from idealab.sketches.models import Sketch
from idealab.stages.models import Move
from idealab.voting.models import Vote

TOPICS = ("Streets", "Parks", "Schools", "Energy", "Water", "Markets", "Homes", "Culture")
STAFF = 1  # the id of the one moderator; everybody else comes after
NEW, SHORTLISTED, NOT_NOW = 0, 2, 5  # places of the default workflow


@dataclass
class Scene:
    """All that the makers of rows share."""

    rows: Rows
    talk: list[int]  # comments of participants by idea
    random: Random
    began: datetime
    campaign_id: int
    stages: list[int]
    fields: list[int]
    topics: list[int]
    truth: list[tuple[str, int, int]] = field(default_factory=list)
    on_stage: Counter[int] = field(default_factory=Counter)
    on_topic: Counter[int] = field(default_factory=Counter)

    def luck(self) -> float:
        return self.random.random()

    def moment(self, part: float) -> datetime:
        return self.began + timedelta(days=shapes.DAYS) * part


def generate(scale: Scale, *, seed: int, ends_at: datetime) -> tuple[Scene, shapes.Campaign]:
    """Fill the empty tables and commit. `Scene.truth` names the duplicates: kind, idea, first."""
    random = Random(seed)
    drawn = shapes.campaign(scale, random)
    scene = _scene(random, ends_at - timedelta(days=shapes.DAYS))
    scene.talk = shapes.talkativeness(drawn.remarks, scale.ideas)
    for person in range(drawn.people):
        _add_person(scene, person)
    inventions = inventing.inventions(scale.ideas, random)
    for number, invented in enumerate(inventions):
        _add_idea(scene, drawn, number, invented)
    _add_talk(scene, drawn)
    scene.rows.write()
    _finish(scene, scale.ideas)
    db.session.commit()
    for _batch in learn_words(count_words(), known=known_words()):
        db.session.commit()
    db.session.commit()
    return scene, drawn


def _scene(random: Random, began: datetime) -> Scene:
    made = create_campaign(
        "The city of tomorrow", by=None, now=began, starts_at=began,
        question="What would make every day in this city easier?",
        story="We ask everybody who lives or works here. " * 12, rules="Be kind.",
    )  # fmt: skip
    made.state = CampaignState.PUBLISHED
    topics = [Topic(campaign_id=made.id, name=name, slug=name.lower()) for name in TOPICS]
    db.session.add_all(topics)
    db.session.flush()

    def ids(model: Any) -> list[int]:
        chosen = select(model.id).filter_by(campaign_id=made.id)
        return [*db.session.scalars(chosen.order_by(model.position, model.id))]

    rows = Rows()
    rows.add(User, created_at=began, name="Marta Moderna", department="Innovation", language="de")
    rows.add(RoleGrant, created_at=began, user_id=STAFF, campaign_id=0, role=Role.MODERATOR)
    rows.write()
    return Scene(rows, [], random, began, made.id, ids(Stage), ids(Field), ids(Topic))


def user_id(person: int) -> int:
    return STAFF + 1 + person


def _add_person(scene: Scene, person: int) -> None:
    name = f"{scene.random.choice(FIRST_NAMES)} {scene.random.choice(LAST_NAMES)}"
    scene.rows.add(
        User, id=user_id(person), created_at=scene.began, name=name, department=None, language="de"
    )
    scene.rows.add(
        EmailAddress, created_at=scene.began, user_id=user_id(person),
        address=f"person{person}@example.org", confirmed_at=scene.began,
    )  # fmt: skip


def _add_idea(scene: Scene, drawn: shapes.Campaign, number: int, invented: Invented) -> None:
    at, author, luck = scene.moment(drawn.idea_times[number]), drawn.authors[number], scene.luck()
    place = NOT_NOW if luck < 0.35 else SHORTLISTED if luck < 0.41 else NEW
    merged = 0.41 <= luck < 0.43 and number > 0
    idea_id = number + 1
    text = folded(f"{invented.title} {invented.body}")
    pictured = scene.luck() < 0.5
    scene.rows.add(
        Idea, id=idea_id, campaign_id=scene.campaign_id, number=number + 1,
        author_id=None if author is None else user_id(author),
        via=Via.MEETING if author is None else Via.WEB,
        source="Open evening in the library" if author is None else None,
        status=IdeaStatus.MERGED if merged else IdeaStatus.PUBLISHED,
        stage_id=scene.stages[place], stage_since=at, created_at=at, published_at=at,
        language=invented.language, title=invented.title, excerpt=excerpt_of(invented.body),
        search_text=text, search_terms=terms_of(text, invented.language), licence="CC-BY-SA-4.0",
        rules_version=1, accepted_at=at, shuffle=scene.luck(),
        votes_count=len(drawn.voters[number]), comments_count=scene.talk[number],
        cover_file_id=idea_id if pictured else None,
        cover_alt=f"Sketch: {invented.title}" if pictured else "",
    )  # fmt: skip
    if pictured:
        _add_picture(scene, idea_id, at)
    topic = _add_texts(scene, idea_id, invented, at)
    if merged:
        first = scene.random.randrange(1, idea_id)
        scene.rows.add(Link, created_at=at, from_id=idea_id, to_id=first, kind="merged_into")
    else:
        scene.on_stage[scene.stages[place]] += 1
        scene.on_topic[topic] += 1
    if place != NEW:
        _add_move(scene, idea_id, place, drawn.idea_times[number])
    if invented.repeats is not None:
        scene.truth.append((invented.kind, idea_id, invented.repeats + 1))
    _add_votes(scene, drawn, number)


def _add_picture(scene: Scene, idea_id: int, at: datetime) -> None:
    size = min(20_000_000, int(scene.random.lognormvariate(12.6, 0.8)))
    sketched = scene.luck() < 0.6
    key = f"{scene.random.getrandbits(128):032x}"
    scene.rows.add(
        File, id=idea_id, created_at=at, key=key, sha256=key * 2, state=FileState.READY,
        media_type="image/png" if sketched else "image/jpeg", byte_size=size, width=1600,
        height=scene.random.choice((900, 1200, 2000)), colour="#8a6f52", ready_at=at,
    )  # fmt: skip
    scene.rows.add(
        Sketch, created_at=at, idea_id=idea_id, file_id=idea_id, position=0,
        kind="sketch" if sketched else "photo", alt="What it could look like",
    )  # fmt: skip


def _add_texts(scene: Scene, idea_id: int, invented: Invented, at: datetime) -> int:
    topic = scene.random.choices(scene.topics, range(len(scene.topics), 0, -1))[0]
    answered = scene.fields[1]
    scene.rows.add(IdeaTopic, idea_id=idea_id, topic_id=topic, position=0)
    scene.rows.add(
        FieldValue, idea_id=idea_id, field_id=answered, source=invented.body,
        html=f"<p>{invented.body}</p>",
    )  # fmt: skip
    scene.rows.add(
        Revision, created_at=at, idea_id=idea_id, number=1, title=invented.title,
        content={"fields": {str(answered): invented.body}, "topic": topic},
    )  # fmt: skip
    return topic


def _add_move(scene: Scene, idea_id: int, place: int, time: float) -> None:
    """Decided in the last tenth of the time."""
    scene.rows.add(
        Move, created_at=scene.moment(max(time, 0.9 + 0.1 * scene.luck())), idea_id=idea_id,
        source_id=scene.stages[NEW], target_id=scene.stages[place], by_id=STAFF,
        reason="We looked at it with the people who would build it.",
    )  # fmt: skip


def _add_votes(scene: Scene, drawn: shapes.Campaign, number: int) -> None:
    begun, random = drawn.idea_times[number], scene.random
    for voter in drawn.voters[number]:
        scene.rows.add(
            Vote, created_at=scene.moment(shapes.later(begun, random, tail=1.18)),
            idea_id=number + 1, voter_id=user_id(voter), round="", value=1.0,
        )  # fmt: skip


def _add_talk(scene: Scene, drawn: shapes.Campaign) -> None:
    """What participants said, and then the official answers, to three of four ideas."""
    words = vocabularies()
    roots: list[int] = []
    for place, said in enumerate(drawn.remarks):
        root = place if said.parent is None else roots[said.parent]
        roots.append(root)
        likes = int(scene.random.expovariate(1 / 1.9)) if scene.luck() < 0.48 else 0
        parent = None if said.parent is None else said.parent + 1
        _add_comment(
            scene, said.idea, inventing.remark(words, scene.random), said.at,
            parent_id=parent, root_id=root + 1, author_id=user_id(said.author), likes=likes,
        )  # fmt: skip
    for number, begun in enumerate(drawn.idea_times):
        if scene.luck() < 0.75:
            text = inventing.remark(words, scene.random)
            at = max(begun, 0.9 + 0.1 * scene.luck())
            _add_comment(scene, number, text, at, official=True)


def _add_comment(
    scene: Scene, idea: int, body: str, at: float, *, parent_id: int | None = None,
    root_id: int | None = None, author_id: int = STAFF, likes: int = 0, official: bool = False,
) -> None:  # fmt: skip
    comment_id = scene.rows.next_id(Comment)
    scene.rows.add(
        Comment, id=comment_id, created_at=scene.moment(at), idea_id=idea + 1,
        parent_id=parent_id, root_id=root_id or comment_id, author_id=author_id,
        kind=CommentKind.OFFICIAL_REPLY if official else CommentKind.COMMENT,
        body=body, body_html=f"<p>{body}</p>", imported_likes=likes,
        imported_dislikes=round(likes * 0.2),
    )  # fmt: skip


def _finish(scene: Scene, ideas: int) -> None:
    """The counters above the ideas, and on PostgreSQL the sequences of the ids."""
    published = sum(scene.on_stage.values())
    counted = {"ideas_count": published, "last_idea_number": ideas, "version": 1}
    db.session.execute(update(Campaign).filter_by(id=scene.campaign_id).values(counted))
    for model, counts in ((Stage, scene.on_stage), (Topic, scene.on_topic)):
        for row_id, count in counts.items():
            db.session.execute(update(model).filter_by(id=row_id).values(ideas_count=count))
    if db.engine.dialect.name == "postgresql":
        for table in db.metadata.tables.values():
            if "id" in table.columns:
                last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
                name = func.pg_get_serial_sequence(table.name, "id")
                db.session.execute(select(func.setval(name, last, False)))
