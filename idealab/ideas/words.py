"""The words that stand in ideas, and in how many: what is common says little, and what nobody has
written may be misspelt. The counts are learned now and then (jobs.py) and may be a little old."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from idealab.ideas.models import Idea, SearchWord
from idealab.lib.db import db
from idealab.lib.kept import Kept
from idealab.lib.terms import terms_of

ALL = ""  # the empty word stands in every idea
UNUSED = 0
COMMON = 3  # ideas; what stands in fewer is taken as rare
BATCH = 1_000
MOST_KNOWN = 500  # words of one idea that are known at once; learning finds the others

_words: Any = SearchWord.__table__
# All in one statement, however many there are.
_KNOWING = {
    "sqlite": text(
        """INSERT INTO search_words (word, ideas_count)
        SELECT value, 1 FROM json_each(:words) WHERE true ON CONFLICT (word) DO NOTHING"""
    ),
    "postgresql": text(
        """INSERT INTO search_words (word, ideas_count)
        SELECT value, 1 FROM json_array_elements_text(CAST(:words AS json)) AS value
        ON CONFLICT (word) DO NOTHING"""
    ),
}


class Counts(NamedTuple):
    """In how many ideas there are terms, of `ideas` ideas in all."""

    ideas: int
    of: dict[str, int]


_counts: Kept[Counts] = Kept(most=1)


def counts() -> Counts:
    """As they were last learned. The common ones are kept in this process, as they are asked for
    with every text; the row of the empty word, which each learning writes anew, says which."""
    found = db.session.execute(
        select(SearchWord.id, SearchWord.ideas_count).where(SearchWord.word == ALL)
    ).first()
    if found is None:
        return Counts(0, {})
    return _counts.get_or_make((str(db.engine.url), *found), lambda: _common(found.ideas_count))


def _common(ideas: int) -> Counts:
    rows = select(SearchWord.word, SearchWord.ideas_count).where(SearchWord.ideas_count >= COMMON)
    return Counts(ideas, _by_word(rows))


def _by_word(chosen: Any) -> dict[str, int]:
    return {row.word: row.ideas_count for row in db.session.execute(chosen)}


def know_words(terms: str) -> None:
    """Let the words of an idea be known from now on; how often they are used is learned later."""
    # In order, so that two people who write the same new words do not wait in a circle.
    words = sorted({*terms.split(" ")} - {ALL})[:MOST_KNOWN]
    _remember(words)
    knowing = _KNOWING[db.engine.dialect.name]
    db.session.execute(knowing, {"words": json.dumps(words, ensure_ascii=False)})


def _remember(words: list[str]) -> None:
    """Learning forgets a word where it stands at UNUSED; from now on it does not. Asked first, for
    writing would lock the rows of all words that everybody uses."""
    unused = select(SearchWord.word).where(
        SearchWord.word.in_(words), SearchWord.ideas_count == UNUSED
    )
    _count([(word, 1) for word in sorted(db.session.scalars(unused))])


def terms_missing() -> dict[int, str]:
    """The terms of up to a batch of ideas that were written without them, by the idea's id."""
    missing = select(Idea.id, Idea.search_text, Idea.language).where(Idea.search_terms.is_(None))
    rows = db.session.execute(missing.order_by(Idea.id).limit(BATCH)).all()
    return {idea_id: terms_of(words, language) for idea_id, words, language in rows}


def index(found: dict[int, str]) -> None:
    """Unless somebody has written the idea anew meanwhile, with its terms."""
    for idea_id, terms in found.items():
        unindexed = update(Idea).where(Idea.id == idea_id, Idea.search_terms.is_(None))
        indexed = unindexed.values(search_terms=terms)
        db.session.execute(indexed, execution_options={"synchronize_session": False})


def count_words() -> dict[str, int]:
    """In how many ideas each term stands, counted anew; the empty word stands for all ideas."""
    found: Counter[str] = Counter()
    after = 0
    while True:
        rows = select(Idea.id, Idea.search_terms).where(Idea.id > after).order_by(Idea.id)
        batch = db.session.execute(rows.limit(BATCH)).all()
        if not batch:
            return dict(found)
        for _id, terms in batch:
            found.update({ALL, *(terms or "").split(" ")})
        after = batch[-1].id


def known_words() -> dict[str, int]:
    """The counts that were learned last."""
    return _by_word(select(SearchWord.word, SearchWord.ideas_count))


def learn_words(found: dict[str, int], *, known: dict[str, int]) -> Iterator[None]:
    """Write the counts down where they have moved by more than a tenth, a batch a step; last of all
    the empty word. A word that stands nowhere is only marked, and forgotten by the next learning:
    somebody may be writing it while this one counts."""
    forgotten = [word for word, count in known.items() if count == UNUSED and word not in found]
    gone = delete(_words).where(
        _words.c.word == bindparam("of_word"), _words.c.ideas_count == UNUSED
    )
    for some in _batches(sorted(forgotten)):
        db.session.execute(gone, [{"of_word": word} for word in some])
        yield
    moved = [word for word, count in known.items() if _has_moved(count, found.get(word, UNUSED))]
    for some in _batches(sorted({*moved} - {ALL})):
        _count([(word, found.get(word, UNUSED)) for word in some])
        yield
    for some in _batches(sorted({*found} - {*known} - {ALL})):
        _add([{"word": word, "ideas_count": found[word]} for word in some])
        yield
    db.session.execute(delete(_words).where(_words.c.word == ALL))
    _add([{"word": ALL, "ideas_count": found[ALL]}] if ALL in found else [])
    yield


def _count(counts: list[tuple[str, int]]) -> None:
    if counts:
        counted = update(_words).where(_words.c.word == bindparam("of_word"))
        rows = [{"of_word": word, "ideas_count": count} for word, count in counts]
        db.session.execute(counted, rows)


def _has_moved(known: int, counted: int) -> bool:
    return abs(known - counted) * 10 > known


def _batches(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), BATCH):
        yield words[start : start + BATCH]


def _add(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(_adding(db.engine.dialect.name), rows)


@cache
def _adding(dialect: str) -> Any:
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(_words).on_conflict_do_nothing(index_elements=["word"])
