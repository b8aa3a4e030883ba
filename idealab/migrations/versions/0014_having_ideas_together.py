"""Invitations that were taken back, since when somebody is a co-author, and credits told anew"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("coauthor_invitations", sa.Column("withdrawn_at", MOMENT, nullable=True))
    op.add_column("contributors", sa.Column("joined_at", MOMENT, nullable=True))
    op.execute(
        """UPDATE contributors SET joined_at = (
            SELECT max(events.created_at) FROM events
            WHERE events.idea_id = contributors.idea_id
            AND events.actor_id = contributors.user_id
            AND events.kind = 'idea.coauthor_joined'
        )"""
    )
    # Sentences with the names of people, who may have left; pages make them anew.
    op.execute("UPDATE sketches SET credit = NULL WHERE derived_from_id IS NOT NULL")


def downgrade() -> None:
    op.drop_column("contributors", "joined_at")
    # Before, one that was taken back was no row.
    op.execute("DELETE FROM coauthor_invitations WHERE withdrawn_at IS NOT NULL")
    op.drop_column("coauthor_invitations", "withdrawn_at")
