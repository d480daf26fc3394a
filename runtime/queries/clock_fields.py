"""Fields whose formula reads the clock, worked out as records are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from rule_dsl.targets.python import Program, compile_python
from rule_dsl.tree import Node
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.store.records import StoredRecord

_LABEL = "clock "


def clock_columns(ctx: Context, form: CompiledForm) -> list[sa.ColumnElement[Any]]:
    """What to select beside records, for :func:`with_clock` to find."""
    return [ctx.column(form.key, key).label(f"{_LABEL}{key}") for key in form.clocked]


def with_clock(ctx: Context, form: CompiledForm, record: StoredRecord) -> StoredRecord:
    """A record with the values of its fields that read the clock, as of now."""
    if not form.clocked:
        return record
    values = clock_values(ctx, form, record.scope, dict(record.extra))
    return replace(record, values={**record.values, **values})


def clock_values(
    ctx: Context, form: CompiledForm, scope: Mapping[str, Any], selected: Mapping[str, Any]
) -> dict[str, Any]:
    """The values of the fields that read the clock: as they were selected, else worked out."""
    found: dict[str, Any] = {}
    for key in form.clocked:
        if f"{_LABEL}{key}" in selected:
            found[key] = selected[f"{_LABEL}{key}"]
        else:
            found[key] = _program(ctx, form, key)(ctx.scope(form.key, {"id": "", **scope}))
    return found


def _program(ctx: Context, form: CompiledForm, key: str) -> Program:
    """The program of such a field, made once in a revision."""
    if (form.key, key) not in ctx.app.clock_programs:
        program = compile_python(Node("field", (key,)), ctx.app.vocabulary, form.key)
        ctx.app.clock_programs[form.key, key] = program
    return ctx.app.clock_programs[form.key, key]
