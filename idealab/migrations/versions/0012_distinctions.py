"""What authors say of ideas that look like theirs"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "distinctions",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", BIG),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name="fk_distinctions_idea_id"),
        sa.ForeignKeyConstraint(["other_id"], ["ideas.id"], name="fk_distinctions_other_id"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_distinctions_by_id"),
        sa.PrimaryKeyConstraint("idea_id", "other_id", name="pk_distinctions"),
    )
    op.create_index("ix_distinctions_other_id", "distinctions", ["other_id"])


def downgrade() -> None:
    op.drop_table("distinctions")
