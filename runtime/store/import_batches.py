"""The rows of imports, checked and waiting to be stored, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.schema.work import import_batch as table

Rows = Sequence[Any]


def add(connection: Connection, job: str, first: int, batches: Iterable[Rows]) -> int:
    """Keep batches of a job behind its first so many rows; how many rows it has then."""
    kept = []
    for rows in batches:
        kept.append({"job": job, "first": first, "rows": rows})
        first += len(rows)
    if kept:
        connection.execute(sa.insert(table), kept)
    return first


def at(connection: Connection, job: str, done: int) -> Rows:
    """The batch of a job that begins at a row, counted from 0, or lies around it: from there on."""
    query = (
        sa.select(table.c.first, table.c.rows)
        .where(table.c.job == job, table.c.first <= done)
        .order_by(table.c.first.desc())
        .limit(1)
    )
    found = connection.execute(query).one_or_none()
    return [] if found is None else found.rows[done - found.first :]


def drop(connection: Connection, job: str) -> None:
    """Forget the rows of a job."""
    connection.execute(sa.delete(table).where(table.c.job == job))
