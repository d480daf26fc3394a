"""Naming what a page's records point at, a query a kind instead of one a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.queries.records import RecordView


def foresee(
    ctx: Context, form: CompiledForm, records: Sequence[RecordView], keys: Iterable[str]
) -> None:
    """Look up what the values of these fields are called, before they are shown one by one."""
    for key in keys:
        field = form.fields.get(key)
        kind = None if field is None else _pointed_at(field)
        if kind is None:
            continue
        found: set[str] = set()
        for record in records:
            value = record.values.get(key)
            found.update([value] if isinstance(value, str) else value or ())
        ctx.lookup.prefetch(kind, found)


def _pointed_at(field: CompiledField) -> str | None:
    """What a field's values are the ids of, as a lookup calls it."""
    if field.storage.points is not None:
        return field.storage.points
    if field.type.face.group == "file":
        return "file"
    return field.type.rule_type(field.spec, "").kind if field.storage.kind == "id" else None
