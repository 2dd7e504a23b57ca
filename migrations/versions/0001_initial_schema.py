"""The schema, the rights of the roles, row-level security and the functions across tenants.

Revision: 0001
"""

from pathlib import Path

from alembic import op
import sqlalchemy as sa
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Kept beside this file: they are SQL, and read best as SQL.
_SQL = ("0001_security.sql", "0001_functions.sql")


def upgrade() -> None:
    op.create_table(
        "ticks",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker", sa.String(length=200), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("name", "due_at", name=op.f("pk_ticks")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_operator", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("budget_usd", sa.Numeric(precision=12, scale=6), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("position('@' in email) > 1", name=op.f("ck_users_email_has_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index("uq_users_email", "users", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "blobs",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_blobs_content_matches_hash")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_blobs_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "budgets",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "spent_usd",
            sa.Numeric(precision=12, scale=6),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "reserved_usd",
            sa.Numeric(precision=12, scale=6),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "spent_usd >= 0 and reserved_usd >= 0", name=op.f("ck_budgets_money_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_budgets_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "month", name=op.f("pk_budgets")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column(
            "body", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "headers", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_idempotency_keys_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(
        op.f("ix_idempotency_keys_user_id"), "idempotency_keys", ["user_id"], unique=False
    )
    op.create_table(
        "invites",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["used_by"], ["users.id"], name=op.f("fk_invites_used_by_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invites")),
    )
    op.create_table(
        "profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_profiles_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_profiles_user_id_id")),
    )
    op.create_index(op.f("ix_profiles_user_id"), "profiles", ["user_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('session', 'token')", name=op.f("ck_tokens_kind_known")),
        sa.CheckConstraint("octet_length(token_hash) = 32", name=op.f("ck_tokens_hash_is_sha256")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_tokens_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"], unique=False)
    op.create_table(
        "postings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column(
            "stated",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("fetched_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("canonical_id", sa.Uuid(), nullable=True),
        sa.Column("fingerprint", sa.String(length=100), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column(
            "parsed", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("parser_version", sa.String(length=60), nullable=True),
        sa.Column("parsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "analysis", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("analyzer_version", sa.String(length=120), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('simple', coalesce(title, '')), 'A') || setweight(to_tsvector('simple', coalesce(company, '')), 'B') || setweight(to_tsvector('english', left(coalesce(description, ''), 100000)), 'C')",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(analysis is null) = (analyzer_version is null)",
            name=op.f("ck_postings_analysis_has_version"),
        ),
        sa.CheckConstraint(
            "(parsed is null) = (parser_version is null)",
            name=op.f("ck_postings_parsed_has_version"),
        ),
        sa.CheckConstraint(
            "analysis is null or parsed is not null", name=op.f("ck_postings_analysed_after_parsed")
        ),
        sa.ForeignKeyConstraint(
            ["canonical_id"],
            ["postings.id"],
            name=op.f("fk_postings_canonical_id_postings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "sha256"],
            ["blobs.user_id", "blobs.sha256"],
            name=op.f("fk_postings_user_id_sha256_blobs"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_postings_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_postings_user_id_id")),
        sa.UniqueConstraint("user_id", "sha256", name=op.f("uq_postings_user_id_sha256")),
    )
    op.create_index(
        "ix_postings_search", "postings", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index(op.f("ix_postings_user_id"), "postings", ["user_id"], unique=False)
    op.create_index(
        "ix_postings_user_id_fingerprint", "postings", ["user_id", "fingerprint"], unique=False
    )
    op.create_table(
        "profile_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "resume", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "goals", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "weights", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "source in ('api', 'import', 'edit')", name=op.f("ck_profile_versions_source_known")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_profile_versions_number_positive")),
        sa.ForeignKeyConstraint(
            ["user_id", "profile_id"],
            ["profiles.user_id", "profiles.id"],
            name=op.f("fk_profile_versions_user_id_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_profile_versions_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_versions")),
        sa.UniqueConstraint(
            "profile_id", "number", name=op.f("uq_profile_versions_profile_id_number")
        ),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_profile_versions_user_id_id")),
    )
    op.create_index(
        op.f("ix_profile_versions_user_id"), "profile_versions", ["user_id"], unique=False
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("tracking", sa.String(length=20), server_default="saved", nullable=False),
        sa.Column("notes", sa.String(), server_default="", nullable=False),
        sa.Column(
            "options",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "tracking in ('saved', 'applied', 'interviewing', 'offered', 'rejected', 'withdrawn', 'accepted')",
            name=op.f("ck_applications_tracking_known"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "posting_id"],
            ["postings.user_id", "postings.id"],
            name=op.f("fk_applications_user_id_posting_id_postings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "profile_id"],
            ["profiles.user_id", "profiles.id"],
            name=op.f("fk_applications_user_id_profile_id_profiles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_applications_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_applications_user_id_id")),
        sa.UniqueConstraint(
            "user_id",
            "profile_id",
            "posting_id",
            name=op.f("uq_applications_user_id_profile_id_posting_id"),
        ),
    )
    op.create_index(
        op.f("ix_applications_posting_id"), "applications", ["posting_id"], unique=False
    )
    op.create_index(op.f("ix_applications_user_id"), "applications", ["user_id"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column(
            "reading", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("reader_version", sa.String(length=60), nullable=True),
        sa.Column("profile_version_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["profile_version_id"],
            ["profile_versions.id"],
            name=op.f("fk_imports_profile_version_id_profile_versions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "sha256"],
            ["blobs.user_id", "blobs.sha256"],
            name=op.f("fk_imports_user_id_sha256_blobs"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_imports_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_imports_user_id_id")),
    )
    op.create_index(op.f("ix_imports_user_id"), "imports", ["user_id"], unique=False)
    op.create_table(
        "posting_vectors",
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("encoder", sa.String(length=100), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("vector", HALFVEC(dim=384), nullable=False),
        sa.Column("source_version", sa.String(length=120), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "dimension in ('skills', 'experience', 'goals')",
            name=op.f("ck_posting_vectors_dimension_known"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "posting_id"],
            ["postings.user_id", "postings.id"],
            name=op.f("fk_posting_vectors_user_id_posting_id_postings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_posting_vectors_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "posting_id", "dimension", "encoder", name=op.f("pk_posting_vectors")
        ),
    )
    op.create_index(
        "ix_posting_vectors_experience",
        "posting_vectors",
        ["vector"],
        unique=False,
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with={"m": "16", "ef_construction": "64"},
        postgresql_where=sa.text(
            "dimension = 'experience' and encoder = 'all-MiniLM-L6-v2-int8@1'"
        ),
    )
    op.create_index(
        "ix_posting_vectors_goals",
        "posting_vectors",
        ["vector"],
        unique=False,
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with={"m": "16", "ef_construction": "64"},
        postgresql_where=sa.text("dimension = 'goals' and encoder = 'all-MiniLM-L6-v2-int8@1'"),
    )
    op.create_index(
        "ix_posting_vectors_skills",
        "posting_vectors",
        ["vector"],
        unique=False,
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with={"m": "16", "ef_construction": "64"},
        postgresql_where=sa.text("dimension = 'skills' and encoder = 'all-MiniLM-L6-v2-int8@1'"),
    )
    op.create_index(
        op.f("ix_posting_vectors_user_id"), "posting_vectors", ["user_id"], unique=False
    )
    op.create_table(
        "profile_vectors",
        sa.Column("profile_version_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("encoder", sa.String(length=100), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("vector", HALFVEC(dim=384), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "dimension in ('skills', 'experience', 'goals')",
            name=op.f("ck_profile_vectors_dimension_known"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "profile_version_id"],
            ["profile_versions.user_id", "profile_versions.id"],
            name=op.f("fk_profile_vectors_user_id_profile_version_id_profile_versions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_profile_vectors_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "profile_version_id", "dimension", "encoder", name=op.f("pk_profile_vectors")
        ),
    )
    op.create_index(
        op.f("ix_profile_vectors_user_id"), "profile_vectors", ["user_id"], unique=False
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("posting_id", sa.Uuid(), nullable=True),
        sa.Column("profile_version_id", sa.Uuid(), nullable=True),
        sa.Column("lineage_id", sa.Uuid(), nullable=False),
        sa.Column("resumed_from", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=10), server_default="queued", nullable=False),
        sa.Column(
            "error", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "options",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("trace_parent", sa.String(length=64), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'failed') = (error is not null)", name=op.f("ck_runs_error_when_failed")
        ),
        sa.CheckConstraint(
            "(status in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null)",
            name=op.f("ck_runs_finished_when_over"),
        ),
        sa.CheckConstraint(
            "status <> 'running' or started_at is not null", name=op.f("ck_runs_running_started")
        ),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')",
            name=op.f("ck_runs_status_known"),
        ),
        sa.CheckConstraint(
            "(application_id is null) = (profile_version_id is null)",
            name=op.f("ck_runs_application_has_profile_version"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(application_id, import_id, posting_id) = 1",
            name=op.f("ck_runs_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["resumed_from"],
            ["runs.id"],
            name=op.f("fk_runs_resumed_from_runs"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "application_id"],
            ["applications.user_id", "applications.id"],
            name=op.f("fk_runs_user_id_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "import_id"],
            ["imports.user_id", "imports.id"],
            name=op.f("fk_runs_user_id_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "posting_id"],
            ["postings.user_id", "postings.id"],
            name=op.f("fk_runs_user_id_posting_id_postings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "profile_version_id"],
            ["profile_versions.user_id", "profile_versions.id"],
            name=op.f("fk_runs_user_id_profile_version_id_profile_versions"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_runs_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_runs_user_id_id")),
    )
    op.create_index(
        "ix_runs_active",
        "runs",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index("ix_runs_application_id", "runs", ["application_id"], unique=False)
    op.create_index("ix_runs_import_id", "runs", ["import_id"], unique=False)
    op.create_index("ix_runs_posting_id", "runs", ["posting_id"], unique=False)
    op.create_index(
        "ix_runs_waiting",
        "runs",
        ["user_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("finished_at is null and released_at is null"),
    )
    op.create_index(
        "uq_runs_active_application",
        "runs",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index(
        "uq_runs_active_import",
        "runs",
        ["import_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index(
        "uq_runs_active_posting",
        "runs",
        ["posting_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column(
            "content", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "edits", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "report", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("engine", sa.String(length=100), nullable=True),
        sa.Column("prompt_version", sa.String(length=60), nullable=True),
        sa.Column(
            "provenance", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(author = 'engine') = (run_id is not null)", name=op.f("ck_documents_engine_has_run")
        ),
        sa.CheckConstraint("author in ('engine', 'user')", name=op.f("ck_documents_author_known")),
        sa.CheckConstraint(
            "kind in ('resume', 'cover_letter')", name=op.f("ck_documents_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "application_id"],
            ["applications.user_id", "applications.id"],
            name=op.f("fk_documents_user_id_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "run_id"],
            ["runs.user_id", "runs.id"],
            name=op.f("fk_documents_user_id_run_id_runs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_documents_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "application_id",
            "kind",
            "version",
            name=op.f("uq_documents_application_id_kind_version"),
        ),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_documents_user_id_id")),
    )
    op.create_index(op.f("ix_documents_user_id"), "documents", ["user_id"], unique=False)
    op.create_index(
        "uq_documents_run_kind",
        "documents",
        ["run_id", "kind"],
        unique=True,
        postgresql_where=sa.text("run_id is not null"),
    )
    op.create_table(
        "matches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column(
            "content", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("encoder", sa.String(length=100), nullable=False),
        sa.Column("matcher_version", sa.String(length=60), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("score between 0 and 100", name=op.f("ck_matches_score_in_range")),
        sa.ForeignKeyConstraint(
            ["user_id", "application_id"],
            ["applications.user_id", "applications.id"],
            name=op.f("fk_matches_user_id_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "run_id"],
            ["runs.user_id", "runs.id"],
            name=op.f("fk_matches_user_id_run_id_runs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_matches_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint("run_id", name=op.f("uq_matches_run_id")),
    )
    op.create_index(op.f("ix_matches_application_id"), "matches", ["application_id"], unique=False)
    op.create_index(op.f("ix_matches_user_id"), "matches", ["user_id"], unique=False)
    op.create_table(
        "model_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("lineage_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("call_number", sa.Integer(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=10), server_default="reserved", nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reserved_usd", sa.Numeric(precision=12, scale=6), nullable=False),
        sa.Column(
            "cost_usd",
            sa.Numeric(precision=12, scale=6),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("input_tokens", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("output_tokens", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column(
            "error", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'reserved') = (settled_at is null)",
            name=op.f("ck_model_calls_settled_unless_reserved"),
        ),
        sa.CheckConstraint(
            "status in ('reserved', 'usable', 'unusable', 'failed', 'unknown')",
            name=op.f("ck_model_calls_status_known"),
        ),
        sa.CheckConstraint(
            "cost_usd >= 0 and reserved_usd >= 0", name=op.f("ck_model_calls_money_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "run_id"],
            ["runs.user_id", "runs.id"],
            name=op.f("fk_model_calls_user_id_run_id_runs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_model_calls_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_calls")),
        sa.UniqueConstraint("user_id", "id", name=op.f("uq_model_calls_user_id_id")),
    )
    op.create_index(
        "ix_model_calls_reserved",
        "model_calls",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'reserved'"),
    )
    op.create_index("ix_model_calls_run_id", "model_calls", ["run_id"], unique=False)
    op.create_index(op.f("ix_model_calls_user_id"), "model_calls", ["user_id"], unique=False)
    op.create_table(
        "steps",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), server_default="pending", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("losses", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("losses_alone", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("alone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=200), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "result", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "error", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("reused_from", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(finished_at is not null) = (status not in ('pending', 'running'))",
            name=op.f("ck_steps_finished_when_over"),
        ),
        sa.CheckConstraint(
            "(result is not null) = (status = 'succeeded')", name=op.f("ck_steps_result_on_success")
        ),
        sa.CheckConstraint(
            "(status = 'running') = (token is not null and lease_until is not null)",
            name=op.f("ck_steps_running_has_lease"),
        ),
        sa.CheckConstraint(
            "status <> 'failed' or error is not null", name=op.f("ck_steps_failed_has_error")
        ),
        sa.CheckConstraint(
            "status in ('pending', 'running', 'succeeded', 'failed', 'skipped', 'cancelled')",
            name=op.f("ck_steps_status_known"),
        ),
        sa.CheckConstraint("losses_alone <= losses", name=op.f("ck_steps_losses_counted")),
        sa.ForeignKeyConstraint(
            ["user_id", "run_id"],
            ["runs.user_id", "runs.id"],
            name=op.f("fk_steps_user_id_run_id_runs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_steps_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "name", name=op.f("pk_steps")),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index(
        "ix_steps_due",
        "steps",
        ["queue", "next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending' and next_attempt_at is not null"),
    )
    op.create_index(
        "ix_steps_running",
        "steps",
        ["queue"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(op.f("ix_steps_user_id"), "steps", ["user_id"], unique=False)
    op.create_index("uq_steps_position", "steps", ["run_id", "position"], unique=True)
    op.create_index(
        "uq_steps_token",
        "steps",
        ["token"],
        unique=True,
        postgresql_where=sa.text("token is not null"),
    )
    op.create_table(
        "model_responses",
        sa.Column("lineage_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("call_number", sa.Integer(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("model_call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "response", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "model_call_id"],
            ["model_calls.user_id", "model_calls.id"],
            name=op.f("fk_model_responses_user_id_model_call_id_model_calls"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_model_responses_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "lineage_id", "step", "call_number", "request_hash", name=op.f("pk_model_responses")
        ),
        sa.UniqueConstraint("model_call_id", name=op.f("uq_model_responses_model_call_id")),
    )
    op.create_index(
        op.f("ix_model_responses_user_id"), "model_responses", ["user_id"], unique=False
    )
    op.create_table(
        "renditions",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "document_id"],
            ["documents.user_id", "documents.id"],
            name=op.f("fk_renditions_user_id_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "sha256"],
            ["blobs.user_id", "blobs.sha256"],
            name=op.f("fk_renditions_user_id_sha256_blobs"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_renditions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "format", "layout", name=op.f("pk_renditions")),
    )
    op.create_index(op.f("ix_renditions_user_id"), "renditions", ["user_id"], unique=False)
    for name in _SQL:
        # By the driver itself: several statements at once, and nothing in them is a parameter.
        driver = op.get_bind().connection.driver_connection
        driver.execute((Path(__file__).parent / name).read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute(
        "do $$ declare f record; begin for f in select oid::regprocedure as s from pg_proc"
        " where pronamespace = 'public'::regnamespace and prosecdef loop"
        " execute format('drop function %s', f.s); end loop; end $$"
    )
    op.drop_index(op.f("ix_renditions_user_id"), table_name="renditions")
    op.drop_table("renditions")
    op.drop_index(op.f("ix_model_responses_user_id"), table_name="model_responses")
    op.drop_table("model_responses")
    op.drop_index(
        "uq_steps_token", table_name="steps", postgresql_where=sa.text("token is not null")
    )
    op.drop_index("uq_steps_position", table_name="steps")
    op.drop_index(op.f("ix_steps_user_id"), table_name="steps")
    op.drop_index(
        "ix_steps_running", table_name="steps", postgresql_where=sa.text("status = 'running'")
    )
    op.drop_index(
        "ix_steps_due",
        table_name="steps",
        postgresql_where=sa.text("status = 'pending' and next_attempt_at is not null"),
    )
    op.drop_table("steps")
    op.drop_index(op.f("ix_model_calls_user_id"), table_name="model_calls")
    op.drop_index("ix_model_calls_run_id", table_name="model_calls")
    op.drop_index(
        "ix_model_calls_reserved",
        table_name="model_calls",
        postgresql_where=sa.text("status = 'reserved'"),
    )
    op.drop_table("model_calls")
    op.drop_index(op.f("ix_matches_user_id"), table_name="matches")
    op.drop_index(op.f("ix_matches_application_id"), table_name="matches")
    op.drop_table("matches")
    op.drop_index(
        "uq_documents_run_kind",
        table_name="documents",
        postgresql_where=sa.text("run_id is not null"),
    )
    op.drop_index(op.f("ix_documents_user_id"), table_name="documents")
    op.drop_table("documents")
    op.drop_index(
        "uq_runs_active_posting", table_name="runs", postgresql_where=sa.text("finished_at is null")
    )
    op.drop_index(
        "uq_runs_active_import", table_name="runs", postgresql_where=sa.text("finished_at is null")
    )
    op.drop_index(
        "uq_runs_active_application",
        table_name="runs",
        postgresql_where=sa.text("finished_at is null"),
    )
    op.drop_index(
        "ix_runs_waiting",
        table_name="runs",
        postgresql_where=sa.text("finished_at is null and released_at is null"),
    )
    op.drop_index("ix_runs_posting_id", table_name="runs")
    op.drop_index("ix_runs_import_id", table_name="runs")
    op.drop_index("ix_runs_application_id", table_name="runs")
    op.drop_index(
        "ix_runs_active", table_name="runs", postgresql_where=sa.text("finished_at is null")
    )
    op.drop_table("runs")
    op.drop_index(op.f("ix_profile_vectors_user_id"), table_name="profile_vectors")
    op.drop_table("profile_vectors")
    op.drop_index(op.f("ix_posting_vectors_user_id"), table_name="posting_vectors")
    op.drop_index(
        "ix_posting_vectors_skills",
        table_name="posting_vectors",
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with={"m": "16", "ef_construction": "64"},
        postgresql_where=sa.text("dimension = 'skills' and encoder = 'all-MiniLM-L6-v2-int8@1'"),
    )
    op.drop_index(
        "ix_posting_vectors_goals",
        table_name="posting_vectors",
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with={"m": "16", "ef_construction": "64"},
        postgresql_where=sa.text("dimension = 'goals' and encoder = 'all-MiniLM-L6-v2-int8@1'"),
    )
    op.drop_index(
        "ix_posting_vectors_experience",
        table_name="posting_vectors",
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with={"m": "16", "ef_construction": "64"},
        postgresql_where=sa.text(
            "dimension = 'experience' and encoder = 'all-MiniLM-L6-v2-int8@1'"
        ),
    )
    op.drop_table("posting_vectors")
    op.drop_index(op.f("ix_imports_user_id"), table_name="imports")
    op.drop_table("imports")
    op.drop_index(op.f("ix_applications_user_id"), table_name="applications")
    op.drop_index(op.f("ix_applications_posting_id"), table_name="applications")
    op.drop_table("applications")
    op.drop_index(op.f("ix_profile_versions_user_id"), table_name="profile_versions")
    op.drop_table("profile_versions")
    op.drop_index("ix_postings_user_id_fingerprint", table_name="postings")
    op.drop_index(op.f("ix_postings_user_id"), table_name="postings")
    op.drop_index("ix_postings_search", table_name="postings", postgresql_using="gin")
    op.drop_table("postings")
    op.drop_index(op.f("ix_tokens_user_id"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_index(op.f("ix_profiles_user_id"), table_name="profiles")
    op.drop_table("profiles")
    op.drop_table("invites")
    op.drop_index(op.f("ix_idempotency_keys_user_id"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_table("budgets")
    op.drop_table("blobs")
    op.drop_index("uq_users_email", table_name="users")
    op.drop_table("users")
    op.drop_table("ticks")
    op.execute("drop function refuse_revival()")
    op.execute("drop function current_tenant()")
