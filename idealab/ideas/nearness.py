"""Which ideas mean nearly the same. Vectors and neighbours are made by a worker; a page only reads
who the neighbours are, and shows those of them that the wall shows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from heapq import nlargest
from typing import Any, NamedTuple

from sqlalchemy import delete, func, or_, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from idealab.campaigns.models import Field
from idealab.ideas.models import FieldValue, Idea, IdeaVector, Neighbour
from idealab.ideas.seeing import ideas_on_wall
from idealab.lib import meaning
from idealab.lib.db import db
from idealab.lib.meaning import AT_ONCE, LONGEST_TEXT, MODEL, Near, levelled
from idealab.lib.text import plain_of

MOST = 20  # neighbours of an idea that are kept, and read
BATCH = 5  # ideas that are measured in one go: a second or two of work

_vectors: Any = IdeaVector.__table__


class Said(NamedTuple):
    """What an idea says at one version, and whether its vector was made of the same text."""

    id: int
    campaign_id: int
    language: str
    version: int
    text: str
    is_known: bool

    @property
    def hash(self) -> str:
        return _hash_of(self.text)


class Kept(NamedTuple):
    id: int
    language: str
    vector: bytes


class Measured(NamedTuple):
    said: Said
    vector: bytes
    near: Near


def ideas_waiting() -> Sequence[int]:
    """A batch of ideas on walls whose vector is missing or may be old, the newest first."""
    found = _waiting(select(Idea.id)).order_by(Idea.id.desc()).limit(BATCH)
    return db.session.scalars(found).all()


def waiting_count() -> int:
    return db.session.scalar(_waiting(select(func.count(Idea.id)))) or 0


def said_by(ids: Iterable[int]) -> list[Said]:
    """What those of the ideas that hang on walls say, title first; two queries."""
    known = (IdeaVector.text_hash, IdeaVector.model)
    told = (Idea.id, Idea.campaign_id, Idea.language, Idea.version, Idea.title, Idea.body_html)
    wanted = select(*told, *known).outerjoin(IdeaVector, IdeaVector.idea_id == Idea.id)
    rows = db.session.execute(wanted.where(Idea.id.in_(ids), ideas_on_wall()).order_by(Idea.id))
    ideas = rows.all()
    answers = _answers_of([row.id for row in ideas])
    found = []
    for row in ideas:
        texts = [row.title, *map(plain_of, [row.body_html, *answers.get(row.id, ())])]
        text = "\n".join(filter(None, texts))[:LONGEST_TEXT]
        is_known = (row.text_hash, row.model) == (_hash_of(text), MODEL)
        found.append(Said(*row[:4], text, is_known))
    return found


def measured(said: Sequence[Said]) -> list[Measured]:
    """With the vector of each, and the ideas of its campaign that lie nearest, also of these."""
    vectors = meaning.model().vectors([one.text for one in said])
    found = []
    for campaign_id in {one.campaign_id for one in said}:
        mine = {
            one.id: (one, vector)
            for one, vector in zip(said, vectors, strict=True)
            if one.campaign_id == campaign_id
        }
        fresh = [Kept(one.id, one.language, vector) for one, vector in mine.values()]
        wanted = [one.vector for one in fresh]
        near = nearest(campaign_id, wanted, most=MOST + 1, fresh=fresh)
        for (one, vector), others in zip(mine.values(), near, strict=True):
            others = [pair for pair in others if pair[0] != one.id][:MOST]
            found.append(Measured(one, vector, others))
    return found


def nearest(
    campaign_id: int, vectors: Sequence[bytes], *, most: int, fresh: Sequence[Kept] = ()
) -> list[Near]:
    """For each vector the nearest ideas on the campaign's wall; of `fresh` ones the vectors are not
    kept yet. Reads a part at a time, for all of them at once would take much memory."""
    model = meaning.model()
    ids: list[int] = []
    languages: list[str] = []
    cosines: list[list[float]] = [[] for _vector in vectors]
    for others in _parts(campaign_id, fresh):
        ids += [other.id for other in others]
        languages += [other.language for other in others]
        found = model.cosines(vectors, [other.vector for other in others])
        for mine, more in zip(cosines, found, strict=True):
            mine += more
    return [
        nlargest(most, zip(ids, levelled(mine, languages), strict=True), key=lambda pair: pair[1])
        for mine in cosines
    ]


def keep_measured(found: Sequence[Measured], *, now: datetime) -> None:
    """Twice does no harm."""
    for one in found:
        _keep_vector(one, now=now)
        db.session.execute(delete(Neighbour).filter_by(idea_id=one.said.id))
        near = [
            {"idea_id": one.said.id, "other_id": other, "cosine": round(cosine, 4)}
            for other, cosine in one.near
        ]
        if near:
            db.session.execute(_insert(Neighbour.__table__).on_conflict_do_nothing(), near)


def keep_known(said: Sequence[Said]) -> None:
    """They have another version and say the same: the vector still fits."""
    for one in said:
        same = update(IdeaVector).where(IdeaVector.idea_id == one.id)
        db.session.execute(same.values(idea_version=one.version))


def near_to(idea_id: int) -> dict[int, float]:
    """The cosines of the ideas that lie nearest, from whichever side that was found."""
    if not meaning.is_on():
        return {}
    after = select(Neighbour.other_id, Neighbour.cosine).where(Neighbour.idea_id == idea_id)
    before = select(Neighbour.idea_id, Neighbour.cosine).where(Neighbour.other_id == idea_id)
    both = union_all(after, before).subquery()
    rows = db.session.execute(select(*both.c).order_by(both.c.cosine.desc()).limit(2 * MOST))
    return {row[0]: row[1] for row in rows}


def _waiting(wanted: Any) -> Any:
    old = or_(
        IdeaVector.idea_id.is_(None),
        IdeaVector.idea_version != Idea.version,
        IdeaVector.model != MODEL,
    )
    joined = wanted.select_from(Idea).outerjoin(IdeaVector, IdeaVector.idea_id == Idea.id)
    return joined.where(ideas_on_wall(), old)


def _answers_of(ids: Sequence[int]) -> dict[int, list[str]]:
    answers = select(FieldValue.idea_id, FieldValue.html).join(Field)
    rows = answers.where(FieldValue.idea_id.in_(ids)).order_by(Field.position, Field.id)
    found: dict[int, list[str]] = {}
    for idea_id, html in db.session.execute(rows):
        found.setdefault(idea_id, []).append(html)
    return found


def _parts(campaign_id: int, fresh: Sequence[Kept]) -> Iterator[Sequence[Kept]]:
    yield fresh
    known = {one.id for one in fresh}
    columns = (IdeaVector.idea_id, Idea.language, IdeaVector.vector)
    kept = select(*columns).join(Idea, Idea.id == IdeaVector.idea_id)
    kept = kept.where(Idea.campaign_id == campaign_id, ideas_on_wall(), IdeaVector.model == MODEL)
    kept = kept.order_by(IdeaVector.idea_id).limit(AT_ONCE)
    after = 0
    while rows := db.session.execute(kept.where(IdeaVector.idea_id > after)).all():
        after = rows[-1].idea_id
        yield [Kept(*row) for row in rows if row.idea_id not in known]


def _keep_vector(one: Measured, *, now: datetime) -> None:
    row = {
        "made_at": now,
        "idea_version": one.said.version,
        "text_hash": one.said.hash,
        "model": MODEL,
        "vector": one.vector,
    }
    kept = _insert(_vectors).values(idea_id=one.said.id, **row)
    db.session.execute(kept.on_conflict_do_update(index_elements=["idea_id"], set_=row))


def _insert(table: Any) -> Any:
    insert: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(table)


def _hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
