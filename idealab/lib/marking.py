"""The words of a search, marked where they stand in the HTML of a card."""

import re
from collections.abc import Collection
from functools import lru_cache

from markupsafe import Markup, escape

from idealab.lib.stemming import LANGUAGES, stem, stems
from idealab.lib.terms import PAIRED, WORD
from idealab.lib.text import folded

# Text right behind the beginning of what shows a title or a text; inside is no other element.
_TEXT = re.compile(
    r'(<h3 [^>]*><a [^>]*>|<blockquote [^>]*>|<p class="idea-card__text"[^>]*>)([^<]+)'
)


@lru_cache(maxsize=2_000)
def marked(html: str, words: tuple[str, ...]) -> str:
    """The HTML of a card with <mark> around the words; a kept card is marked once for a search."""
    return Marking(words).of_card(html) if words else html


class Marking:
    def __init__(self, words: Collection[str]) -> None:
        plain = [word for word in words if not PAIRED.match(word)]
        self._starts = tuple(plain)
        self._stems = {one for word in plain for one in stems(word)}
        pairs = [re.escape(word) for word in words if PAIRED.match(word)]
        self._pairs = re.compile(f"(?:{'|'.join(pairs)})+") if pairs else None

    def of_card(self, html: str) -> str:
        """Titles and texts with <mark> around what was looked for; everything else as it was."""
        return _TEXT.sub(lambda found: found[1] + self._of_text(found[2]), html)

    def _of_text(self, text: str) -> str:
        plain = Markup(text).unescape()
        parts, end = [], 0
        for start, stop in self._places(plain):
            parts += [escape(plain[end:start]), f"<mark>{escape(plain[start:stop])}</mark>"]
            end = stop
        return "".join([*parts, escape(plain[end:])]) if parts else text

    def _places(self, plain: str) -> list[tuple[int, int]]:
        found = [word.span() for word in WORD.finditer(plain) if self._is_meant(word[0])]
        if self._pairs:
            found += [pair.span() for pair in self._pairs.finditer(plain)]
        return sorted(found)

    def _is_meant(self, word: str) -> bool:
        if PAIRED.match(word):
            return False
        word = folded(word)
        if word.startswith(self._starts):
            return True
        return any(stem(word, language) in self._stems for language in LANGUAGES)
