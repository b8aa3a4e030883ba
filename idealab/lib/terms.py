"""Under which terms a text is found: its words, and the stems of those that have one.

Both databases index these terms as they are, so that a search means the same on both. A stem is
written with a sign before it, for “ide” as the beginning of a word is not the stem of “Ideen”."""

import re

from idealab.lib.stemming import LANGUAGES, SMALL_WORDS, language_of, stem, stems
from idealab.lib.text import folded

STEM = "="
LONGEST_WORD = 40
# Scripts without spaces between words: each two signs beside each other are taken as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003134f"
)
# Their vowels stand as marks beside the letters, which Python does not take as parts of a word.
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_SIGNS = "\u2190-\u2bff\U0001f000-\U0001faff"  # arrows, symbols, emoji: a word each
WORD = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[\w{_INDIC}])+|[{_SIGNS}]")
PAIRED = re.compile(f"[{_UNSPACED}]")


def words_of(text: str) -> list[str]:
    """The different words of a text that is folded already, in their order."""
    found: dict[str, None] = {}
    for word in WORD.findall(text):
        if PAIRED.match(word):
            found |= dict.fromkeys(pairs_of(word))
        else:
            found[word[:LONGEST_WORD]] = None
    return [*found]


def pairs_of(run: str) -> list[str]:
    """Each two signs beside each other, and the last one, with which a search may begin."""
    return [run[place : place + 2] for place in range(min(len(run), 2_000))]


def terms_of(text: str, language: str | None) -> str:
    """What is indexed of a folded text, as one line."""
    words = words_of(text)
    spoken = language_of(words, language)
    return " ".join([*words, *(STEM + one for one in _stems(words, spoken))])


def stems_in(terms: str) -> list[str]:
    """The stems among indexed terms; the words themselves where the language has none."""
    _words, _sign, stems = terms.partition(f" {STEM}")  # which stand at the end, all of them
    return stems.split(f" {STEM}") if stems else []


def stems_of(text: str, language: str | None) -> list[str]:
    """The different stems of what somebody is writing, without small words."""
    words = words_of(folded(text))
    return _stems(words, language_of(words, language))


def alternatives(word: str) -> list[str]:
    """The terms that stand for a word of a query, beside the words that begin with it."""
    return [] if word in SMALL_WORDS else [STEM + one for one in stems(word)]


def _stems(words: list[str], language: str | None) -> list[str]:
    spoken = language if language in LANGUAGES else None
    return list(dict.fromkeys(stem(word, spoken) for word in words if word not in SMALL_WORDS))
