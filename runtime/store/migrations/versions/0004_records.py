"""States, versions, changes and flags of records, and what keeps approved versions as they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


GUARDS = {
    "sqlite": (
        (
            "CREATE TRIGGER record_version_frozen BEFORE UPDATE ON record_version WHEN "
            "OLD.status NOT IN ('draft','in_approval') AND (OLD.body IS NOT NEW.body OR "
            "OLD.content_hash IS NOT NEW.content_hash OR OLD.based_on IS NOT NEW.based_on OR "
            "OLD.created_by IS NOT NEW.created_by OR OLD.created_at IS NOT NEW.created_at) "
            "BEGIN SELECT RAISE(ABORT, 'record_version is frozen'); END"
        ),
        (
            "CREATE TRIGGER record_version_kept BEFORE DELETE ON record_version WHEN "
            "OLD.status NOT IN ('draft','in_approval') BEGIN SELECT RAISE(ABORT, "
            "'record_version is frozen'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION record_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'record_version is frozen'; END $$"
        ),
        (
            "CREATE TRIGGER record_version_frozen BEFORE UPDATE ON record_version FOR EACH "
            "ROW WHEN (OLD.status NOT IN ('draft','in_approval') AND (OLD.body IS DISTINCT "
            "FROM NEW.body OR OLD.content_hash IS DISTINCT FROM NEW.content_hash OR "
            "OLD.based_on IS DISTINCT FROM NEW.based_on OR OLD.created_by IS DISTINCT FROM "
            "NEW.created_by OR OLD.created_at IS DISTINCT FROM NEW.created_at)) EXECUTE "
            "FUNCTION record_version_frozen()"
        ),
        (
            "CREATE TRIGGER record_version_kept BEFORE DELETE ON record_version FOR EACH ROW "
            "WHEN (OLD.status NOT IN ('draft','in_approval')) EXECUTE FUNCTION "
            "record_version_frozen()"
        ),
    ),
}


def upgrade() -> None:
    op.create_table(
        "record_flag",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("flag", columns.Id(), nullable=False),
        sa.Column("blocks", columns.JsonText(), server_default="[]", nullable=False),
        sa.Column("raised_by", columns.Id(), nullable=False),
        sa.Column("raised_at", columns.Moment(), nullable=False),
        sa.Column("cleared_by", columns.Id(), nullable=True),
        sa.Column("cleared_at", columns.Moment(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_flag")),
    )
    op.create_index(
        "ux_record_flag_one_open",
        "record_flag",
        ["app", "form", "record", "flag"],
        unique=True,
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "record_version",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("change", columns.Id(), nullable=True),
        sa.Column("body", columns.JsonText(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("created_by", columns.Id(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("effective_at", columns.Moment(), nullable=True),
        sa.Column("superseded_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft','in_approval','current','superseded','rejected','withdrawn')",
            name=op.f("ck_record_version_status"),
        ),
        sa.PrimaryKeyConstraint("app", "form", "record", "version", name=op.f("pk_record_version")),
    )
    op.create_index(
        "ux_record_version_one_current",
        "record_version",
        ["app", "form", "record"],
        unique=True,
        sqlite_where=sa.text("status = 'current'"),
        postgresql_where=sa.text("status = 'current'"),
    )
    op.create_index(
        "ux_record_version_one_open",
        "record_version",
        ["app", "form", "record"],
        unique=True,
        sqlite_where=sa.text("status IN ('draft','in_approval')"),
        postgresql_where=sa.text("status IN ('draft','in_approval')"),
    )
    op.create_table(
        "record_binding",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("artefact_form", columns.Id(), nullable=False),
        sa.Column("artefact", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('valid','stale','held','void','done')",
            name=op.f("ck_record_binding_status"),
        ),
        sa.ForeignKeyConstraint(
            ["app", "form", "record", "version"],
            [
                "record_version.app",
                "record_version.form",
                "record_version.record",
                "record_version.version",
            ],
            name=op.f("fk_record_binding_app_form_record_version"),
        ),
        sa.PrimaryKeyConstraint("app", "artefact_form", "artefact", name=op.f("pk_record_binding")),
    )
    op.create_index(
        "ix_record_binding_version",
        "record_binding",
        ["app", "form", "record", "version"],
        unique=False,
    )
    op.create_table(
        "record_change",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("to_version", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("diff", columns.JsonText(), nullable=False),
        sa.Column("impact", columns.JsonText(), nullable=True),
        sa.Column("case", columns.Id(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requested_by", columns.Id(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("applied_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft','in_approval','applied','rejected','withdrawn','superseded')",
            name=op.f("ck_record_change_status"),
        ),
        sa.ForeignKeyConstraint(["case"], ["approval_case.id"], name=op.f("fk_record_change_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_change")),
    )
    op.create_index(
        "ix_record_change_record", "record_change", ["app", "form", "record", "id"], unique=False
    )
    op.create_table(
        "record_state",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("region", columns.Id(), server_default="main", nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("lifecycle", columns.Id(), nullable=False),
        sa.Column("state", columns.Id(), nullable=False),
        sa.Column("since", columns.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pending_move", columns.Id(), nullable=True),
        sa.Column("pending_case", columns.Id(), nullable=True),
        sa.CheckConstraint(
            "(pending_move IS NULL) = (pending_case IS NULL)",
            name=op.f("ck_record_state_pending_move_has_case"),
        ),
        sa.ForeignKeyConstraint(
            ["app", "revision"],
            ["revision.app", "revision.number"],
            name=op.f("fk_record_state_app_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["pending_case"], ["approval_case.id"], name=op.f("fk_record_state_pending_case")
        ),
        sa.PrimaryKeyConstraint("app", "form", "record", "region", name=op.f("pk_record_state")),
    )
    op.create_index(
        "ix_record_state_since", "record_state", ["app", "form", "state", "since"], unique=False
    )
    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(statement)
