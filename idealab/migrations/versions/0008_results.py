"""What the company says at the end of a campaign, and how many took part"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = (
    "people_count",
    "authors_count",
    "commenters_count",
    "voters_count",
    "votes_count",
    "comments_count",
    "sketches_count",
    "answers_count",
)

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "verdicts",
        sa.Column("campaign_id", BIG, autoincrement=False, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("statement_html", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("promise_html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("edition", BIG, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_verdicts_by_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_verdicts_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_by_id"), "verdicts", ["by_id"])
    op.create_table(
        "figures",
        sa.Column("campaign_id", BIG, autoincrement=False, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in COUNTS),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_figures_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_figures")),
    )


def downgrade() -> None:
    op.drop_table("figures")
    op.drop_table("verdicts")
