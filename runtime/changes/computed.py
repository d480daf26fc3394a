"""Computed fields: what their formulas make of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from runtime.changes.inputs import fit, unreadable
from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.fields.base import Unreadable

Values = Mapping[str, Any]


def with_computed(
    ctx: Context, form: CompiledForm, scope: Values, *, is_stored: bool
) -> tuple[dict[str, Any], list[Wrong]]:
    """What the formulas of a record come to, and which of it their fields cannot hold.

    What a stored record gathers from many others is kept as it is: that is asked of the database
    once the record is written (:func:`gathered`).
    """
    if not form.is_computed:
        return {}, []
    found: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    seen = {"id": "", **scope}
    for key, columns in form.computed_lines.items():
        rows = []
        for row in seen.get(key) or ():
            fresh = dict(row)
            for inner, column in columns.items():
                value, wrong = _value(ctx, f"{form.key}.{key}", (inner, column), fresh)
                fresh[inner] = value
                wrongs += wrong
            rows.append(fresh)
        found[key] = seen[key] = tuple(rows)
    for key, field in form.computed.items():
        assert field.formula is not None  # noqa: S101 - that is what they are
        if is_stored and field.formula.program.gathers:
            continue
        value, wrong = _value(ctx, form.key, (key, field), seen)
        found[key] = seen[key] = value
        wrongs += wrong
    return found, wrongs


def gathered(ctx: Context, form: CompiledForm, record: str) -> dict[str, Any]:
    """What a stored record gathers from many others, as the database counts it."""
    fields = {
        key: field
        for key, field in form.computed.items()
        if field.formula is not None and field.formula.program.gathers
    }
    if not fields:
        return {}
    table = ctx.app.tables.form(form.key)
    columns = [
        ctx.shown(form.key, field.formula.tree).label(f"v{number}")
        for number, field in enumerate(fields.values())
        if field.formula is not None
    ]
    row = ctx.connection.execute(sa.select(*columns).where(table.c.id == record)).one()
    found: dict[str, Any] = {}
    for (key, field), value in zip(fields.items(), row, strict=True):
        try:
            found[key] = fit(ctx, field, value)
        except Unreadable:
            found[key] = None
    return found


def _value(
    ctx: Context, form: str, named: tuple[str, CompiledField], scope: Values
) -> tuple[Any, list[Wrong]]:
    key, field = named
    assert field.formula is not None  # noqa: S101 - the caller's
    try:
        return fit(ctx, field, field.formula.program(ctx.scope(form, scope))), []
    except Unreadable as problem:
        return None, unreadable(key, field, problem)
