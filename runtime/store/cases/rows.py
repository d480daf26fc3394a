"""Reading cases: one under its lock, those of a record, the one a task belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.approvals.case import Case, Snapshot, Step, Task
from runtime.store.schema.cases import approval_case, case_step, delegation, task

CASE_FIELDS = tuple(Case.__dataclass_fields__)
STEP_FIELDS = tuple(Step.__dataclass_fields__)
TASK_FIELDS = tuple(Task.__dataclass_fields__)

_CASE = tuple(approval_case.c[name] for name in CASE_FIELDS)
_STEP = tuple(case_step.c[name] for name in STEP_FIELDS)
_TASK = tuple(task.c[name] for name in TASK_FIELDS)

Where = tuple[str, str, str]
"""App, form and record."""

_ACTIVE = approval_case.c.status.in_(("running", "suspended"))


def insert(connection: Connection, case: Case) -> bool:
    """Add a case; False where one of that purpose is active on the record already."""
    on = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {name: getattr(case, name) for name in CASE_FIELDS}
    insert_ = on.insert(approval_case).values(row).on_conflict_do_nothing()
    return connection.execute(insert_.returning(approval_case.c.id)).scalar() is not None


def get(connection: Connection, case_id: str) -> Case | None:
    """One case, unlocked, or None."""
    row = connection.execute(sa.select(*_CASE).where(approval_case.c.id == case_id)).one_or_none()
    return None if row is None else Case(*row)


def case_of_task(connection: Connection, task_id: str) -> Case | None:
    """The case of a task, unlocked, or None."""
    row = connection.execute(
        sa.select(*_CASE).join(task, task.c.case == approval_case.c.id).where(task.c.id == task_id)
    ).one_or_none()
    return None if row is None else Case(*row)


def app_of_task(connection: Connection, task_id: str) -> str | None:
    """The key of the app a task belongs to, or None."""
    case = case_of_task(connection, task_id)
    return None if case is None else case.app


def lock(connection: Connection, case_id: str) -> Snapshot | None:
    """A case under its lock until the transaction ends: everything else waits for its turn.

    On SQLite the write transaction itself is the lock (``BEGIN IMMEDIATE``).
    """
    found = sa.select(*_CASE).where(approval_case.c.id == case_id).with_for_update()
    row = connection.execute(found).one_or_none()
    return None if row is None else _snapshot(connection, Case(*row))


def load(connection: Connection, case_id: str) -> Snapshot | None:
    """A case as it is now, unlocked, to look at."""
    case = get(connection, case_id)
    return None if case is None else _snapshot(connection, case)


def active(connection: Connection, where: Where, purpose: str | None = None) -> list[Case]:
    """The cases under way on a record, oldest first."""
    query = _of(where).where(_ACTIVE)
    if purpose is not None:
        query = query.where(approval_case.c.purpose == purpose)
    return [Case(*row) for row in connection.execute(query)]


def of_record(connection: Connection, where: Where) -> list[Case]:
    """Every case there ever was on a record, oldest first."""
    return [Case(*row) for row in connection.execute(_of(where))]


def delegate_of(connection: Connection, person: str, at: datetime, scope: str) -> str | None:
    """Whom a person lets act for them at that moment, for everything or for one chain."""
    found = connection.execute(
        sa.select(delegation.c.delegate)
        .where(
            delegation.c.delegator == person,
            delegation.c.starts_at <= at,
            delegation.c.ends_at > at,
            delegation.c.revoked_at.is_(None),
            delegation.c.scope.in_(("*", scope)),
        )
        .order_by(delegation.c.scope.desc(), delegation.c.id)
        .limit(1)
    ).scalar()
    return None if found is None else str(found)


def _of(where: Where) -> sa.Select[Any]:
    app, form, record = where
    return (
        sa.select(*_CASE)
        .where(
            approval_case.c.app == app,
            approval_case.c.form == form,
            approval_case.c.record == record,
        )
        .order_by(approval_case.c.id)
    )


def _snapshot(connection: Connection, case: Case) -> Snapshot:
    steps = connection.execute(
        sa.select(*_STEP).where(case_step.c.case == case.id).order_by(case_step.c.id)
    )
    tasks = connection.execute(sa.select(*_TASK).where(task.c.case == case.id).order_by(task.c.id))
    return Snapshot(
        case,
        tuple(Step(*row) for row in steps),
        tuple(Task(*row) for row in tasks),
    )
