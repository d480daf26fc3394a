"""Reading what came through a door: raw texts or JSON by field, to values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.fields.base import Unreadable
from runtime.gate import Sight

MAX_FIELDS = 500


def read_values(
    ctx: Context, form: CompiledForm, raw: Mapping[str, Any], sight: Sight
) -> tuple[dict[str, Any], list[Wrong]]:
    """The values of what was written, and everything that is wrong with it.

    A field the actor cannot see is as unknown as one that is not there; one that may be read but
    not written is refused by name. Nothing is ever ignored.
    """
    if len(raw) > MAX_FIELDS:
        return {}, [Wrong("too_many_fields", facts={"most": MAX_FIELDS})]
    reader = ctx.reader
    values: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for key, written in raw.items():
        field = form.fields.get(key)
        if field is None or key not in sight.readable | sight.writable:
            wrongs.append(Wrong("unknown_field", facts={"name": key}))
        elif key not in sight.writable:
            wrongs.append(Wrong("read_only", key, {"field": field.spec.labels}))
        else:
            try:
                values[key] = field.type.parse(written, field.spec, reader)
            except Unreadable as problem:
                wrongs.extend(_unreadable(key, field.spec.labels, problem))
    return values, wrongs


def _unreadable(key: str, labels: Mapping[str, str], problem: Unreadable) -> list[Wrong]:
    if not problem.inside:
        return [Wrong(problem.code, key, {"field": labels, **problem.facts})]
    return [
        Wrong(cell.code, f"{key}.{cell.key}", {"field": labels, **cell.facts}, cell.row)
        for cell in problem.inside
    ]
