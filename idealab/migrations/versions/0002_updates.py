"""The journal of a campaign"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "updates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", BIG, nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_updates_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_updates_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_updates")),
        sa.UniqueConstraint("once", name=op.f("uq_updates_once")),
    )
    op.create_index(op.f("ix_updates_author_id"), "updates", ["author_id"])
    op.create_index(
        "ix_updates_campaign_id_published_at", "updates", ["campaign_id", "published_at", "id"]
    )
    op.create_table(
        "update_pictures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("update_id", BIG, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_update_pictures_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["updates.id"], name=op.f("fk_update_pictures_update_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_pictures")),
    )
    op.create_index(op.f("ix_update_pictures_file_id"), "update_pictures", ["file_id"])
    op.create_index(
        "ix_update_pictures_update_id_position", "update_pictures", ["update_id", "position"]
    )


def downgrade() -> None:
    op.drop_table("update_pictures")
    op.drop_table("updates")
