"""The tables of the first version"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The index for searching words, kept by the database itself, so that no verb can forget it.
SEARCH_SQLITE = (
    """CREATE VIRTUAL TABLE idea_search USING fts5(
        search_text, content='ideas', content_rowid='id', tokenize='unicode61'
    )""",
    """CREATE TRIGGER idea_search_added AFTER INSERT ON ideas BEGIN
        INSERT INTO idea_search(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER idea_search_gone AFTER DELETE ON ideas BEGIN
        INSERT INTO idea_search(idea_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
    END""",
    """CREATE TRIGGER idea_search_changed AFTER UPDATE OF search_text ON ideas
    WHEN old.search_text IS NOT new.search_text BEGIN
        INSERT INTO idea_search(idea_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO idea_search(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
)
SEARCH_POSTGRESQL = (
    "CREATE INDEX ix_ideas_search ON ideas USING gin (to_tsvector('simple', search_text))",
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("story_html", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rules_html", sa.Text(), nullable=False),
        sa.Column("rules_version", BIG, nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("visibility", sa.String(24), nullable=False),
        sa.Column("votes_per_person", BIG, nullable=True),
        sa.Column("voting_method", sa.String(), nullable=False),
        sa.Column("cover_idea_id", BIG, nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.Column("edition", BIG, nullable=False),
        sa.Column("last_idea_number", BIG, nullable=False),
        sa.Column("ideas_count", BIG, nullable=False),
        sa.Column("ext", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaigns_slug")),
    )
    op.create_table(
        "files",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("byte_size", BIG, nullable=False),
        sa.Column("width", BIG, nullable=False),
        sa.Column("height", BIG, nullable=False),
        sa.Column("colour", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("key", name=op.f("uq_files_key")),
    )
    op.create_index(op.f("ix_files_raw_deleted_at"), "files", ["raw_deleted_at"], unique=False)
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"], unique=False)
    op.create_index("ix_files_state_id", "files", ["state", "id"], unique=False)
    op.create_table(
        "import_runs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("package", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("cursor_file", sa.String(), nullable=True),
        sa.Column("cursor_line", BIG, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("is_fresh", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
    )
    op.create_index(op.f("ix_import_runs_package"), "import_runs", ["package"], unique=False)
    op.create_table(
        "mails",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
        sa.UniqueConstraint("once", name=op.f("uq_mails_once")),
    )
    op.create_index("ix_mails_state_id", "mails", ["state", "id"], unique=False)
    op.create_table(
        "source_keys",
        sa.Column("id", BIG, nullable=False),
        sa.Column("package", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("own_id", BIG, nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_keys")),
        sa.UniqueConstraint(
            "package", "kind", "source_id", name=op.f("uq_source_keys_package_kind_source_id")
        ),
    )
    op.create_index("ix_source_keys_kind_own_id", "source_keys", ["kind", "own_id"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("home", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_table(
        "credentials",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_credentials_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_credentials_user_id_kind")),
    )
    op.create_table(
        "criteria",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("lowest", sa.Float(), nullable=False),
        sa.Column("highest", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("higher_is_better", sa.Boolean(), nullable=False),
        sa.Column("ext", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_criteria_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
    )
    op.create_index(op.f("ix_criteria_campaign_id"), "criteria", ["campaign_id"], unique=False)
    op.create_table(
        "email_addresses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_email_addresses_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_addresses")),
        sa.UniqueConstraint("address", name=op.f("uq_email_addresses_address")),
    )
    op.create_index(
        op.f("ix_email_addresses_user_id"), "email_addresses", ["user_id"], unique=False
    )
    op.create_table(
        "events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("campaign_id", BIG, nullable=True),
        sa.Column("idea_id", BIG, nullable=True),
        sa.Column("particulars", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_events_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_actor_id"), "events", ["actor_id"], unique=False)
    op.create_index("ix_events_campaign_id_id", "events", ["campaign_id", "id"], unique=False)
    op.create_index("ix_events_idea_id_id", "events", ["idea_id", "id"], unique=False)
    op.create_table(
        "exports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("done_count", BIG, nullable=False),
        sa.Column("total_count", BIG, nullable=False),
        sa.Column("storage_key", sa.String(), nullable=True),
        sa.Column("byte_size", BIG, nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_exports_by_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_exports_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(
        "ix_exports_by_id_campaign_id", "exports", ["by_id", "campaign_id"], unique=False
    )
    op.create_index("ix_exports_state_id", "exports", ["state", "id"], unique=False)
    op.create_table(
        "fields",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("longest", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_fields_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fields")),
    )
    op.create_index(op.f("ix_fields_campaign_id"), "fields", ["campaign_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_memberships_campaign_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "campaign_id", "user_id", name=op.f("uq_memberships_campaign_id_user_id")
        ),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)
    op.create_table(
        "phases",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_phases_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phases")),
        sa.UniqueConstraint("campaign_id", "position", name=op.f("uq_phases_campaign_id_position")),
    )
    op.create_table(
        "renditions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("width", BIG, nullable=False),
        sa.Column("height", BIG, nullable=False),
        sa.Column("byte_size", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_renditions_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renditions")),
        sa.UniqueConstraint("file_id", "name", name=op.f("uq_renditions_file_id_name")),
    )
    op.create_table(
        "roles",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint(
            "user_id", "campaign_id", "role", name=op.f("uq_roles_user_id_campaign_id_role")
        ),
    )
    op.create_index(op.f("ix_roles_campaign_id"), "roles", ["campaign_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "stages",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("ideas_count", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_stages_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("campaign_id", "name", name=op.f("uq_stages_campaign_id_name")),
    )
    op.create_table(
        "tokens",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("user_id", BIG, nullable=True),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("wrong_codes", BIG, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("particulars", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_tokens_link_hash")),
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"], unique=False)
    op.create_table(
        "topics",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("parent_id", BIG, nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("ideas_count", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_topics_campaign_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["topics.id"], name=op.f("fk_topics_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("campaign_id", "slug", name=op.f("uq_topics_campaign_id_slug")),
    )
    op.create_table(
        "ideas",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("entered_by_id", BIG, nullable=True),
        sa.Column("via", sa.String(24), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("stage_id", BIG, nullable=True),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_format", sa.String(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("rules_version", BIG, nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("shuffle", sa.Float(), nullable=False),
        sa.Column("votes_count", BIG, nullable=False),
        sa.Column("imported_votes_count", BIG, nullable=False),
        sa.Column("comments_count", BIG, nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("cover_file_id", BIG, nullable=True),
        sa.Column("cover_alt", sa.Text(), nullable=False),
        sa.Column("ext", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_ideas_author_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_ideas_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_ideas_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_ideas_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_ideas_campaign_id_number")),
        sa.UniqueConstraint("once", name=op.f("uq_ideas_once")),
    )
    op.create_index(op.f("ix_ideas_author_id"), "ideas", ["author_id"], unique=False)
    op.create_index(
        "ix_ideas_campaign_id_status_id", "ideas", ["campaign_id", "status", "id"], unique=False
    )
    op.create_index(
        "ix_ideas_stage", "ideas", ["campaign_id", "stage_id", "stage_since", "id"], unique=False
    )
    op.create_index(op.f("ix_ideas_stage_id"), "ideas", ["stage_id"], unique=False)
    op.create_index(
        "ix_ideas_wall_discussed",
        "ideas",
        ["campaign_id", "comments_count", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_ideas_wall_newest",
        "ideas",
        ["campaign_id", "published_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_ideas_wall_random",
        "ideas",
        ["campaign_id", "shuffle", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_ideas_wall_supported",
        "ideas",
        ["campaign_id", "votes_count", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_table(
        "transitions",
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("target_id", BIG, nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("needs_reason", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["stages.id"], name=op.f("fk_transitions_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["stages.id"], name=op.f("fk_transitions_target_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name=op.f("pk_transitions")),
    )
    op.create_index(op.f("ix_transitions_target_id"), "transitions", ["target_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("parent_id", BIG, nullable=True),
        sa.Column("root_id", BIG, nullable=True),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("stance", sa.String(), nullable=True),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_format", sa.String(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("imported_likes", BIG, nullable=True),
        sa.Column("imported_dislikes", BIG, nullable=True),
        sa.Column("ext", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_comments_idea_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("once", name=op.f("uq_comments_once")),
    )
    op.create_index("ix_comments_author_id", "comments", ["author_id"], unique=False)
    op.create_index(
        "ix_comments_idea_id_root_id", "comments", ["idea_id", "root_id", "id"], unique=False
    )
    op.create_index(op.f("ix_comments_parent_id"), "comments", ["parent_id"], unique=False)
    op.create_table(
        "contributors",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_contributors_idea_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contributors_user_id")),
        sa.PrimaryKeyConstraint("idea_id", "user_id", name=op.f("pk_contributors")),
    )
    op.create_index(op.f("ix_contributors_user_id"), "contributors", ["user_id"], unique=False)
    op.create_table(
        "field_values",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("field_id", BIG, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name=op.f("fk_field_values_field_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_field_values_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_values")),
        sa.UniqueConstraint("idea_id", "field_id", name=op.f("uq_field_values_idea_id_field_id")),
    )
    op.create_index(op.f("ix_field_values_field_id"), "field_values", ["field_id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=True),
        sa.Column("campaign_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_follows_campaign_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_follows_idea_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_follows_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("user_id", "idea_id", name=op.f("uq_follows_user_id_idea_id")),
    )
    op.create_index(op.f("ix_follows_campaign_id"), "follows", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_follows_idea_id"), "follows", ["idea_id"], unique=False)
    op.create_index(
        "uq_follows_user_id_campaign_id", "follows", ["user_id", "campaign_id"], unique=True
    )
    op.create_table(
        "idea_tags",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_tags_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", "name", name=op.f("pk_idea_tags")),
    )
    op.create_index(op.f("ix_idea_tags_name"), "idea_tags", ["name"], unique=False)
    op.create_table(
        "idea_topics",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("topic_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_topics_idea_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_idea_topics_topic_id")),
        sa.PrimaryKeyConstraint("idea_id", "topic_id", name=op.f("pk_idea_topics")),
    )
    op.create_index("ix_idea_topics_topic_id", "idea_topics", ["topic_id", "idea_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_id", BIG, nullable=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_links_by_id")),
        sa.ForeignKeyConstraint(["from_id"], ["ideas.id"], name=op.f("fk_links_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["ideas.id"], name=op.f("fk_links_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("from_id", "to_id", "kind", name=op.f("uq_links_from_id_to_id_kind")),
    )
    op.create_index(op.f("ix_links_to_id"), "links", ["to_id"], unique=False)
    op.create_table(
        "locations",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_locations_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_locations")),
    )
    op.create_table(
        "moves",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=True),
        sa.Column("target_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_moves_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_moves_idea_id")),
        sa.ForeignKeyConstraint(["source_id"], ["stages.id"], name=op.f("fk_moves_source_id")),
        sa.ForeignKeyConstraint(["target_id"], ["stages.id"], name=op.f("fk_moves_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_idea_id_id", "moves", ["idea_id", "id"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_revisions_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_revisions_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("idea_id", "number", name=op.f("uq_revisions_idea_id_number")),
    )
    op.create_table(
        "scores",
        sa.Column("id", BIG, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("reviewer_id", BIG, nullable=False),
        sa.Column("criterion_id", BIG, nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criteria.id"], name=op.f("fk_scores_criterion_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_scores_idea_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name=op.f("fk_scores_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint(
            "idea_id",
            "reviewer_id",
            "criterion_id",
            "round",
            name=op.f("uq_scores_idea_id_reviewer_id_criterion_id_round"),
        ),
    )
    op.create_index(op.f("ix_scores_criterion_id"), "scores", ["criterion_id"], unique=False)
    op.create_index(op.f("ix_scores_reviewer_id"), "scores", ["reviewer_id"], unique=False)
    op.create_table(
        "sketches",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("file_id", BIG, nullable=True),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("position", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("credit", sa.String(), nullable=True),
        sa.Column("strokes", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_sketches_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_sketches_file_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_sketches_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sketches")),
    )
    op.create_index(op.f("ix_sketches_file_id"), "sketches", ["file_id"], unique=False)
    op.create_index(
        "ix_sketches_idea_id_position", "sketches", ["idea_id", "position"], unique=False
    )
    op.create_table(
        "vote_totals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("count", sa.Float(), nullable=False),
        sa.Column("as_of", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_vote_totals_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_totals")),
        sa.UniqueConstraint("idea_id", "kind", name=op.f("uq_vote_totals_idea_id_kind")),
    )
    op.create_table(
        "votes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("voter_id", BIG, nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_votes_idea_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_votes_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint(
            "idea_id", "voter_id", "round", name=op.f("uq_votes_idea_id_voter_id_round")
        ),
    )
    op.create_index("ix_votes_voter_id_idea_id", "votes", ["voter_id", "idea_id"], unique=False)
    op.create_table(
        "reactions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("emoji", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_reactions_comment_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reactions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reactions")),
        sa.UniqueConstraint(
            "comment_id",
            "user_id",
            "kind",
            "emoji",
            name=op.f("uq_reactions_comment_id_user_id_kind_emoji"),
        ),
    )
    op.create_index(op.f("ix_reactions_user_id"), "reactions", ["user_id"], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SEARCH_SQLITE if sqlite else SEARCH_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE idea_search")
    else:
        op.execute("DROP INDEX ix_ideas_search")
    op.drop_index(op.f("ix_reactions_user_id"), table_name="reactions")
    op.drop_table("reactions")
    op.drop_index("ix_votes_voter_id_idea_id", table_name="votes")
    op.drop_table("votes")
    op.drop_table("vote_totals")
    op.drop_index("ix_sketches_idea_id_position", table_name="sketches")
    op.drop_index(op.f("ix_sketches_file_id"), table_name="sketches")
    op.drop_table("sketches")
    op.drop_index(op.f("ix_scores_reviewer_id"), table_name="scores")
    op.drop_index(op.f("ix_scores_criterion_id"), table_name="scores")
    op.drop_table("scores")
    op.drop_table("revisions")
    op.drop_index("ix_moves_idea_id_id", table_name="moves")
    op.drop_table("moves")
    op.drop_table("locations")
    op.drop_index(op.f("ix_links_to_id"), table_name="links")
    op.drop_table("links")
    op.drop_index("ix_idea_topics_topic_id", table_name="idea_topics")
    op.drop_table("idea_topics")
    op.drop_index(op.f("ix_idea_tags_name"), table_name="idea_tags")
    op.drop_table("idea_tags")
    op.drop_index("uq_follows_user_id_campaign_id", table_name="follows")
    op.drop_index(op.f("ix_follows_idea_id"), table_name="follows")
    op.drop_index(op.f("ix_follows_campaign_id"), table_name="follows")
    op.drop_table("follows")
    op.drop_index(op.f("ix_field_values_field_id"), table_name="field_values")
    op.drop_table("field_values")
    op.drop_index(op.f("ix_contributors_user_id"), table_name="contributors")
    op.drop_table("contributors")
    op.drop_index(op.f("ix_comments_parent_id"), table_name="comments")
    op.drop_index("ix_comments_idea_id_root_id", table_name="comments")
    op.drop_index("ix_comments_author_id", table_name="comments")
    op.drop_table("comments")
    op.drop_index(op.f("ix_transitions_target_id"), table_name="transitions")
    op.drop_table("transitions")
    op.drop_index(
        "ix_ideas_wall_supported",
        table_name="ideas",
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.drop_index(
        "ix_ideas_wall_random",
        table_name="ideas",
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.drop_index(
        "ix_ideas_wall_newest",
        table_name="ideas",
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.drop_index(
        "ix_ideas_wall_discussed",
        table_name="ideas",
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
    op.drop_index(op.f("ix_ideas_stage_id"), table_name="ideas")
    op.drop_index("ix_ideas_stage", table_name="ideas")
    op.drop_index("ix_ideas_campaign_id_status_id", table_name="ideas")
    op.drop_index(op.f("ix_ideas_author_id"), table_name="ideas")
    op.drop_table("ideas")
    op.drop_table("topics")
    op.drop_index(op.f("ix_tokens_user_id"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_table("stages")
    op.drop_index("ix_sessions_user_id", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_roles_campaign_id"), table_name="roles")
    op.drop_table("roles")
    op.drop_table("renditions")
    op.drop_table("phases")
    op.drop_index("ix_memberships_user_id", table_name="memberships")
    op.drop_table("memberships")
    op.drop_index(op.f("ix_fields_campaign_id"), table_name="fields")
    op.drop_table("fields")
    op.drop_index("ix_exports_state_id", table_name="exports")
    op.drop_index("ix_exports_by_id_campaign_id", table_name="exports")
    op.drop_table("exports")
    op.drop_index("ix_events_idea_id_id", table_name="events")
    op.drop_index("ix_events_campaign_id_id", table_name="events")
    op.drop_index(op.f("ix_events_actor_id"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_email_addresses_user_id"), table_name="email_addresses")
    op.drop_table("email_addresses")
    op.drop_index(op.f("ix_criteria_campaign_id"), table_name="criteria")
    op.drop_table("criteria")
    op.drop_table("credentials")
    op.drop_table("users")
    op.drop_index("ix_source_keys_kind_own_id", table_name="source_keys")
    op.drop_table("source_keys")
    op.drop_index("ix_mails_state_id", table_name="mails")
    op.drop_table("mails")
    op.drop_index(op.f("ix_import_runs_package"), table_name="import_runs")
    op.drop_table("import_runs")
    op.drop_index("ix_files_state_id", table_name="files")
    op.drop_index(op.f("ix_files_sha256"), table_name="files")
    op.drop_index(op.f("ix_files_raw_deleted_at"), table_name="files")
    op.drop_table("files")
    op.drop_table("campaigns")
