"""The case that a command is about: one that concerns the actor, locked with its record."""

from __future__ import annotations

from runtime import gate
from runtime.approvals.case import Snapshot
from runtime.changes.cases import lock_record
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import cases, records
from runtime.store.records import StoredRecord


def lock_case(ctx: Context, case_id: str) -> tuple[Snapshot, StoredRecord]:
    """A case of this app that concerns the actor, and its record, both locked.

    Raises:
        Refusal: not_found (404): not there, or none of the actor's business; record_in_trash (409).
    """
    known = cases.load(ctx.connection, case_id)
    case = None if known is None else known.case
    if known is None or case is None or case.app != ctx.app.key or not _concerns(ctx, known):
        raise Refusal("not_found", 404)
    record = lock_record(ctx, case.form, case.record)
    snapshot = cases.lock(ctx.connection, case_id)
    if snapshot is None:
        raise Refusal("not_found", 404)
    return snapshot, record


def _concerns(ctx: Context, known: Snapshot) -> bool:
    """Whether the actor started the case, is or was asked in it, or may read its record."""
    if ctx.actor.is_system or ctx.actor.administrator:
        return True
    asked = {who for task in known.tasks for who in (task.assignee, task.seat_owner)}
    if ctx.actor.id in asked | {known.case.initiator}:
        return True
    where = (known.case.form, known.case.record)
    seen = gate.visible(ctx, known.case.form)
    return records.fetch(ctx.connection, ctx.app.tables, where, condition=seen) is not None
