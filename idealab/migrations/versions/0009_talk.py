"""Talk about an idea: pins, mentions, edits, helpful marks, reports; the card of a shared idea"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("ideas", sa.Column("talk_closed_at", TIME, nullable=True))
    op.add_column("ideas", sa.Column("talk_closed_reason", sa.Text(), nullable=True))
    helpful = sa.Column("helpful_count", BIG, nullable=False, server_default="0")
    op.add_column("comments", helpful)
    _add_thread_index("oldest", "id")
    _add_thread_index("helpful", "helpful_count", "id")
    # A “like” that came with an import is a helpful mark now.
    op.execute(
        """UPDATE comments SET helpful_count = (
            SELECT count(*) FROM reactions
            WHERE reactions.comment_id = comments.id AND reactions.kind = 'like'
        ) WHERE id IN (SELECT comment_id FROM reactions WHERE kind = 'like')"""
    )
    _add_comment_tables()
    _add_share_cards()
    _add_reports()


def downgrade() -> None:
    for table in ("reports", "share_cards", "pins", "mentions", "comment_revisions"):
        op.drop_table(table)
    op.drop_index("ix_comments_threads_helpful", "comments")
    op.drop_index("ix_comments_threads_oldest", "comments")
    op.drop_column("comments", "helpful_count")
    op.drop_column("ideas", "talk_closed_reason")
    op.drop_column("ideas", "talk_closed_at")


def _add_thread_index(order: str, *columns: str) -> None:
    only = sa.text("parent_id IS NULL")
    op.create_index(
        f"ix_comments_threads_{order}",
        "comments",
        ["idea_id", *columns],
        sqlite_where=only,
        postgresql_where=only,
    )


def _add_comment_tables() -> None:
    op.create_table(
        "comment_revisions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        _to("comment_revisions", "comment_id", "comments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_revisions")),
    )
    op.create_index("ix_comment_revisions_comment_id", "comment_revisions", ["comment_id"])
    op.create_table(
        "mentions",
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _to("mentions", "comment_id", "comments"),
        _to("mentions", "user_id", "users"),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_mentions")),
    )
    op.create_index("ix_mentions_user_id", "mentions", ["user_id"])
    op.create_table(
        "pins",
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("sketch_id", BIG, nullable=True),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("opening", sa.String(24), nullable=False),
        _to("pins", "comment_id", "comments"),
        _to("pins", "sketch_id", "sketches", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_pins")),
    )
    op.create_index("ix_pins_sketch_id", "pins", ["sketch_id"])


def _add_share_cards() -> None:
    op.create_table(
        "share_cards",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("cover_file_id", BIG, nullable=True),
        _to("share_cards", "idea_id", "ideas"),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_share_cards")),
    )


def _add_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("comment_id", BIG, nullable=True),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by_id", BIG, nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        _to("reports", "by_id", "users"),
        _to("reports", "campaign_id", "campaigns"),
        _to("reports", "idea_id", "ideas"),
        _to("reports", "comment_id", "comments"),
        _to("reports", "closed_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_campaign_id", "reports", ["campaign_id", "closed_at", "id"])
    for column in ("by_id", "idea_id", "comment_id"):
        op.create_index(f"ix_reports_{column}", "reports", [column])
    only = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_reports_open_thing",
        "reports",
        ["thing", "by_id"],
        unique=True,
        sqlite_where=only,
        postgresql_where=only,
    )


def _to(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
