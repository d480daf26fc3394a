"""Counters: the next number of an automatic number field, within its period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from runtime.store.engine import writing
from runtime.store.schema.apps import counter


@dataclass(frozen=True, slots=True)
class CounterKey:
    """Which counter: a field of a form, and the period it starts anew in ("" for never)."""

    app: str
    form: str
    field: str
    period: str


def next_number(connection: Connection, app: str, form: str, field: str, period: str) -> int:
    """The next number, from 1, without a gap: it is given back when the transaction rolls back.

    Until then other transactions that count the same wait here.
    """
    return _advance(connection, CounterKey(app, form, field, period), 1)


def next_numbers(connection: Connection, key: CounterKey, size: int) -> range:
    """The next ``size`` numbers, as :func:`next_number`."""
    last = _advance(connection, key, size)
    return range(last - size + 1, last + 1)


def reserve_numbers(engine: Engine, key: CounterKey, size: int) -> range:
    """The next ``size`` numbers, in a short transaction of their own; unused ones are lost.

    Call it before the write transaction begins: on SQLite there is one writer at a time.
    """
    with writing(engine) as connection:
        return next_numbers(connection, key, size)


def _advance(connection: Connection, key: CounterKey, by: int) -> int:
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(counter).values(
        app=key.app, form=key.form, field=key.field, period=key.period, last=by
    )
    advance = first.on_conflict_do_update(
        index_elements=[counter.c.app, counter.c.form, counter.c.field, counter.c.period],
        set_={"last": counter.c.last + by},
    ).returning(counter.c.last)
    return int(connection.execute(advance).scalar_one())
