"""Reading what came through a door: raw texts or JSON by field, to values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rule_dsl.values import round_places
from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.fields.base import Unreadable
from runtime.gate import Sight

MAX_FIELDS = 500


def read_values(
    ctx: Context,
    form: CompiledForm,
    raw: Mapping[str, Any],
    sight: Sight,
    *,
    is_read: bool = False,
) -> tuple[dict[str, Any], list[Wrong]]:
    """The values of what was written, and everything that is wrong with it.

    A field the actor cannot see is as unknown as one that is not there; one that may be read but
    not written is refused by name. Nothing is ever ignored.
    """
    if len(raw) > MAX_FIELDS:
        return {}, [Wrong("too_many_fields", facts={"most": MAX_FIELDS})]
    if is_read and raw.keys() <= sight.writable:
        return dict(raw), []
    reader = ctx.reader
    values: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for key, written in raw.items():
        field = form.fields.get(key)
        if field is None or key not in sight.readable | sight.writable:
            wrongs.append(Wrong("unknown_field", key, {"name": key}))
        elif key not in sight.writable:
            wrongs.append(Wrong("read_only", key, {"field": field.spec.labels}))
        elif is_read:
            values[key] = written
        else:
            try:
                values[key] = field.type.parse(written, field.spec, reader)
            except Unreadable as problem:
                wrongs += unreadable(key, field, problem)
    return values, wrongs


def fit_values(
    ctx: Context, form: CompiledForm, computed: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Wrong]]:
    """Computed values as their fields hold them, and which of them their fields cannot hold."""
    values: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for key, value in computed.items():
        field = form.fields[key]
        try:
            values[key] = fit(ctx, field, value)
        except Unreadable as problem:
            wrongs += unreadable(key, field, problem)
    return values, wrongs


def fit(ctx: Context, field: CompiledField, value: Any) -> Any:
    """A computed value as its field holds it: read as the same JSON from the API would be.

    A number is rounded to the field's scale first; an option may be named by its label.

    Raises:
        Unreadable: the field cannot hold it.
    """
    if value is None:
        return None
    if isinstance(value, Decimal):
        value = round_places(value, field.storage.scale)
    return field.type.parse(field.type.dump(value, field.spec), field.spec, ctx.wire_reader)


def unreadable(key: str, field: CompiledField, problem: Unreadable) -> list[Wrong]:
    """What is wrong with a value of a field, told cell by cell where it is a child table."""
    labels = field.spec.labels
    if not problem.inside:
        return [Wrong(problem.code, key, {"field": labels, **problem.facts})]
    return [
        Wrong(cell.code, f"{key}.{cell.key}", {"field": labels, **cell.facts}, cell.row)
        for cell in problem.inside
    ]
