"""What ideas mean, and which lie near each other"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "idea_vectors",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("idea_version", BIG, nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name="fk_idea_vectors_idea_id"),
        sa.PrimaryKeyConstraint("idea_id", name="pk_idea_vectors"),
    )
    op.create_table(
        "neighbours",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=False),
        sa.Column("cosine", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name="fk_neighbours_idea_id"),
        sa.ForeignKeyConstraint(["other_id"], ["ideas.id"], name="fk_neighbours_other_id"),
        sa.PrimaryKeyConstraint("idea_id", "other_id", name="pk_neighbours"),
    )
    op.create_index("ix_neighbours_other_id", "neighbours", ["other_id"])
    op.create_table(
        "draft_neighbours",
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("nearest", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_neighbours_draft_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", name="pk_draft_neighbours"),
    )


def downgrade() -> None:
    op.drop_table("draft_neighbours")
    op.drop_table("neighbours")
    op.drop_table("idea_vectors")
