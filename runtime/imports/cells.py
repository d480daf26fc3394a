"""Reading the cells of rows into values: once a column and text, for columns repeat themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from runtime.changes.inputs import unreadable
from runtime.compiled import CompiledField
from runtime.errors import Wrong
from runtime.fields.base import Reader, Unreadable
from runtime.imports.header import Column
from runtime.spreadsheet.numerals import Cell

_REMEMBERED = 20_000
_SHORT = 100


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row's values by field, the same as JSON, and what is wrong with its cells."""

    number: int
    values: Mapping[str, Any]
    wire: Mapping[str, Any]
    wrongs: Sequence[Wrong]


@dataclass(slots=True)
class ColumnReader:
    """Reads one column. What a text meant is remembered as long as the column has few of them."""

    column: Column
    _known: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def read(self, cell: Cell, reader: Reader) -> tuple[Any, Any]:
        """The value of a cell, and its JSON; of several readings the first that is one.

        Raises:
            Unreadable: no reading is a value of the field.
        """
        if isinstance(cell, str):
            known = self._known.get(cell)
            return known if known is not None else self._read(cell, reader)
        if isinstance(cell, dict):
            facts = {key: value for key, value in cell.items() if key != "code"}
            raise Unreadable(cell["code"], **facts)
        first: Unreadable | None = None
        for each in cell:
            try:
                return self.read(each, reader)
            except Unreadable as problem:
                first = first or problem
        raise first or Unreadable("not_text", written="")

    def _read(self, text: str, reader: Reader) -> tuple[Any, Any]:
        held = self.column.field
        value = bare(held, held.type.parse(text, held.spec, reader))
        found = (value, held.type.dump(value, held.spec))
        if len(self._known) < _REMEMBERED and len(text) <= _SHORT and held.inner is None:
            self._known[text] = found
        return found


def row_of(
    readers: Sequence[ColumnReader], number: int, cells: Sequence[Cell], reader: Reader
) -> ReadRow:
    """A row, read. An empty cell says nothing, so that defaults hold."""
    values: dict[str, Any] = {}
    wire: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    width = len(cells)
    for each in readers:
        column = each.column
        if column.at >= width or cells[column.at] == "":
            continue
        try:
            value, json = each.read(cells[column.at], reader)
        except Unreadable as problem:
            wrongs += unreadable(column.key, column.field, problem)
            continue
        if value is not None:
            values[column.key], wire[column.key] = value, json
    return ReadRow(number, values, wire, wrongs)


def bare(held: CompiledField, value: Any) -> Any:
    """The value as one of a new record: its lines get ids of their own."""
    if held.inner is None or value is None:
        return value
    return tuple({**line, "id": None} for line in value)
