"""Orders of the wall, what was looked at, and two more ways to look for ideas"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WALL = sa.text("status = 'published'")
PICTURED = sa.text("status = 'published' AND cover_file_id IS NOT NULL")

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "windows",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("line", sa.String(24), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ideas_count", BIG, nullable=False),
        sa.Column("last_number", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_windows_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_windows")),
        sa.UniqueConstraint(
            "campaign_id", "line", "starts_at", name=op.f("uq_windows_campaign_id_line_starts_at")
        ),
    )
    op.create_table(
        "stretches",
        sa.Column("window_id", BIG, nullable=False),
        sa.Column("variant", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["window_id"],
            ["windows.id"],
            name=op.f("fk_stretches_window_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("window_id", "variant", "position", name=op.f("pk_stretches")),
    )
    op.create_table(
        "impressions",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_impressions_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", "window_at", "visitor", name=op.f("pk_impressions")),
    )
    op.create_index("ix_impressions_window_at", "impressions", ["window_at"])
    op.create_table(
        "looks",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("looks", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_looks_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_looks")),
    )
    for name, columns, only in (
        ("language", ["campaign_id", "language", "id"], WALL),
        ("pictured", ["campaign_id", "id"], PICTURED),
    ):
        op.create_index(
            f"ix_ideas_wall_{name}", "ideas", columns, sqlite_where=only, postgresql_where=only
        )


def downgrade() -> None:
    for name in ("pictured", "language"):
        op.drop_index(f"ix_ideas_wall_{name}", "ideas")
    for name in ("looks", "impressions", "stretches", "windows"):
        op.drop_table(name)
