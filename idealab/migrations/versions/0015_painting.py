"""How often a drawing was tried to be painted, and what stands around the picture on a card"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "sketches", sa.Column("attempts", BIG, nullable=False, server_default="0")
    )
    op.add_column("sketches", sa.Column("claimed_at", MOMENT, nullable=True))
    op.add_column("sketches", sa.Column("failed_at", MOMENT, nullable=True))
    op.add_column("share_cards", sa.Column("frame", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("share_cards", "frame")
    op.drop_column("sketches", "failed_at")
    op.drop_column("sketches", "claimed_at")
    op.drop_column("sketches", "attempts")
