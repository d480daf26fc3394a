"""Approval cases, their steps and tasks, timers, calendars and delegations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("calendar", columns.Id(), nullable=False),
        sa.Column("day", columns.Day(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("windows", columns.JsonText(), nullable=False),
        sa.Column("provisional", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('work','rest','holiday','makeup')", name=op.f("ck_calendar_day_kind")
        ),
        sa.PrimaryKeyConstraint("calendar", "day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("delegator", columns.Id(), nullable=False),
        sa.Column("delegate", columns.Id(), nullable=False),
        sa.Column("scope", sa.Text(), server_default="*", nullable=False),
        sa.Column("starts_at", columns.Moment(), nullable=False),
        sa.Column("ends_at", columns.Moment(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("revoked_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('leave','resigned','assistant')", name=op.f("ck_delegation_kind")
        ),
        sa.CheckConstraint("delegate <> delegator", name=op.f("ck_delegation_another_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(
        "ix_delegation_delegator", "delegation", ["delegator", "starts_at"], unique=False
    )
    op.create_table(
        "timer",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner", columns.Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fire_no", sa.Integer(), server_default="1", nullable=False),
        sa.Column("due_at", columns.Moment(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("spec", columns.JsonText(), nullable=False),
        sa.Column("calendar", columns.Id(), nullable=True),
        sa.Column("calendar_version", sa.Integer(), nullable=True),
        sa.Column("remaining_s", sa.Integer(), nullable=True),
        sa.Column("lease_until", columns.Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "status IN ('armed','paused','fired','cancelled')", name=op.f("ck_timer_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint(
            "owner_kind",
            "owner",
            "kind",
            "fire_no",
            name=op.f("uq_timer_owner_kind_owner_kind_fire_no"),
        ),
    )
    op.create_index(
        "ix_timer_due",
        "timer",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'armed'"),
        postgresql_where=sa.text("status = 'armed'"),
    )
    op.create_table(
        "approval_case",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("chain", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("record_hash", sa.Text(), nullable=False),
        sa.Column("purpose", columns.Id(), nullable=False),
        sa.Column("initiator", columns.Id(), nullable=False),
        sa.Column("initiator_department", columns.Id(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", columns.JsonText(), server_default="{}", nullable=False),
        sa.Column("started_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (status IN ('running','suspended'))",
            name=op.f("ck_approval_case_ended_has_moment"),
        ),
        sa.CheckConstraint(
            "status IN ('running','suspended','approved','rejected','withdrawn','terminated','invalidated')",
            name=op.f("ck_approval_case_status"),
        ),
        sa.ForeignKeyConstraint(
            ["app", "revision"],
            ["revision.app", "revision.number"],
            name=op.f("fk_approval_case_app_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_case")),
    )
    op.create_index(
        "ix_approval_case_record", "approval_case", ["app", "form", "record", "id"], unique=False
    )
    op.create_index(
        "ux_approval_case_one_active",
        "approval_case",
        ["app", "form", "record", "purpose"],
        unique=True,
        sqlite_where=sa.text("status IN ('running','suspended')"),
        postgresql_where=sa.text("status IN ('running','suspended')"),
    )
    op.create_table(
        "case_step",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("case", columns.Id(), nullable=False),
        sa.Column("node", columns.Id(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("reject_rule", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("facts", columns.JsonText(), server_default="{}", nullable=False),
        sa.Column("opened_at", columns.Moment(), nullable=False),
        sa.Column("closed_at", columns.Moment(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('active','blocked','passed','rejected','returned','skipped','cancelled')",
            name=op.f("ck_case_step_status"),
        ),
        sa.ForeignKeyConstraint(["case"], ["approval_case.id"], name=op.f("fk_case_step_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
        sa.UniqueConstraint("case", "node", "round", name=op.f("uq_case_step_case_node_round")),
    )
    op.create_index(
        "ux_case_step_one_open",
        "case_step",
        ["case", "node"],
        unique=True,
        sqlite_where=sa.text("status IN ('active','blocked')"),
        postgresql_where=sa.text("status IN ('active','blocked')"),
    )
    op.create_table(
        "incident",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("case", columns.Id(), nullable=True),
        sa.Column("step", columns.Id(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("detail", columns.JsonText(), nullable=False),
        sa.Column("opened_at", columns.Moment(), nullable=False),
        sa.Column("resolved_at", columns.Moment(), nullable=True),
        sa.Column("resolved_by", columns.Id(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["approval_case.id"], name=op.f("fk_incident_case")),
        sa.ForeignKeyConstraint(["step"], ["case_step.id"], name=op.f("fk_incident_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(
        "ux_incident_one_open",
        "incident",
        ["app", "dedupe_key"],
        unique=True,
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "task",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("case", columns.Id(), nullable=False),
        sa.Column("step", columns.Id(), nullable=False),
        sa.Column("parent", columns.Id(), nullable=True),
        sa.Column("seat", columns.Id(), nullable=False),
        sa.Column("seat_no", sa.Integer(), nullable=False),
        sa.Column("seat_owner", columns.Id(), nullable=False),
        sa.Column("assignee", columns.Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("counts", sa.Boolean(create_constraint=True, name="counts"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", columns.Id(), nullable=True),
        sa.Column("on_behalf_of", columns.Id(), nullable=True),
        sa.Column("decided_at", columns.Moment(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("signature", columns.Id(), nullable=True),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column("record_hash", sa.Text(), nullable=True),
        sa.Column("opened_at", columns.Moment(), nullable=True),
        sa.Column("due_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "(status = 'done') = (decision IS NOT NULL)", name=op.f("ck_task_done_has_decision")
        ),
        sa.CheckConstraint(
            "decision IN ('approve','reject','return','complete','auto_approve','auto_reject')",
            name=op.f("ck_task_decision"),
        ),
        sa.CheckConstraint(
            "source IN ('rule','transfer','delegate','add_before','add_after','add_parallel','escalate','empty_rule','admin')",
            name=op.f("ck_task_source"),
        ),
        sa.CheckConstraint(
            "status IN ('waiting','open','done','moved','cancelled','recalled')",
            name=op.f("ck_task_status"),
        ),
        sa.ForeignKeyConstraint(["case"], ["approval_case.id"], name=op.f("fk_task_case")),
        sa.ForeignKeyConstraint(["parent"], ["task.id"], name=op.f("fk_task_parent")),
        sa.ForeignKeyConstraint(["signature"], ["stored_file.id"], name=op.f("fk_task_signature")),
        sa.ForeignKeyConstraint(["step"], ["case_step.id"], name=op.f("fk_task_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_case", "task", ["case"], unique=False)
    op.create_index(
        "ix_task_inbox",
        "task",
        ["assignee", "due_at"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ux_task_one_open_per_person",
        "task",
        ["step", "assignee"],
        unique=True,
        sqlite_where=sa.text("status IN ('waiting','open')"),
        postgresql_where=sa.text("status IN ('waiting','open')"),
    )
    op.create_index(
        "ux_task_one_vote_per_seat",
        "task",
        ["seat"],
        unique=True,
        sqlite_where=sa.text("status = 'done' AND counts"),
        postgresql_where=sa.text("status = 'done' AND counts"),
    )
