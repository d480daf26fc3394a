"""Where records are in their lifecycles, and the move that waits for an approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.prepared import Prepared
from runtime.store.schema.cases import record_state

Where = tuple[str, str, str]
"""App, form and record."""


@dataclass(frozen=True, slots=True)
class RecordState:
    """The state of one record, since when, and the pending move with the case it waits for."""

    lifecycle: str
    state: str
    since: datetime
    version: int
    pending_move: str | None
    pending_case: str | None


@dataclass(frozen=True, slots=True)
class Entering:
    """A new record that enters the first state of a lifecycle."""

    record: str
    lifecycle: str
    state: str


def enter_all(
    connection: Connection,
    form: tuple[str, str],
    entering: Sequence[Entering],
    when: tuple[int, datetime],
) -> None:
    """New records of a form (app, form) enter their first states (app revision, when)."""
    app, key = form
    revision, now = when
    own = {"app": app, "form": key, "region": "main", "revision": revision, "since": now}
    rows = [
        {**own, "record": each.record, "lifecycle": each.lifecycle, "state": each.state}
        for each in entering
    ]
    _ENTER.many(connection, rows)


_ENTER = Prepared(
    sa.insert(record_state).inline(),
    ("app", "form", "region", "revision", "since", "record", "lifecycle", "state"),
)


def load(connection: Connection, where: Where, *, lock: bool = False) -> RecordState | None:
    """The state of a record; locked for this transaction where asked."""
    query = sa.select(
        record_state.c.lifecycle,
        record_state.c.state,
        record_state.c.since,
        record_state.c.version,
        record_state.c.pending_move,
        record_state.c.pending_case,
    ).where(_is(where))
    if lock:
        query = query.with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else RecordState(**row)


def leave_for(connection: Connection, where: Where, state: str, now: datetime) -> None:
    """The record goes to another state; a pending move is settled with it."""
    connection.execute(
        sa.update(record_state)
        .where(_is(where))
        .values(
            state=state,
            since=now,
            version=record_state.c.version + 1,
            pending_move=None,
            pending_case=None,
        )
    )


def wait(connection: Connection, where: Where, move: str, case: str) -> None:
    """A move waits for an approval case; a record waits for one at most."""
    connection.execute(
        sa.update(record_state).where(_is(where)).values(pending_move=move, pending_case=case)
    )


def give_up(connection: Connection, where: Where) -> None:
    """The pending move is not made."""
    connection.execute(
        sa.update(record_state).where(_is(where)).values(pending_move=None, pending_case=None)
    )


def _is(where: Where) -> sa.ColumnElement[bool]:
    app, form, record = where
    return sa.and_(
        record_state.c.app == app,
        record_state.c.form == form,
        record_state.c.record == record,
        record_state.c.region == "main",
    )
