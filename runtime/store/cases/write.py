"""Writing what a command led to: the changed rows, the history, incidents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.approvals.case import CaseEvent, Outcome, Step, Task
from runtime.errors import Refusal
from runtime.store.cases.history import Stamp, append_history
from runtime.store.cases.rows import CASE_FIELDS, STEP_FIELDS, TASK_FIELDS, get
from runtime.store.incidents import open_incident, resolve_cause
from runtime.store.schema.cases import approval_case, case_step, task


def write(connection: Connection, outcome: Outcome, stamp: Stamp) -> list[str]:
    """Write an outcome of a locked case; the ids of its events, in order, are returned.

    Raises:
        Refusal: busy (503) when the case was changed without its lock.
    """
    before, after = outcome.before, outcome.after
    case = after.case
    _write(connection, case_step, STEP_FIELDS, (case.id, before.steps, after.steps))
    _write(connection, task, TASK_FIELDS, (case.id, before.tasks, after.tasks))
    case, ids = append_history(connection, case, outcome.events, stamp)
    row = {name: getattr(case, name) for name in CASE_FIELDS}
    changed = connection.execute(
        sa.update(approval_case)
        .where(approval_case.c.id == case.id, approval_case.c.version == before.case.version)
        .values(row)
    )
    if changed.rowcount != 1:
        raise Refusal("busy", 503)
    steps = {step.node: step.id for step in after.steps}
    for node in outcome.resolved:
        by = (stamp.actor, stamp.at)
        resolve_cause(connection, case.app, _key(case.id, node), by, "case")
    for each in outcome.incidents:
        detail = {"kind": each.kind, **each.detail}
        place = (case.app, case.id, steps.get(each.step))
        open_incident(connection, place, _key(case.id, each.step), detail, stamp.at)
    return ids


def note(connection: Connection, case_id: str, fact: CaseEvent, stamp: Stamp) -> str:
    """Add a fact to the history of a locked case that no command of it leads to; its event's id.

    Raises:
        LookupError: there is no such case.
    """
    case = get(connection, case_id)
    if case is None:
        raise LookupError(case_id)
    case, ids = append_history(connection, case, (fact,), stamp)
    connection.execute(
        sa.update(approval_case)
        .where(approval_case.c.id == case_id)
        .values(last_seq=case.last_seq, last_hash=case.last_hash)
    )
    return ids[0]


def _key(case_id: str, node: str) -> str:
    return f"case/{case_id}/{node}"


def _write(
    connection: Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: tuple[str, Sequence[Step | Task], Sequence[Step | Task]],
) -> None:
    """Update the rows that changed, then insert the new ones."""
    case_id, before, after = rows
    known = {each.id: each for each in before}
    for each in after:
        if each.id in known and each != known[each.id]:
            values = {name: getattr(each, name) for name in names}
            connection.execute(sa.update(table).where(table.c.id == each.id).values(values))
    new: list[Mapping[str, Any]] = [
        {"case": case_id, **{name: getattr(each, name) for name in names}}
        for each in after
        if each.id not in known
    ]
    if new:
        connection.execute(sa.insert(table), new)
