"""Jobs: imports and other long work, with their progress, kept in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.ids import new_id
from runtime.store.schema.work import job as table

LATELY = 500
"""Imports among which a repeated file is looked for."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``total`` and ``done`` count rows; ``problems`` are objects with row and message."""

    id: str
    app: str
    form: str
    kind: str
    owner: str
    status: str
    total: int
    done: int
    content: Mapping[str, Any]
    problems: Sequence[Mapping[str, Any]]
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A job that somebody has still to work on, without what is in it."""

    id: str
    app: str
    owner: str


def create(connection: Connection, facts: Mapping[str, Any]) -> str:
    """Write a new job: app, form, kind, owner, status, total, content, problems, created_at."""
    key = new_id()
    connection.execute(sa.insert(table).values(id=key, done=0, **facts))
    return key


def get(connection: Connection, job_id: str, *, lock: bool = False) -> Job | None:
    """One job."""
    query = sa.select(*(table.c[name] for name in Job.__dataclass_fields__)).where(
        table.c.id == job_id
    )
    found = connection.execute(query.with_for_update() if lock else query)
    row = found.mappings().one_or_none()
    return None if row is None else Job(**row)


def update(connection: Connection, job_id: str, changes: Mapping[str, Any]) -> None:
    """Change a job's status, progress or problems."""
    connection.execute(sa.update(table).where(table.c.id == job_id).values(**changes))


def waiting(connection: Connection) -> list[WaitingJob]:
    """Jobs that somebody has still to work on, oldest first."""
    query = sa.select(*(table.c[name] for name in WaitingJob.__dataclass_fields__))
    found = query.where(table.c.status.in_(("waiting", "running"))).order_by(table.c.id)
    return [WaitingJob(*row) for row in connection.execute(found)]


def is_repeated(connection: Connection, where: tuple[str, str], digest: str) -> bool:
    """Whether the same file (by SHA-256) was imported into a form (app, form) lately."""
    app, form = where
    query = (
        sa.select(table.c.content)
        .where(
            table.c.app == app,
            table.c.form == form,
            table.c.kind == "import",
            table.c.status.in_(("waiting", "running", "done")),
        )
        .order_by(table.c.id.desc())
        .limit(LATELY)
    )
    return any(each.get("sha256") == digest for each in connection.execute(query).scalars())
