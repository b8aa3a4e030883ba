"""Similar ideas: whether they are alike in the eyes of people, and how soon they are told.

The first part scores the pairs of ideas that people have rated (innovonto-similarity-2018, which
lies in IDEALAB_REAL_DATA) with the product's own function. The second one writes drafts to a big
campaign, each a retelling of an idea on its wall with some words misspelt: as the form does, it has
each of them kept and then asks what is like it. Whoever writes waits for both."""

import csv
import json
import os
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

from benchmarks import databases
from benchmarks.serving import Server, cookies_of
from benchmarks.sites import sites
from benchmarks.visiting import Connection, form, page, signed_in
from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import fields_of
from idealab.ideas.models import Idea
from idealab.ideas.similar import rarity
from idealab.ideas.words import ALL, Counts
from idealab.lib.db import db
from idealab.lib.likeness import Likeness
from idealab.lib.terms import STEM, stems_of

FOLDER = "innovonto-similarity-2018"
RATED = {
    "c2": ("C2-MturkMobileApp-ideas.csv", "C2-MturkMobileApp-similarity-ratings.csv"),
    "c3": ("C3-SmartTextile-ideas.csv", "C3-SmartTextile-ratings.csv"),
}
AIMS = {"spearman_c2": 0.25, "spearman_c3": 0.34, "p95_ms": 150}
TOP, ALIKE = 20, 2.5  # pairs that score highest; the rating from which on people called them alike
DRAFTS, WARMING, BROWSERS = 300, 30, 8
WALL = "/campaigns/the-city-of-tomorrow"
FOUND = re.compile(rb'name=\\"answer-(\d+)\\"')


class Pair(NamedTuple):
    one: str
    other: str
    rating: float


class Draft(NamedTuple):
    title: str
    text: str
    again: int  # the idea it was retold from
    wanted: int  # the one that this idea itself repeats
    kind: str


def run(*, ideas: int, kinds: Sequence[str]) -> dict[str, Any]:
    """spearman_c2, spearman_c3, top20_c2, top20_c3 and, for the slower of the databases, p95_ms."""
    figures: dict[str, Any] = _of_people()
    for kind in kinds:
        with (
            TemporaryDirectory(prefix="idealab-bench-") as home,
            sites(kind, [ideas], Path(home)) as running,
        ):
            found = _of_drafts(running[ideas], _drafts(ideas))
        print(kind, found, flush=True)
        figures |= {f"{kind}_{name}": value for name, value in found.items()}
        figures["p95_ms"] = max(found["p95_ms"], figures.get("p95_ms", 0.0))
    return figures


def _of_people() -> dict[str, Any]:
    home = os.environ.get("IDEALAB_REAL_DATA")
    folder = Path(home or ".") / FOLDER
    if not home or not folder.is_dir():
        print(f"Ratings of people are left out: set IDEALAB_REAL_DATA to a folder with {FOLDER}.")
        return {}
    figures: dict[str, Any] = {}
    for name, (ideas, ratings) in RATED.items():
        pairs, texts = _pairs(folder / ratings), _texts(folder / ideas)
        scores = lexical(pairs, texts)
        figures[f"spearman_{name}"] = round(spearman(scores, [pair.rating for pair in pairs]), 3)
        figures[f"top20_{name}"] = _told(name, pairs, scores)
    return figures


def lexical(pairs: Sequence[Pair], texts: Sequence[str]) -> list[float]:
    """Scores of pairs as the product gives them, on a wall of these texts."""
    stems = {text: stems_of(text, "en") for pair in pairs for text in pair[:2]}
    found: Counter[str] = Counter()
    for text in texts:
        found.update({ALL, *(STEM + stem for stem in stems_of(text, "en"))})
    weight = rarity(Counts(found[ALL], found))
    return [Likeness(stems[pair.one], weight).to(stems[pair.other]) for pair in pairs]


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """How far two rankings agree, from -1 to 1."""
    ranks = _ranks(one), _ranks(other)
    means = [sum(each) / len(each) for each in ranks]
    away = [[rank - mean for rank in each] for each, mean in zip(ranks, means, strict=True)]
    both = sum(left * right for left, right in zip(*away, strict=True))
    squares = [sum(value * value for value in each) for each in away]
    return both / (squares[0] * squares[1]) ** 0.5


def _ranks(values: Sequence[float]) -> list[float]:
    """Places in order; equal values share the middle of theirs."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def _told(name: str, pairs: Sequence[Pair], scores: Sequence[float]) -> str:
    best = sorted(zip(scores, pairs, strict=True), key=lambda found: -found[0])[:TOP]
    print(f"\n{name}: the {TOP} pairs that score highest, and how people rated them (0 to 5)")
    for score, pair in best:
        print(f"  {score:.2f}  {pair.rating:.2f}  {pair.one[:58]:58} | {pair.other[:58]}")
    hits = sum(pair.rating >= ALIKE for _score, pair in best)
    there = sum(pair.rating >= ALIKE for pair in pairs)
    print(f"  {hits} of the {there} pairs that people called alike are among them.")
    return f"{hits} of {there}"


def _pairs(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Pair(one, other, float(rating)) for one, other, rating in csv.reader(file)]


def _texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["DESCRIPTION"] for row in csv.DictReader(file)]


def _drafts(ideas: int) -> list[Draft]:
    random = Random(databases.SEED)
    told = databases.duplicates(ideas)
    chosen = random.sample(told, min(DRAFTS, len(told)))
    return [Draft("", "", again, first, kind) for kind, again, first in chosen]


def _of_drafts(server: Server, drafts: Sequence[Draft]) -> dict[str, float]:
    random = Random(databases.SEED)
    written = _written(server, drafts, random)
    there = _hanging(server, [draft.wanted for draft in written])
    browsers = cycle(
        signed_in(server.port, cookie, WALL) for cookie in cookies_of(server, BROWSERS)
    )
    asker = Asker(Connection(server.port), _question(server))
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
        **shares,
    }


class Asker:
    """Has drafts kept and asks what is like them, and notes the seconds of both."""

    def __init__(self, connection: Connection, question: str) -> None:
        self.connection = connection
        self.question = question  # the name of the field for the text
        self.keeping: list[float] = []
        self.asking: list[float] = []

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
