"""Rows of a file as records about to be stored: through the same checks as from any other door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.changes.inputs import unreadable
from runtime.changes.prepare import Entered, Prepared
from runtime.commands.submit import Entrance, checked, entrance
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.fields.base import Reader, Unreadable
from runtime.imports.cells import ReadRow

_REMEMBERED = 20_000
_SHORT = 100


@dataclass(frozen=True, slots=True)
class Gateway:
    """A form, and what the actor may write into it: asked once for many rows."""

    ctx: Context
    form: CompiledForm
    way_in: Entrance


def gateway(ctx: Context, form: CompiledForm) -> Gateway:
    """The way into a form.

    Raises:
        Refusal: forbidden (403).
    """
    return Gateway(ctx, form, entrance(ctx, form))


def prepared(way: Gateway, row: ReadRow) -> Prepared:
    """A row, prepared.

    Raises:
        Refusal: everything that is wrong with the row at once.
    """
    sight = way.way_in.sight
    entered = Entered(row.values, sight, is_read=True, unread=tuple(row.wrongs))
    return checked(way.ctx, way.form, way.way_in, entered)


@dataclass(slots=True)
class WireReader:
    """Reads what a check wrote down, as JSON: each short text of a column once."""

    form: CompiledForm
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def row(self, reader: Reader, number: int, wire: Mapping[str, Any]) -> ReadRow:
        """The row that a check found nothing wrong with."""
        values: dict[str, Any] = {}
        wrongs: list[Wrong] = []
        for key, json in wire.items():
            known = self._known.setdefault(key, {})
            is_short = type(json) is str and len(json) <= _SHORT
            if is_short and json in known:
                values[key] = known[json]
                continue
            held = self.form.fields.get(key)
            if held is None:
                wrongs.append(Wrong("unknown_field", key, {"name": key}))
                continue
            try:
                values[key] = held.type.parse(json, held.spec, reader)
            except Unreadable as problem:
                wrongs += unreadable(key, held, problem)
                continue
            if is_short and held.storage.points is None and len(known) < _REMEMBERED:
                known[json] = values[key]
        return ReadRow(number, values, wire, wrongs)
