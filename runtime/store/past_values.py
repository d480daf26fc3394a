"""The values that a field has had, from the events that changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, FromClause
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from runtime.store.lowering.elements import call
from runtime.store.schema.events import event

WRITING = ("created", "changed", "moved")


class NewValue(FunctionElement[str]):
    """The value an event gave to a field, as text: of a payload and a key."""

    inherit_cache = True
    type = sa.Text()


@compiles(NewValue, "sqlite")
def _sqlite(element: NewValue, compiler: SQLCompiler, **kw: Any) -> str:
    payload, key = (compiler.process(part, **kw) for part in element.clauses)
    return f"CAST(json_extract({payload}, '$.changes.\"' || {key} || '\"[1]') AS TEXT)"


@compiles(NewValue, "postgresql")
def _postgresql(element: NewValue, compiler: SQLCompiler, **kw: Any) -> str:
    payload, key = (compiler.process(part, **kw) for part in element.clauses)
    return f"(CAST({payload} AS jsonb) #>> ARRAY['changes', CAST({key} AS text), '1'])"


class HasChange(FunctionElement[bool]):
    """Whether an event changed a field, of a payload and a key."""

    inherit_cache = True
    type = sa.Boolean()


@compiles(HasChange, "sqlite")
def _has_sqlite(element: HasChange, compiler: SQLCompiler, **kw: Any) -> str:
    payload, key = (compiler.process(part, **kw) for part in element.clauses)
    return f"(json_type({payload}, '$.changes.\"' || {key} || '\"') IS NOT NULL)"


@compiles(HasChange, "postgresql")
def _has_postgresql(element: HasChange, compiler: SQLCompiler, **kw: Any) -> str:
    payload, key = (compiler.process(part, **kw) for part in element.clauses)
    return f"((CAST({payload} AS jsonb) #> ARRAY['changes', CAST({key} AS text)]) IS NOT NULL)"


def written(app: str, form: str, key: str, record: FromClause) -> FromClause:
    """The numbers written to a field of a record, oldest first: ``at`` and ``value``."""
    text = NewValue(sa.type_coerce(event.c.payload, sa.Text()), sa.literal(key, sa.Text()))
    value = call("value", "number", [text], "t").label("value")
    return (
        sa.select(event.c.at, event.c.seq, value)
        .where(*_writes(app, form, key), event.c.record == record.c.id)
        .correlate_except(event)
        .subquery()
    )


def values_written(
    connection: Connection, about: tuple[str, str, str], key: str, until: datetime
) -> Iterator[tuple[datetime, Any]]:
    """The values written to a field of ``(app, form, record)`` by then, oldest first, as JSON."""
    app, form, record = about
    query = (
        sa.select(event.c.at, event.c.payload)
        .where(*_writes(app, form, key), event.c.record == record, event.c.at <= until)
        .order_by(event.c.seq)
    )
    for at, payload in connection.execute(query):
        changes: Mapping[str, Any] = payload.get("changes", {})
        if key in changes:
            yield at, changes[key][1]


def writes_of(
    connection: Connection, about: tuple[str, str], records: Sequence[str]
) -> Sequence[datetime]:
    """When records of ``(app, form)`` were written, oldest first."""
    app, form = about
    query = sa.select(event.c.at).where(
        event.c.app == app,
        event.c.form == form,
        event.c.record.in_(records),
        event.c.type.in_(WRITING),
    )
    return sorted(connection.execute(query).scalars())


def is_written(key: str) -> sa.ColumnElement[bool]:
    """SQL: whether an event changed a field."""
    payload = sa.type_coerce(event.c.payload, sa.Text())
    return sa.and_(
        payload.contains(f'"{key}":', autoescape=True),
        HasChange(payload, sa.literal(key, sa.Text())),
    )


def _writes(app: str, form: str, key: str) -> tuple[sa.ColumnElement[bool], ...]:
    payload = sa.type_coerce(event.c.payload, sa.Text())
    return (
        event.c.app == app,
        event.c.form == form,
        event.c.type.in_(WRITING),
        payload.contains(f'"{key}":[', autoescape=True),
    )
