"""How many of those who took part are tied to the company, and by what"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("employees_count", "partners_count", "customers_count")


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("figures", sa.Column(name, BIG, nullable=False, server_default="0"))


def downgrade() -> None:
    for name in reversed(COUNTS):
        op.drop_column("figures", name)
