"""Hidden fields: what is not shown is not stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.changes.checks import is_empty
from runtime.compiled import CompiledForm
from runtime.context import Context


def without_hidden(
    ctx: Context, form: CompiledForm, scope: Mapping[str, Any]
) -> dict[str, bool | None]:
    """What the fields whose condition to be shown is false become: empty, a tick unticked.

    A field that is emptied may hide another, whatever their order.
    """
    conditional = [(key, field) for key, field in form.fields.items() if field.visible is not None]
    emptied: dict[str, bool | None] = {}
    seen = dict(scope)
    while True:
        hidden = {
            key: False if field.storage.kind == "flag" else None
            for key, field in conditional
            if key not in emptied and _is_filled(seen.get(key))
            if not ctx.holds(form.key, field.visible, seen)
        }
        if not hidden:
            return emptied
        emptied.update(hidden)
        seen.update(hidden)


def _is_filled(value: object) -> bool:
    return value is not False and not is_empty(value)
