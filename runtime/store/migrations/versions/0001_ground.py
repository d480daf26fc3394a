"""People, apps and their revisions, and work that outlives a request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app",
        sa.Column("key", columns.Id(), nullable=False),
        sa.Column("labels", columns.JsonText(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("origin", columns.JsonText(), nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_app")),
    )
    op.create_table(
        "command",
        sa.Column("actor", columns.Id(), nullable=False),
        sa.Column("idem_key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", columns.JsonText(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "idem_key", name=op.f("pk_command")),
    )
    op.create_table(
        "counter",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("field", columns.Id(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("app", "form", "field", "period", name=op.f("pk_counter")),
    )
    op.create_table(
        "department",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", columns.Id(), nullable=True),
        sa.Column("manager", columns.Id(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["department.id"], name=op.f("fk_department_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("name", name=op.f("uq_department_name")),
    )
    op.create_table(
        "draft",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("spec", columns.JsonText(), nullable=False),
        sa.Column("history", columns.JsonText(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("editor", columns.Id(), nullable=False),
        sa.Column("edited_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("app", name=op.f("pk_draft")),
    )
    op.create_table(
        "form_column",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("field", columns.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scale", sa.Integer(), server_default="0", nullable=False),
        sa.Column("points", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("table_name", "field", name=op.f("pk_form_column")),
        sa.UniqueConstraint("table_name", "name", name=op.f("uq_form_column_table_name_name")),
    )
    op.create_table(
        "form_table",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("lines", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("app", "form", "lines", name=op.f("pk_form_table")),
        sa.UniqueConstraint("name", name=op.f("uq_form_table_name")),
    )
    op.create_table(
        "job",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", columns.Id(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", columns.JsonText(), nullable=False),
        sa.Column("problems", columns.JsonText(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "status IN ('checked','refused','waiting','running','done','failed')",
            name=op.f("ck_job_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("owner", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=True),
        sa.Column("form", columns.Id(), nullable=True),
        sa.Column("record", columns.Id(), nullable=True),
        sa.Column("field", columns.Id(), nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "sweep",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("rule", columns.Id(), nullable=False),
        sa.Column("last_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("app", "rule", name=op.f("pk_sweep")),
    )
    op.create_table(
        "department_binding",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("key", columns.Id(), nullable=False),
        sa.Column("department", columns.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["department.id"], name=op.f("fk_department_binding_department")
        ),
        sa.PrimaryKeyConstraint("app", "key", name=op.f("pk_department_binding")),
    )
    op.create_table(
        "person",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("department", columns.Id(), nullable=True),
        sa.Column("manager", columns.Id(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("administrator", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("density", sa.Text(), nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["department.id"], name=op.f("fk_person_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "revision",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("spec", columns.JsonText(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("author", columns.Id(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name=op.f("fk_revision_app")),
        sa.PrimaryKeyConstraint("app", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "access_token",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", columns.Id(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("revoked_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_access_token_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_token_digest")),
    )
    op.create_index(op.f("ix_access_token_person"), "access_token", ["person"], unique=False)
    op.create_table(
        "membership",
        sa.Column("person", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("role", columns.Id(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person")),
        sa.PrimaryKeyConstraint("person", "app", "role", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_app_role", "membership", ["app", "role"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", columns.Id(), nullable=True),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("seen_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_web_session_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_session")),
    )
    op.create_index("ix_web_session_person", "web_session", ["person"], unique=False)
