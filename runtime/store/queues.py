"""Queues: records that wait, in the order they came, until somebody takes them and is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.schema.work import queue_entry as table

Place = tuple[str, str, str]
"""An app, a queue of it, and the record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in a queue, and who has taken it."""

    form: str
    record: str
    added_at: datetime
    taken_by: str | None
    taken_at: datetime | None


def add(connection: Connection, place: Place, form: str, now: datetime) -> bool:
    """Put a record into a queue; False where it stands there already."""
    app, queue, record = place
    there = sa.select(table.c.record).where(*_at(place))
    if connection.execute(there).first() is not None:
        return False
    new = {"app": app, "queue": queue, "form": form, "record": record, "added_at": now}
    connection.execute(sa.insert(table).values(**new))
    return True


def entries(connection: Connection, app: str, queue: str, most: int) -> Sequence[Entry]:
    """What waits in a queue, the oldest first."""
    names = ("form", "record", "added_at", "taken_by", "taken_at")
    query = (
        sa.select(*(table.c[name] for name in names))
        .where(table.c.app == app, table.c.queue == queue)
        .order_by(table.c.added_at, table.c.record)
        .limit(most)
    )
    return [Entry(*row) for row in connection.execute(query)]


def form_of(connection: Connection, place: Place) -> str | None:
    """The form of a record in a queue; None where it is not there."""
    found: str | None = connection.execute(sa.select(table.c.form).where(*_at(place))).scalar()
    return found


def take(connection: Connection, place: Place, person: str, now: datetime) -> bool:
    """Note who has taken a record; False where it is not there or somebody else's."""
    free = table.c.taken_by.is_(None) | (table.c.taken_by == person)
    changes = {"taken_by": person, "taken_at": now}
    done = connection.execute(sa.update(table).where(*_at(place), free).values(**changes))
    return done.rowcount == 1


def give_back(connection: Connection, place: Place) -> bool:
    """Note that nobody has taken a record; False where it is not there."""
    changes: dict[str, Any] = {"taken_by": None, "taken_at": None}
    return connection.execute(sa.update(table).where(*_at(place)).values(**changes)).rowcount == 1


def remove(connection: Connection, place: Place) -> bool:
    """Take a record out of a queue; False where it is not there."""
    return connection.execute(sa.delete(table).where(*_at(place))).rowcount == 1


def _at(place: Place) -> tuple[sa.ColumnElement[bool], ...]:
    app, queue, record = place
    return (table.c.app == app, table.c.queue == queue, table.c.record == record)
