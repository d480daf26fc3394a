"""Where a record is, who must act and which content counts: cases, tasks, timers, versions.

A case's definition is (app, revision, chain): a revision is immutable, so a running case is
pinned to what was published when it started. History, outbox and repeated commands are the
tables ``event``, ``delivery`` and ``command``.
"""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Day, Id, JsonText
from runtime.store.schema.base import key, moment, ref, system


def _app() -> sa.Column[str]:
    return sa.Column("app", Id(), nullable=False)


def _record() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("form", Id(), nullable=False), sa.Column("record", Id(), nullable=False)


def _where(name: str, *columns: str, condition: str, unique: bool = True) -> sa.Index:
    """An index over the matching rows only."""
    return sa.Index(
        name,
        *columns,
        unique=unique,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


approval_case = sa.Table(
    "approval_case",
    system,
    key(),
    _app(),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("chain", Id(), nullable=False),
    *_record(),
    sa.Column("record_version", sa.Integer, nullable=False),
    sa.Column("record_hash", sa.Text, nullable=False),
    sa.Column("purpose", Id(), nullable=False),
    sa.Column("initiator", Id(), nullable=False),
    sa.Column("initiator_department", Id()),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("end_reason", sa.Text),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_hash", sa.Text, nullable=False, server_default=""),
    sa.Column("facts", JsonText(), nullable=False, server_default="{}"),
    moment("started_at"),
    moment("ended_at", nullable=True),
    sa.ForeignKeyConstraint(["app", "revision"], ["revision.app", "revision.number"]),
    sa.CheckConstraint(
        "status IN ('running','suspended','approved','rejected','withdrawn','terminated',"
        "'invalidated')",
        name="status",
    ),
    sa.CheckConstraint(
        "(ended_at IS NULL) = (status IN ('running','suspended'))", name="ended_has_moment"
    ),
    _where(
        "ux_approval_case_one_active",
        *("app", "form", "record", "purpose"),
        condition="status IN ('running','suspended')",
    ),
    sa.Index("ix_approval_case_record", "app", "form", "record", "id"),
)

case_step = sa.Table(
    "case_step",
    system,
    key(),
    ref("case", "approval_case"),
    sa.Column("node", Id(), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("reject_rule", sa.Text, nullable=False),
    sa.Column("seats", sa.Integer, nullable=False),
    sa.Column("need", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("facts", JsonText(), nullable=False, server_default="{}"),
    moment("opened_at"),
    moment("closed_at", nullable=True),
    sa.Column("close_reason", sa.Text),
    sa.CheckConstraint(
        "status IN ('active','blocked','passed','rejected','returned','skipped','cancelled')",
        name="status",
    ),
    sa.UniqueConstraint("case", "node", "round"),
    _where("ux_case_step_one_open", "case", "node", condition="status IN ('active','blocked')"),
)

task = sa.Table(
    "task",
    system,
    key(),
    ref("case", "approval_case"),
    ref("step", "case_step"),
    ref("parent", "task", nullable=True),
    sa.Column("seat", Id(), nullable=False),
    sa.Column("seat_no", sa.Integer, nullable=False),
    sa.Column("seat_owner", Id(), nullable=False),
    sa.Column("assignee", Id(), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("counts", sa.Boolean(create_constraint=True, name="counts"), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("decision", sa.Text),
    sa.Column("decided_by", Id()),
    sa.Column("on_behalf_of", Id()),
    moment("decided_at", nullable=True),
    sa.Column("comment", sa.Text),
    ref("signature", "stored_file", nullable=True),
    sa.Column("record_version", sa.Integer),
    sa.Column("record_hash", sa.Text),
    moment("opened_at", nullable=True),
    moment("due_at", nullable=True),
    sa.CheckConstraint(
        "source IN ('rule','transfer','delegate','add_before','add_after','add_parallel',"
        "'escalate','empty_rule','admin')",
        name="source",
    ),
    sa.CheckConstraint(
        "status IN ('waiting','open','done','moved','cancelled','recalled')", name="status"
    ),
    sa.CheckConstraint(
        "decision IN ('approve','reject','return','complete','auto_approve','auto_reject')",
        name="decision",
    ),
    sa.CheckConstraint("(status = 'done') = (decision IS NOT NULL)", name="done_has_decision"),
    _where(
        "ux_task_one_open_per_person",
        *("step", "assignee"),
        condition="status IN ('waiting','open')",
    ),
    _where("ux_task_one_vote_per_seat", "seat", condition="status = 'done' AND counts"),
    _where("ix_task_inbox", "assignee", "due_at", condition="status = 'open'", unique=False),
    sa.Index("ix_task_case", "case"),
)

timer = sa.Table(
    "timer",
    system,
    key(),
    _app(),
    sa.Column("owner_kind", sa.Text, nullable=False),
    sa.Column("owner", Id(), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("fire_no", sa.Integer, nullable=False, server_default="1"),
    moment("due_at"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("spec", JsonText(), nullable=False),
    sa.Column("calendar", Id()),
    sa.Column("calendar_version", sa.Integer),
    sa.Column("remaining_s", sa.Integer),
    moment("lease_until", nullable=True),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.CheckConstraint("status IN ('armed','paused','fired','cancelled')", name="status"),
    sa.UniqueConstraint("owner_kind", "owner", "kind", "fire_no"),
    _where("ix_timer_due", "due_at", "id", condition="status = 'armed'", unique=False),
)

incident = sa.Table(
    "incident",
    system,
    key(),
    _app(),
    ref("case", "approval_case", nullable=True),
    ref("step", "case_step", nullable=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("dedupe_key", sa.Text, nullable=False),
    sa.Column("detail", JsonText(), nullable=False),
    moment("opened_at"),
    moment("resolved_at", nullable=True),
    sa.Column("resolved_by", Id()),
    sa.Column("resolution", sa.Text),
    _where("ux_incident_one_open", "app", "dedupe_key", condition="resolved_at IS NULL"),
)

delegation = sa.Table(
    "delegation",
    system,
    key(),
    sa.Column("delegator", Id(), nullable=False),
    sa.Column("delegate", Id(), nullable=False),
    sa.Column("scope", sa.Text, nullable=False, server_default="*"),
    moment("starts_at"),
    moment("ends_at"),
    sa.Column("kind", sa.Text, nullable=False),
    moment("revoked_at", nullable=True),
    sa.CheckConstraint("delegate <> delegator", name="another_person"),
    sa.CheckConstraint("kind IN ('leave','resigned','assistant')", name="kind"),
    sa.Index("ix_delegation_delegator", "delegator", "starts_at"),
)

record_state = sa.Table(
    "record_state",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("form", Id(), primary_key=True),
    sa.Column("record", Id(), primary_key=True),
    sa.Column("region", Id(), primary_key=True, server_default="main"),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("lifecycle", Id(), nullable=False),
    sa.Column("state", Id(), nullable=False),
    moment("since"),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("pending_move", Id()),
    ref("pending_case", "approval_case", nullable=True),
    sa.ForeignKeyConstraint(["app", "revision"], ["revision.app", "revision.number"]),
    sa.CheckConstraint(
        "(pending_move IS NULL) = (pending_case IS NULL)", name="pending_move_has_case"
    ),
    sa.Index("ix_record_state_since", "app", "form", "state", "since"),
)

record_version = sa.Table(
    "record_version",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("form", Id(), primary_key=True),
    sa.Column("record", Id(), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("based_on", sa.Integer),
    sa.Column("change", Id()),
    sa.Column("body", JsonText(), nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("created_by", Id(), nullable=False),
    moment("created_at"),
    moment("effective_at", nullable=True),
    moment("superseded_at", nullable=True),
    sa.CheckConstraint(
        "status IN ('draft','in_approval','current','superseded','rejected','withdrawn')",
        name="status",
    ),
    _where(
        "ux_record_version_one_current",
        *("app", "form", "record"),
        condition="status = 'current'",
    ),
    _where(
        "ux_record_version_one_open",
        *("app", "form", "record"),
        condition="status IN ('draft','in_approval')",
    ),
)

record_binding = sa.Table(
    "record_binding",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("artefact_form", Id(), primary_key=True),
    sa.Column("artefact", Id(), primary_key=True),
    *_record(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.CheckConstraint("status IN ('valid','stale','held','void','done')", name="status"),
    sa.ForeignKeyConstraint(
        ["app", "form", "record", "version"],
        [
            "record_version.app",
            "record_version.form",
            "record_version.record",
            "record_version.version",
        ],
    ),
    sa.Index("ix_record_binding_version", "app", "form", "record", "version"),
)

record_change = sa.Table(
    "record_change",
    system,
    key(),
    _app(),
    *_record(),
    sa.Column("from_version", sa.Integer, nullable=False),
    sa.Column("to_version", sa.Integer, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("reason_code", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("diff", JsonText(), nullable=False),
    sa.Column("impact", JsonText()),
    ref("case", "approval_case", nullable=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("requested_by", Id(), nullable=False),
    moment("created_at"),
    moment("applied_at", nullable=True),
    sa.CheckConstraint(
        "status IN ('draft','in_approval','applied','rejected','withdrawn','superseded')",
        name="status",
    ),
    sa.Index("ix_record_change_record", "app", "form", "record", "id"),
)

record_flag = sa.Table(
    "record_flag",
    system,
    key(),
    _app(),
    *_record(),
    sa.Column("flag", Id(), nullable=False),
    sa.Column("blocks", JsonText(), nullable=False, server_default="[]"),
    sa.Column("raised_by", Id(), nullable=False),
    moment("raised_at"),
    sa.Column("cleared_by", Id()),
    moment("cleared_at", nullable=True),
    sa.Column("note", sa.Text),
    _where(
        "ux_record_flag_one_open",
        *("app", "form", "record", "flag"),
        condition="cleared_at IS NULL",
    ),
)

calendar_day = sa.Table(
    "calendar_day",
    system,
    sa.Column("calendar", Id(), primary_key=True),
    sa.Column("day", Day(), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("windows", JsonText(), nullable=False),
    sa.Column("provisional", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("source", sa.Text),
    sa.CheckConstraint("kind IN ('work','rest','holiday','makeup')", name="kind"),
)

FROZEN = ("body", "content_hash", "based_on", "created_by", "created_at")
_CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN)
_CHANGED_SQLITE = _CHANGED.replace("IS DISTINCT FROM", "IS NOT")
_SEALED = "OLD.status NOT IN ('draft','in_approval')"

_BEFORE_UPDATE = "CREATE TRIGGER record_version_frozen BEFORE UPDATE ON record_version"
_BEFORE_DELETE = "CREATE TRIGGER record_version_kept BEFORE DELETE ON record_version"
_ABORT = "BEGIN SELECT RAISE(ABORT, 'record_version is frozen'); END"
_RAISE = "BEGIN RAISE EXCEPTION 'record_version is frozen'; END"
_CALL = "EXECUTE FUNCTION record_version_frozen()"

FREEZE_RECORD_VERSION = {
    "sqlite": (
        f"{_BEFORE_UPDATE} WHEN {_SEALED} AND ({_CHANGED_SQLITE}) {_ABORT}",
        f"{_BEFORE_DELETE} WHEN {_SEALED} {_ABORT}",
    ),
    "postgresql": (
        f"CREATE FUNCTION record_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ {_RAISE} $$",
        f"{_BEFORE_UPDATE} FOR EACH ROW WHEN ({_SEALED} AND ({_CHANGED})) {_CALL}",
        f"{_BEFORE_DELETE} FOR EACH ROW WHEN ({_SEALED}) {_CALL}",
    ),
}
"""Approved content cannot change, on either database. The migration runs these after the tables."""
