"""Pictures that were taken off stay with earlier versions; remixed sketches; invited co-authors"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("sketches") as sketches:
        sketches.alter_column("idea_id", existing_type=BIG, nullable=True)
        sketches.add_column(sa.Column("past_idea_id", BIG, nullable=True))
        sketches.add_column(sa.Column("derived_from_id", BIG, nullable=True))
        sketches.create_foreign_key(
            op.f("fk_sketches_past_idea_id"), "ideas", ["past_idea_id"], ["id"]
        )
    op.create_index(op.f("ix_sketches_past_idea_id"), "sketches", ["past_idea_id"])
    op.create_table(
        "coauthor_invitations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("user_id", BIG, nullable=True),
        sa.Column("declined_at", TIME, nullable=True),
        _to("idea_id", "ideas"),
        _to("by_id", "users"),
        _to("user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coauthor_invitations")),
        sa.UniqueConstraint(
            "idea_id", "address", name=op.f("uq_coauthor_invitations_idea_id_address")
        ),
        sa.UniqueConstraint(
            "idea_id", "user_id", name=op.f("uq_coauthor_invitations_idea_id_user_id")
        ),
    )
    for column in ("address", "user_id"):
        name = op.f(f"ix_coauthor_invitations_{column}")
        op.create_index(name, "coauthor_invitations", [column])


def downgrade() -> None:
    op.drop_table("coauthor_invitations")
    op.drop_index(op.f("ix_sketches_past_idea_id"), "sketches")
    # What was taken off was deleted before.
    op.execute("DELETE FROM sketches WHERE idea_id IS NULL")
    with op.batch_alter_table("sketches") as sketches:
        sketches.drop_constraint(op.f("fk_sketches_past_idea_id"), type_="foreignkey")
        sketches.drop_column("derived_from_id")
        sketches.drop_column("past_idea_id")
        sketches.alter_column("idea_id", existing_type=BIG, nullable=False)


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_coauthor_invitations_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
