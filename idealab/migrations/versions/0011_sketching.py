"""Outlines to draw over, and what is done to a photo"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ALL = '["side", "front", "three-quarter", "cockpit"]'


def upgrade() -> None:
    op.add_column(
        "campaigns", sa.Column("underlays", sa.JSON(), nullable=False, server_default=ALL)
    )
    op.add_column("files", sa.Column("edits", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("files", "edits")
    op.drop_column("campaigns", "underlays")
