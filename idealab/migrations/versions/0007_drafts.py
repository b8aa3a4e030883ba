"""Drafts and their pictures"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("thrown_away_at", MOMENT),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("user_id", BIG),
        sa.Column("key_hash", sa.String()),
        sa.Column("network_hash", sa.String()),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("edition", BIG, nullable=False),
        sa.Column("page_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_idea_id", BIG),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_drafts_campaign_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_drafts_user_id"),
        sa.ForeignKeyConstraint(
            ["published_idea_id"], ["ideas.id"], name="fk_drafts_published_idea_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_user_id_updated_at", "drafts", ["user_id", "updated_at"])
    op.create_index("ix_drafts_expires_at", "drafts", ["expires_at"])
    op.create_index("ix_drafts_key_hash", "drafts", ["key_hash"])
    op.create_index("ix_drafts_network_hash", "drafts", ["network_hash"])
    op.create_table(
        "draft_pictures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("file_id", BIG),
        sa.Column("strokes", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_pictures_draft_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_draft_pictures_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_pictures"),
        sa.UniqueConstraint("draft_id", "place", name="uq_draft_pictures_draft_id_place"),
    )
    op.create_index("ix_draft_pictures_file_id", "draft_pictures", ["file_id"])


def downgrade() -> None:
    op.drop_table("draft_pictures")
    op.drop_table("drafts")
