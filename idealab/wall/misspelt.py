"""Words that somebody may have meant, for one that stands nowhere."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, text

from idealab.ideas.models import SearchWord
from idealab.lib.db import db
from idealab.lib.terms import STEM

SHORTEST = 4  # letters of a word that can be told from others
SHORT, LONG = 6, 6  # letters; a word that is not long begins too many others
MOST, LOOKED_AT = 6, 60
_PIECES = 3  # letters


def near_words(word: str) -> list[str]:
    """Known words that are written much the same, or beginnings of them; the nearest come first,
    and of these the most used. Whether anybody may see where they stand is not asked here."""
    if len(word) < SHORTEST:
        return []
    found: dict[str, tuple[Any, ...]] = {}
    for known, count in _written_alike(word) + _by_one_letter(word):
        away, meant = _meant(word, known)
        if away <= _allowed(word) and meant != word:
            # Whole words before beginnings; few people miss the first letter, or the last one.
            other_ends = (meant[0] != word[0]) + (meant[-1] != word[-1])
            rank = (away, meant != known, other_ends, -count, meant)
            found[meant] = min(found.get(meant, rank), rank)
    return sorted(found, key=lambda meant: found[meant])[:MOST]


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out, exchanged, or change places with the next one."""
    before: list[int] = []
    last = [*range(len(other) + 1)]
    for row, letter in enumerate(one, 1):
        here = [row]
        for place, there in enumerate(other, 1):
            least = min(last[place] + 1, here[-1] + 1, last[place - 1] + (letter != there))
            crossed = row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == there
            here.append(min(least, before[place - 2] + 1) if crossed else least)
        before, last = last, here
    return last[-1]


def _allowed(word: str) -> int:
    return 1 if len(word) < 7 else 2


def _meant(word: str, known: str) -> tuple[int, str]:
    """As a whole, or the beginning of a longer word, which a search finds as well."""
    away = distance(word, known) if len(known) <= len(word) + 2 else 9
    if away <= _allowed(word) or len(word) < LONG:
        return away, known
    beginnings = {known[: len(word) + more] for more in (-1, 0, 1)}
    return min((distance(word, start), start) for start in beginnings)


def _by_one_letter(word: str) -> list[tuple[str, int]]:
    """Two letters that changed places leave a short word with no piece of three in common."""
    crossed = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    without = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return _rows(_known_among, {"words": [*crossed, *without]})


def _written_alike(word: str) -> list[tuple[str, int]]:
    if db.engine.dialect.name == "sqlite":
        padded = f"^{word}$"
        pieces = {padded[at : at + _PIECES] for at in range(len(padded) - _PIECES + 1)}
        return _rows(_SQLITE, {"pieces": " OR ".join(f'"{piece}"' for piece in sorted(pieces))})
    found = []
    if has_trigrams(str(db.engine.url)):
        found = _rows(_POSTGRESQL, {"word": word})
    # PostgreSQL takes short words with one letter changed as strangers; and without its extension
    # it can only read all words that begin alike.
    if len(word) <= SHORT or not found:
        found += _rows(_beginning_alike, {"start": word[:2] + "%", "length": len(word)})
    return found


def _rows(chosen: Any, asked: dict[str, Any]) -> list[tuple[str, int]]:
    return [(word, count) for word, count in db.session.execute(chosen, asked)]


@cache
def has_trigrams(_database: str) -> bool:
    """Has the migration found pg_trgm, and made its index?"""
    return bool(db.session.scalar(text("SELECT to_regclass('ix_search_words_search')")))


_columns = (SearchWord.word, SearchWord.ideas_count)
_known_among = select(*_columns).where(SearchWord.word.in_(bindparam("words", expanding=True)))
_beginning_alike = (
    select(*_columns)
    .where(
        SearchWord.word.like(bindparam("start")),
        func.length(SearchWord.word) >= bindparam("length", type_=db.Integer) - 2,
        SearchWord.word.not_like(STEM + "%"),
    )
    .order_by(SearchWord.ideas_count.desc())
    .limit(LOOKED_AT * 10)
)
_SQLITE = text(
    f"""SELECT search_words.word, ideas_count FROM word_search
    JOIN search_words ON search_words.id = word_search.rowid
    WHERE word_search MATCH :pieces ORDER BY rank LIMIT {LOOKED_AT}"""
)
_POSTGRESQL = text(
    f"""SELECT word, ideas_count FROM search_words
    WHERE (word % :word OR :word <% word) AND word NOT LIKE '=%'
    ORDER BY greatest(similarity(word, :word), word_similarity(:word, word)) DESC
    LIMIT {LOOKED_AT}"""
)
