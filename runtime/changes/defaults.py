"""Defaults: what a new record holds in the fields that nothing was written for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from runtime.changes.inputs import fit, unreadable
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.fields.base import Unreadable


def with_defaults(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any], written: Collection[str]
) -> tuple[dict[str, Any], list[Wrong]]:
    """The values with the defaults of the fields not written; and which of those do not fit.

    A default may read what comes before it: the values, and the defaults of earlier fields.
    """
    filled = dict(values)
    wrongs: list[Wrong] = []
    for key, field in form.fields.items():
        if field.default is None or key in written:
            continue
        scope = {**dict.fromkeys(form.stored), **filled, **system_values(ctx)}
        try:
            value = fit(ctx, field, field.default.program(ctx.scope(form.key, scope)))
        except Unreadable as problem:
            wrongs += unreadable(key, field, problem)
            continue
        if value is not None:
            filled[key] = value
    return filled, wrongs


def system_values(ctx: Context) -> dict[str, Any]:
    """What a record that is made now says of itself."""
    return {
        "created_at": ctx.now,
        "created_by": ctx.actor.id,
        "updated_at": ctx.now,
        "updated_by": ctx.actor.id,
        "state_since": None,
    }
