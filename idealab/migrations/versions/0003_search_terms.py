"""Search and similar ideas: terms instead of texts, and the words that are known"""

import sqlalchemy as sa
from alembic import op

from idealab.lib.terms import terms_of

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 1_000

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _kept_index(column: str, tokenize: str) -> tuple[str, ...]:
    """The index of SQLite for searching, kept by the database itself, so that no verb forgets it."""
    return (
        f"""CREATE VIRTUAL TABLE idea_search USING fts5(
            {column}, content='ideas', content_rowid='id', {tokenize}
        )""",
        f"""CREATE TRIGGER idea_search_added AFTER INSERT ON ideas BEGIN
            INSERT INTO idea_search(rowid, {column}) VALUES (new.id, new.{column});
        END""",
        f"""CREATE TRIGGER idea_search_gone AFTER DELETE ON ideas BEGIN
            INSERT INTO idea_search(idea_search, rowid, {column})
            VALUES ('delete', old.id, old.{column});
        END""",
        f"""CREATE TRIGGER idea_search_changed AFTER UPDATE OF {column} ON ideas
        WHEN old.{column} IS NOT new.{column} BEGIN
            INSERT INTO idea_search(idea_search, rowid, {column})
            VALUES ('delete', old.id, old.{column});
            INSERT INTO idea_search(rowid, {column}) VALUES (new.id, new.{column});
        END""",
        "INSERT INTO idea_search(idea_search) VALUES ('rebuild')",
    )


DROPPED_SQLITE = (
    "DROP TRIGGER idea_search_added",
    "DROP TRIGGER idea_search_gone",
    "DROP TRIGGER idea_search_changed",
    "DROP TABLE idea_search",
)
BEFORE_SQLITE = _kept_index("search_text", "tokenize='unicode61'")
# The terms are split at spaces alone: "ascii" leaves all other signs together, and "=" is a sign
# before a stem. Where in the text a term stands is asked by nobody; beginnings of words are, always.
AFTER_SQLITE = _kept_index("search_terms", """tokenize="ascii tokenchars '=_'", detail=none, prefix='2 3 4 5'""")
BEFORE_POSTGRESQL = (
    "CREATE INDEX ix_ideas_search ON ideas USING gin (to_tsvector('simple', search_text))",
)
AFTER_POSTGRESQL = (
    """ALTER TABLE ideas ADD COLUMN search_vector tsvector GENERATED ALWAYS AS
    (array_to_tsvector(string_to_array(search_terms, ' '))) STORED""",
    "CREATE INDEX ix_ideas_search ON ideas USING gin (search_vector)",
)
# Words that are written alike, by the three letters they share; stems are looked for by nobody.
WORDS_SQLITE = (
    """CREATE VIRTUAL TABLE word_search USING fts5(
        padded, content='', tokenize='trigram', detail=none
    )""",
    """CREATE TRIGGER word_search_added AFTER INSERT ON search_words
    WHEN substr(new.word, 1, 1) <> '=' BEGIN
        INSERT INTO word_search(rowid, padded) VALUES (new.id, '^' || new.word || '$');
    END""",
    """CREATE TRIGGER word_search_gone AFTER DELETE ON search_words
    WHEN substr(old.word, 1, 1) <> '=' BEGIN
        INSERT INTO word_search(word_search, rowid, padded)
        VALUES ('delete', old.id, '^' || old.word || '$');
    END""",
)
WORDS_POSTGRESQL = "CREATE INDEX ix_search_words_search ON search_words USING gin (word gin_trgm_ops)"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in DROPPED_SQLITE if sqlite else ("DROP INDEX ix_ideas_search",):
        op.execute(statement)
    op.add_column("ideas", sa.Column("search_terms", sa.Text(), nullable=True))
    _take_texts_apart()
    for statement in AFTER_SQLITE if sqlite else AFTER_POSTGRESQL:
        op.execute(statement)
    op.create_table(
        "search_words",
        sa.Column("id", BIG, nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("ideas_count", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("word", name=op.f("uq_search_words_word")),
    )
    if sqlite:
        for statement in WORDS_SQLITE:
            op.execute(statement)
    elif _has_trigrams():
        op.execute(WORDS_POSTGRESQL)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("DROP TABLE word_search")
    op.drop_table("search_words")
    if sqlite:
        for statement in DROPPED_SQLITE:
            op.execute(statement)
    else:
        op.execute("ALTER TABLE ideas DROP COLUMN search_vector")
    op.drop_column("ideas", "search_terms")
    for statement in BEFORE_SQLITE if sqlite else BEFORE_POSTGRESQL:
        op.execute(statement)


def _take_texts_apart() -> None:
    """Here and not by a sweep, for until it is done nothing would be found."""
    connection = op.get_bind()
    ideas = sa.table(
        "ideas", sa.column("id"), sa.column("language"), sa.column("search_text"),
        sa.column("search_terms"),
    )
    indexed = (
        sa.update(ideas)
        .where(ideas.c.id == sa.bindparam("idea"))
        .values(search_terms=sa.bindparam("terms"))
    )
    after = 0
    while True:
        chosen = sa.select(ideas.c.id, ideas.c.language, ideas.c.search_text)
        chosen = chosen.where(ideas.c.id > after).order_by(ideas.c.id).limit(BATCH)
        rows = connection.execute(chosen).all()
        if not rows:
            return
        terms = [{"idea": row.id, "terms": terms_of(row.search_text, row.language)} for row in rows]
        connection.execute(indexed, terms)
        after = rows[-1].id


def _has_trigrams() -> bool:
    """Most owners of a database may add pg_trgm. Where it is not there at all, or not allowed,
    misspelt words are looked for without an index: `idealab doctor` says so."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.DBAPIError:
        return False
    return True
