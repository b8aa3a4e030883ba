"""What people say about themselves, their pictures, and files with what is theirs"""

from html import escape

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for column in (
        sa.Column("about_html", sa.Text(), nullable=True),
        sa.Column("affiliation", sa.String(24), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("affiliation_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("avatar_file_id", BIG, nullable=True),
        sa.Column("avatar", sa.String(), nullable=True),
        sa.Column("news_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hides_support", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("hides_thanks", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("users", column)
    op.create_index("ix_users_avatar_file_id", "users", ["avatar_file_id"])
    op.add_column(
        "files", sa.Column("square", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _read_what_people_said()
    with op.batch_alter_table("exports") as exports:
        exports.alter_column("campaign_id", existing_type=BIG, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM exports WHERE campaign_id IS NULL")
    with op.batch_alter_table("exports") as exports:
        exports.alter_column("campaign_id", existing_type=BIG, nullable=False)
    op.drop_column("files", "square")
    op.drop_index("ix_users_avatar_file_id", "users")
    for name in (
        "hides_thanks",
        "hides_support",
        "news_read_at",
        "avatar",
        "avatar_file_id",
        "affiliation_confirmed_at",
        "organisation",
        "affiliation",
        "about_html",
    ):
        op.drop_column("users", name)


def _read_what_people_said() -> None:
    """It was shown as it was typed until now."""
    users = sa.table("users", sa.column("id"), sa.column("about"), sa.column("about_html"))
    connection = op.get_bind()
    said = connection.execute(sa.select(users.c.id, users.c.about).where(users.c.about != ""))
    for user_id, about in said.all():
        shown = f"<p>{escape(about, quote=False).replace(chr(10), '<br>')}</p>"
        connection.execute(
            users.update().where(users.c.id == user_id).values(about_html=shown)
        )
