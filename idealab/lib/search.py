"""Searching words, on both databases: the words of the query as conditions on `search_text`."""

import re
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, table, text
from sqlalchemy.sql import column

from idealab.lib.db import db
from idealab.lib.text import folded

MOST_WORDS, LONGEST_WORD = 8, 40
FEW = 500
_index = table("idea_search", column("rowid"))
_some = select(_index.c.rowid).where(text("idea_search MATCH :words")).limit(FEW + 1)


def words_of(query: str) -> list[str]:
    """The words to look for, folded as the index is; none for a query of signs alone."""
    found = re.findall(r"\w+", folded(query[:400]), flags=re.UNICODE)
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))[:MOST_WORDS]


def query_of(words: list[str]) -> str:
    """The value of the parameter "words" of `matching`, in the language of the database."""
    if dialect() == "sqlite":
        return " AND ".join(f'"{word}"*' for word in words)
    return " & ".join(f"{word}:*" for word in words)


def matching(ids: Any, search_text: Any, *, on: str) -> ColumnElement[bool]:
    """A condition: every word of the parameter "words", or a word that begins with it, stands in
    the row's search text. `ids` and `search_text` are the columns of the searched table, `on` is
    the dialect of its database."""
    if on == "sqlite":
        found = select(_index.c.rowid).where(text("idea_search MATCH :words"))
        return ids.in_(found)
    vector = func.to_tsvector(literal_column("'simple'"), search_text)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), bindparam("words")))


def few_matching(words: list[str]) -> list[int] | None:
    """The ids of what matches, if that is little, else None. SQLite cannot tell beforehand, and
    would look through a whole order of the wall for a word that stands in one idea."""
    if dialect() != "sqlite":
        return None
    found = list(db.session.scalars(_some, {"words": query_of(words)}))
    return found if len(found) <= FEW else None


def dialect() -> str:
    return db.engine.dialect.name
