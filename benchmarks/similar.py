"""Similar ideas: whether they are alike in the eyes of people, and how soon they are told.

The first part scores pairs of ideas that people have rated (rated.py). The second one writes drafts
to a big campaign, each a retelling of an idea on its wall with some words misspelt: as the form
does, it has each of them kept and then asks what is like it. Whoever writes waits for both."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from sqlalchemy import select

from benchmarks import databases, rated
from benchmarks.meaning import HAS_MODEL, give_vectors, look
from benchmarks.serving import Server, cookies_of
from benchmarks.sites import sites
from benchmarks.visiting import Connection, form, page, signed_in
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import fields_of
from idealab.ideas.models import Idea
from idealab.lib.db import db

DRAFTS, WARMING, BROWSERS = 300, 30, 8
MEANT = 150  # drafts that a worker looks for, too
WALL = "/campaigns/the-city-of-tomorrow"
FOUND = re.compile(rb'name=\\"answer-(\d+)\\"')


class Draft(NamedTuple):
    title: str
    text: str
    again: int  # the idea it was retold from
    wanted: int  # the one that this idea itself repeats
    kind: str


def run(*, ideas: int, kinds: Sequence[str]) -> dict[str, Any]:
    """What rated.py finds and, for the slower of the databases, p95_ms; with the extra `semantic`
    also semantic_p95_ms, when a worker has looked for what a draft means before it is asked."""
    figures: dict[str, Any] = rated.run()
    for kind in kinds:
        found = _measured(kind, ideas)
        if HAS_MODEL:
            found |= _measured(kind, ideas, semantic=True)
        print(kind, found, flush=True)
        figures |= {f"{kind}_{name}": value for name, value in found.items()}
        for name in {"p95_ms", "semantic_p95_ms"} & found.keys():
            figures[name] = max(found[name], figures.get(name, 0.0))
    return figures


def _measured(kind: str, ideas: int, *, semantic: bool = False) -> dict[str, float]:
    with (
        TemporaryDirectory(prefix="idealab-bench-") as home,
        sites(kind, [ideas], Path(home), semantic=semantic) as running,
    ):
        server, drafts = running[ideas], _drafts(ideas)
        if not semantic:
            return _of_drafts(server, drafts)
        give_vectors(server, seed=databases.SEED)
        found = _of_drafts(server, drafts[:MEANT], semantic=True)
        told = ("p95_ms", "p95_asking_ms", "looking_ms", "median_ms")
        return {f"semantic_{name}": found[name] for name in told}


def _drafts(ideas: int) -> list[Draft]:
    random = Random(databases.SEED)
    told = databases.duplicates(ideas)
    chosen = random.sample(told, min(DRAFTS, len(told)))
    return [Draft("", "", again, first, kind) for kind, again, first in chosen]


def _of_drafts(
    server: Server, drafts: Sequence[Draft], *, semantic: bool = False
) -> dict[str, float]:
    random = Random(databases.SEED)
    written = _written(server, drafts, random)
    there = _hanging(server, [draft.wanted for draft in written])
    browsers = cycle(
        signed_in(server.port, cookie, WALL) for cookie in cookies_of(server, BROWSERS)
    )
    asker = Asker(server, _question(server), semantic=semantic)
    before = server.spent()
    found: Counter[str] = Counter()
    for draft, browser in zip(written, browsers, strict=False):
        ids = asker.ideas_like(draft, *browser)
        if draft.wanted in there:
            found[f"{draft.kind}, all"] += 1
            found[draft.kind] += draft.wanted in ids
    spent = (server.spent() - before) / len(asker.keeping)
    shares = {
        f"found_{kind.replace(' ', '_')}": round(found[kind] / found[f"{kind}, all"], 3)
        for kind in sorted({draft.kind for draft in written})
        if found[f"{kind}, all"]
    }
    whole = [kept + asked for kept, asked in zip(asker.keeping, asker.asking, strict=True)]
    return {
        "p95_ms": _p95(whole),
        "p95_keeping_ms": _p95(asker.keeping),
        "p95_asking_ms": _p95(asker.asking),
        "cpu_ms": round(spent * 1000, 1),  # of all processes, which a busy machine leaves as it is
        "median_ms": round(median(whole[WARMING:]) * 1000, 1),
        "first_ms": round(whole[0] * 1000, 1),
        "looking_ms": round(median(asker.looking) * 1000, 1) if semantic else 0.0,
        **shares,
    }


class Asker:
    """Has drafts kept and asks what is like them, and notes the seconds of both; with `semantic` a
    worker looks for what they mean between the two, for whom nobody waits."""

    def __init__(self, server: Server, question: str, *, semantic: bool) -> None:
        self.server = server
        self.connection = Connection(server.port)
        self.question = question  # the name of the field for the text
        self.semantic = semantic
        self.keeping: list[float] = []
        self.asking: list[float] = []
        self.looking: list[float] = []

    def ideas_like(self, draft: Draft, cookie: str, token: str) -> list[int]:
        written = {"title": draft.title, self.question: draft.text}
        page_of = {
            "language": "en",
            "once": f"form-{len(self.keeping)}",
            "page_key": "page",
            "csrf_token": token,
        }
        kept = self._timed(form(f"{WALL}/drafts", cookie, **written, **page_of), self.keeping)
        number = json.loads(kept)["draft"]
        if self.semantic:
            self.looking.append(look(self.server, number))
        told = self._timed(page(f"/drafts/{number}/similar", cookie), self.asking)
        return [int(idea) for idea in dict.fromkeys(FOUND.findall(told))]

    def _timed(self, request: bytes, seconds: list[float]) -> bytes:
        begun = perf_counter()
        answer = self.connection.ask(request)
        seconds.append(perf_counter() - begun)
        if answer.status != 200:
            raise AssertionError(f"{request[:60]!r}: {answer.status} {answer.body[:300]!r}")
        return answer.body


def _p95(seconds: Sequence[float]) -> float:
    warm = sorted(seconds[WARMING:])
    return round(warm[int(len(warm) * 0.95)] * 1000, 1)


def _question(server: Server) -> str:
    assert server.app
    with server.app.app_context():
        campaign = db.session.scalars(select(Campaign).filter_by(slug=WALL.split("/")[-1])).one()
        name = f"field-{fields_of(campaign)[1].id}"
        db.session.remove()
    return name


def _written(server: Server, drafts: Sequence[Draft], random: Random) -> list[Draft]:
    assert server.app
    with server.app.app_context():
        chosen = select(Idea.id, Idea.title, Idea.search_text)
        rows = db.session.execute(chosen.where(Idea.id.in_([draft.again for draft in drafts])))
        texts = {row.id: (row.title, row.search_text) for row in rows}
        db.session.remove()
    return [
        draft._replace(title=misspelt(title, random)[:140], text=misspelt(text, random))
        for draft in drafts
        for title, text in [texts[draft.again]]
    ]


def _hanging(server: Server, ids: Sequence[int]) -> set[int]:
    assert server.app
    with server.app.app_context():
        hung = select(Idea.id).where(Idea.id.in_(ids), Idea.status == "published")
        found = set(db.session.scalars(hung))
        db.session.remove()
    return found


def misspelt(text: str, random: Random, *, part: float = 0.1) -> str:
    """Two letters change places in one of ten words."""
    words = text.split(" ")
    return " ".join(_stumbled(word, random) if random.random() < part else word for word in words)


def _stumbled(word: str, random: Random) -> str:
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
