"""Searching terms (see terms.py), on both databases: what is looked for, as conditions."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql import column

from idealab.lib.db import db
from idealab.lib.stemming import SMALL_WORDS
from idealab.lib.terms import alternatives, words_of
from idealab.lib.text import folded

MOST_WORDS, LONGEST_QUERY = 8, 400
EITHER = "|"  # between words of which one is enough
FEW = 500
_index = table("idea_search", column("rowid"))
_some = select(_index.c.rowid).where(text("idea_search MATCH :words")).limit(FEW + 1)
_vector: ColumnElement[Any] = literal_column("ideas.search_vector")  # PostgreSQL makes and keeps it


class Looked(NamedTuple):
    """What a query looks for: all of the words, or `either` of them; `left` were too many."""

    words: list[str]
    left: list[str]
    either: bool = False


def looked_for(query: str) -> Looked:
    """No words for a query of signs alone. Small words count only where nothing else does."""
    words = words_of(folded(query[:LONGEST_QUERY]))
    words = [word for word in words if word not in SMALL_WORDS] or words
    return Looked(words[:MOST_WORDS], words[MOST_WORDS:], f" {EITHER} " in query)


def query_of(looked: Looked) -> str:
    """The value of the parameter "words" of `matching`, in the language of the database."""
    both, one = (" AND ", " OR ") if dialect() == "sqlite" else (" & ", " | ")
    words = [f"({_any_form(word, one)})" for word in looked.words]
    return (one if looked.either else both).join(words)


def matching(ids: Any, *, on: str) -> ColumnElement[bool]:
    """A condition: for every word of the parameter "words" there is one of the same stem, or one
    that begins with it. `ids` is the column of ideas, `on` the dialect of their database."""
    if on == "sqlite":
        # With a sign before it, it leads SQLite into no index: for each row that is met anyway it
        # asks whether it matches, and does not fetch all rows that match, which takes ten times.
        listed: ColumnElement[int] = literal_column(f"+{ids}")
        return listed.in_(select(_index.c.rowid).where(text("idea_search MATCH :words")))
    return _vector.op("@@")(cast(bindparam("words"), TSQUERY))


def few_matching(looked: Looked) -> list[int] | None:
    """The ids of what matches, if that is little, else None. SQLite cannot tell beforehand, and
    would look through a whole order of the wall for a word that stands in one idea."""
    if dialect() != "sqlite":
        return None
    found = list(db.session.scalars(_some, {"words": query_of(looked)}))
    return found if len(found) <= FEW else None


def weighed(terms: dict[str, float], *, most_each: int) -> dict[str, Any]:
    """The parameters of `sharing` for these terms and what each weighs."""
    asked: dict[str, Any] = {"most_each": most_each}
    for place, (term, weight) in enumerate(terms.items()):
        asked |= {f"term{place}": f'"{term}"' if dialect() == "sqlite" else f"'{term}'"}
        asked |= {f"weight{place}": weight}
    return asked


@cache
def sharing(count: int, *, on: str) -> Select[Any]:
    """For `count` terms: `id` and `weight`, the sum of the weights of those which it shares, of
    all rows that have any of them; of each term the newest rows only."""
    each = union_all(*(_having(place, on=on) for place in range(count))).subquery()
    return select(each.c.id, func.sum(each.c.weight).label("weight")).group_by(each.c.id)


def _having(place: int, *, on: str) -> Select[Any]:
    if on == "sqlite":
        found = select(_index.c.rowid.label("id"))
        found = found.where(text(f"idea_search MATCH :term{place}"))
        found = found.order_by(_index.c.rowid.desc())
    else:
        found = select(literal_column("ideas.id").label("id")).select_from(text("ideas"))
        found = found.where(_vector.op("@@")(cast(bindparam(f"term{place}"), TSQUERY)))
    newest = found.limit(bindparam("most_each", type_=db.Integer)).subquery()
    return select(newest.c.id, bindparam(f"weight{place}", type_=db.Float).label("weight"))


def _any_form(word: str, sign: str) -> str:
    if dialect() == "sqlite":
        return sign.join([f'"{word}"*', *(f'"{term}"' for term in alternatives(word))])
    return sign.join([f"'{word}':*", *(f"'{term}'" for term in alternatives(word))])


def dialect() -> str:
    return db.engine.dialect.name
