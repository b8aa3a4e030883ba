"""Pages about the site that whoever runs it fills in"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "site_pages",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("edition", BIG, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_site_pages_by_id")),
        sa.PrimaryKeyConstraint("name", "language", name=op.f("pk_site_pages")),
    )
    op.create_index(op.f("ix_site_pages_by_id"), "site_pages", ["by_id"])


def downgrade() -> None:
    op.drop_table("site_pages")
