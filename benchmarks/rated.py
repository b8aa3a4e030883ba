"""Pairs of ideas that people have rated (innovonto-similarity-2018, in IDEALAB_REAL_DATA), scored
as the product scores them: by words, and with the extra `semantic` by meaning, too."""

import csv
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.meaning import HAS_MODEL, cosines_of
from idealab.ideas.similar import mixed, rarity
from idealab.ideas.words import ALL, Counts
from idealab.lib.likeness import Likeness
from idealab.lib.terms import STEM, stems_of

FOLDER = "innovonto-similarity-2018"
RATED = {
    "c2": ("C2-MturkMobileApp-ideas.csv", "C2-MturkMobileApp-similarity-ratings.csv"),
    "c3": ("C3-SmartTextile-ideas.csv", "C3-SmartTextile-ratings.csv"),
}
AIMS = {"spearman_c2": 0.25, "spearman_c3": 0.34}
TOP, ALIKE = 20, 2.5  # pairs that score highest; the rating from which on people called them alike


class Pair(NamedTuple):
    one: str
    other: str
    rating: float


def run() -> dict[str, Any]:
    """spearman_c2, spearman_c3, top20_c2, top20_c3; with the extra the same as semantic_c2,
    semantic_c3, semantic_top20_c2, semantic_top20_c3, and embedding_ms, what a text costs."""
    home = os.environ.get("IDEALAB_REAL_DATA")
    folder = Path(home or ".") / FOLDER
    if not home or not folder.is_dir():
        print(f"Ratings of people are left out: set IDEALAB_REAL_DATA to a folder with {FOLDER}.")
        return {}
    figures: dict[str, Any] = {}
    for name, (ideas, ratings) in RATED.items():
        pairs, texts = _pairs(folder / ratings), _texts(folder / ideas)
        scores = lexical(pairs, texts)
        figures[f"spearman_{name}"] = _agreement(pairs, scores)
        figures[f"top20_{name}"] = _told(f"{name}, by words", pairs, scores)
        if HAS_MODEL:
            cosines, figures["embedding_ms"] = cosines_of([pair[:2] for pair in pairs], texts)
            both = [mixed(*each) for each in zip(scores, cosines, strict=True)]
            figures[f"semantic_{name}"] = _agreement(pairs, both)
            figures[f"semantic_top20_{name}"] = _told(f"{name}, by words and meaning", pairs, both)
    return figures


def _agreement(pairs: Sequence[Pair], scores: Sequence[float]) -> float:
    return round(spearman(scores, [pair.rating for pair in pairs]), 3)


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
