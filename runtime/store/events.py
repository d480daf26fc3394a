"""Events: what happened, in the same transaction as its cause, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.ids import new_id
from runtime.store.prepared import Prepared
from runtime.store.schema.events import event


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A past-tense fact about to be written. ``payload`` is JSON.

    ``case``, ``case_seq``, ``prev_hash`` and ``hash`` are set for the history of an approval case.
    """

    app: str
    type: str
    actor: str
    door: str
    revision: int
    at: datetime
    form: str | None = None
    record: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    rule: str | None = None
    on_behalf_of: str | None = None
    case: str | None = None
    case_seq: int | None = None
    prev_hash: str | None = None
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was written; ``seq`` orders them."""

    seq: int
    id: str
    app: str
    form: str | None
    record: str | None
    type: str
    actor: str
    on_behalf_of: str | None
    door: str
    rule: str | None
    revision: int
    at: datetime
    payload: Mapping[str, Any]
    case: str | None = None


_READ = (
    event.c.seq,
    event.c.id,
    event.c.app,
    event.c.form,
    event.c.record,
    event.c.type,
    event.c.actor,
    event.c.on_behalf_of,
    event.c.door,
    event.c.rule,
    event.c.revision,
    event.c.at,
    event.c.payload,
    event.c.case,
)


def append(connection: Connection, new: NewEvent) -> str:
    """Write one event; its id is returned."""
    return append_all(connection, [new])[0]


def append_all(connection: Connection, events: Sequence[NewEvent]) -> list[str]:
    """Write events in order; their ids are returned."""
    rows = [{"id": new_id(), **{name: getattr(new, name) for name in _FIELDS}} for new in events]
    if len(rows) == 1:
        _INSERT.rows(connection, **rows[0])
    else:
        _INSERT.many(connection, rows)
    return [row["id"] for row in rows]


_FIELDS = tuple(NewEvent.__dataclass_fields__)
_INSERT = Prepared(sa.insert(event).inline(), ("id", *_FIELDS))


def of_record(
    connection: Connection,
    where: tuple[str, str, str],
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[StoredEvent]:
    """The latest events of a record (app, form, record), newest first, before a ``seq``."""
    app, form, record = where
    query = (
        sa.select(*_READ)
        .where(event.c.app == app, event.c.form == form, event.c.record == record)
        .order_by(event.c.seq.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(event.c.seq < before)
    return [StoredEvent(**row) for row in connection.execute(query).mappings()]


def of_record_since(
    connection: Connection, where: tuple[str, str, str], after: str
) -> list[StoredEvent]:
    """The events of a record (app, form, record) after an event of it, the latest first."""
    app, form, record = where
    start = sa.select(event.c.seq).where(event.c.id == after).scalar_subquery()
    query = (
        sa.select(*_READ)
        .where(event.c.app == app, event.c.form == form, event.c.record == record)
        .where(event.c.seq > start)
        .order_by(event.c.seq.desc())
    )
    return [StoredEvent(**row) for row in connection.execute(query).mappings()]


def latest_moment(connection: Connection) -> datetime | None:
    """When the latest event happened."""
    query = sa.select(event.c.at).order_by(event.c.seq.desc()).limit(1)
    return connection.execute(query).scalar()


def get(connection: Connection, event_id: str) -> StoredEvent | None:
    """One event by id."""
    query = sa.select(*_READ).where(event.c.id == event_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else StoredEvent(**row)
