"""The texts of the ideas: titles, answers to the fields of the form, and known duplicates."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from benchmarks.words import LANGUAGES, Vocabulary, nearly, title_of, vocabularies

# kind: share of ideas, part of the words that is new, does the title stay
DUPLICATES = {
    "equal title": (0.03, 1.0, True),
    "nearly equal": (0.03, 0.15, False),
    "paraphrase": (0.05, 0.5, False),
}
LATELY = 2_000  # how many ideas back an idea is repeated from


class Invented(NamedTuple):
    language: str
    title: str
    body: str
    repeats: int | None = None  # the idea of which this is a duplicate
    kind: str = ""


def inventions(count: int, random: Random) -> Iterator[Invented]:
    """Ideas one after the other; some repeat one that came before."""
    words = vocabularies()
    before: list[Invented] = []
    for number in range(count):
        invented = _repeated(before, words, random) or _new(words, random)
        before.append(invented._replace(repeats=number))
        del before[:-LATELY]
        yield invented


def remark(words: dict[str, Vocabulary], random: Random) -> str:
    language = random.choices([*LANGUAGES], [*LANGUAGES.values()])[0]
    return words[language].line(_length(random, 5.13, 1.0, least=1, most=4_000), random)


def _new(words: dict[str, Vocabulary], random: Random) -> Invented:
    language = random.choices([*LANGUAGES], [*LANGUAGES.values()])[0]
    title = words[language].line(_length(random, 3.82, 0.56, least=3, most=250), random)
    body = words[language].line(_length(random, 5.8, 0.95, least=5, most=10_000), random)
    return Invented(_tag(language), title_of(title), body)


def _repeated(
    before: list[Invented], words: dict[str, Vocabulary], random: Random
) -> Invented | None:
    luck = random.random()
    for kind, (share, part, same_title) in DUPLICATES.items():
        if luck < share and before:
            first = random.choice(before)
            spoken = words.get(first.language, words["en"])
            body = _retold(first.body, part, spoken, random)
            retold = title_of(_retold(first.title, part, spoken, random))
            title = first.title if same_title else retold
            return Invented(first.language, title, body, first.repeats, kind)
        luck -= share
    return None


def _retold(text: str, part: float, words: Vocabulary, random: Random) -> str:
    return nearly(text, part, lambda size: words.line(size, random), random)


def _length(random: Random, middle: float, spread: float, *, least: int, most: int) -> float:
    return min(most, max(least, random.lognormvariate(middle, spread)))


def _tag(language: str) -> str:
    return "en" if language == "emoji" else language
