"""Everybody's to-dos: open tasks by person, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.approvals.case import PENDING
from runtime.store.prepared import Prepared
from runtime.store.schema.cases import approval_case, case_step, task
from runtime.store.schema.people import person

FAR = datetime(9000, 1, 1, tzinfo=UTC)
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One open task with what it is about."""

    id: str
    case: str
    app: str
    revision: int
    chain: str
    form: str
    record: str
    purpose: str
    initiator: str
    facts: Mapping[str, Any]
    node: str
    seat_owner: str
    opened_at: datetime
    due_at: datetime | None


_URGENCY = sa.func.coalesce(task.c.due_at, sa.literal(FAR, task.c.due_at.type))
_OPEN = task.c.status == "open"


def inbox(
    connection: Connection, person: str, limit: int = 50, after: str | None = None
) -> list[InboxRow]:
    """A person's open tasks, the earliest deadline first, those after a task's id."""
    query = _open_tasks(person).order_by(_URGENCY, task.c.id).limit(limit)
    if after is not None:
        last = connection.execute(sa.select(_URGENCY).where(task.c.id == after)).scalar()
        later = sa.tuple_(_URGENCY, task.c.id) > sa.tuple_(
            sa.literal(last or FAR, _URGENCY.type), after
        )
        query = query.where(later)
    return [InboxRow(*tuple(row)) for row in connection.execute(query)]


def inbox_row(connection: Connection, person: str, task_id: str) -> InboxRow | None:
    """One of a person's open tasks, or None."""
    row = connection.execute(_open_tasks(person).where(task.c.id == task_id)).one_or_none()
    return None if row is None else InboxRow(*tuple(row))


def is_asked(connection: Connection, person: str, where: tuple[str, str, str]) -> bool:
    """Whether a person has an open task about a record (app, form, id)."""
    app, form, record = where
    about = (
        sa.select(task.c.id)
        .join(approval_case, approval_case.c.id == task.c.case)
        .where(approval_case.c.app == app, approval_case.c.form == form)
        .where(approval_case.c.record == record, task.c.assignee == person, _OPEN)
    )
    return connection.execute(about.limit(1)).first() is not None


def _open_tasks(person: str) -> sa.Select[Any]:
    return (
        sa.select(
            task.c.id,
            approval_case.c.id.label("case"),
            approval_case.c.app,
            approval_case.c.revision,
            approval_case.c.chain,
            approval_case.c.form,
            approval_case.c.record,
            approval_case.c.purpose,
            approval_case.c.initiator,
            approval_case.c.facts,
            case_step.c.node,
            task.c.seat_owner,
            task.c.opened_at,
            task.c.due_at,
        )
        .join(approval_case, approval_case.c.id == task.c.case)
        .join(case_step, case_step.c.id == task.c.step)
        .where(task.c.assignee == person, _OPEN)
    )


def pending_count(connection: Connection, person: str) -> int:
    """How many tasks wait for a person, now or when their turn comes."""
    mine = sa.and_(task.c.assignee == person, task.c.status.in_(PENDING))
    return int(connection.execute(sa.select(sa.func.count()).where(mine)).scalar_one())


def unattended(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """Cases to look at again, as app and id: somebody asked has left, or nobody was found.

    The oldest first.
    """
    gone = sa.select(person.c.id).where(sa.not_(person.c.active))
    asks = (
        sa.select(task.c.case)
        .where(task.c.status.in_(PENDING))
        .where(sa.or_(task.c.assignee.in_(gone), task.c.source == "empty_rule"))
    )
    waits = sa.select(case_step.c.case).where(case_step.c.status == "blocked")
    query = (
        sa.select(approval_case.c.app, approval_case.c.id)
        .where(approval_case.c.status == "running")
        .where(sa.or_(approval_case.c.id.in_(asks), approval_case.c.id.in_(waits)))
        .order_by(approval_case.c.id)
        .limit(limit)
    )
    return [(row.app, row.id) for row in connection.execute(query)]


def open_count(connection: Connection, person: str) -> int:
    """How many open tasks a person has, counted up to a hundred."""
    found = _COUNTED.row(connection, person=person)
    return 0 if found is None else int(found[0])


def open_of(person: sa.ColumnElement[str]) -> sa.ScalarSelect[int]:
    """SQL: how many open tasks a person has, counted up to a hundred."""
    few = (
        sa.select(task.c.id).where(task.c.assignee == person, _OPEN).limit(MOST_COUNTED).subquery()
    )
    return sa.select(sa.func.count()).select_from(few).scalar_subquery()


_COUNTED = Prepared(sa.select(open_of(sa.bindparam("person"))))
