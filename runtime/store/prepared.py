"""Statements that nearly every request sends: written once, then run by the driver itself.

SQLAlchemy writes the text and says how each value goes in and comes out, once for each kind of
database; after that a statement costs what the driver costs. It runs in the transaction of the
connection it is given, or as one statement alone where none was begun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Dialect

from runtime.store.engine import driven, driven_many

Converter = Callable[[Any], Any]
Row = tuple[Any, ...]


@dataclass(slots=True)
class _Written:
    """A statement as one kind of database reads it. ``outs`` are known after the first answer."""

    text: str
    ins: tuple[tuple[str, Any, Converter | None], ...]
    is_positional: bool
    outs: tuple[tuple[int, Converter], ...] | None = None


@dataclass(slots=True)
class Prepared:
    """One statement. ``given`` names the columns of an insert; a select has bound parameters."""

    statement: Any
    given: tuple[str, ...] | None = None
    _written: dict[str, _Written] = field(default_factory=dict)

    def rows(self, connection: Connection, **values: Any) -> Sequence[Row]:
        """What the statement finds.

        Raises:
            Refusal: what the database cannot do just now (see :mod:`runtime.store.engine`).
            sqlalchemy.exc.DBAPIError: what it refuses to do.
        """
        dialect = connection.dialect
        written = self._written.get(dialect.name) or self._write(dialect)
        sent = [
            (name, value if convert is None else convert(value))
            for name, usual, convert in written.ins
            for value in (values.get(name, usual),)
        ]
        parameters = [value for _, value in sent] if written.is_positional else dict(sent)
        found, kinds = driven(connection, written.text, parameters)
        if not found:
            return found
        if written.outs is None:
            written.outs = self._outs(dialect, kinds)
        return [_read(row, written.outs) for row in found] if written.outs else found

    def row(self, connection: Connection, **values: Any) -> Row | None:
        """The first row it finds, or None."""
        found = self.rows(connection, **values)
        return found[0] if found else None

    def many(self, connection: Connection, every: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each of many values, as one statement of the driver.

        Raises:
            Refusal, sqlalchemy.exc.DBAPIError: as :meth:`rows`.
        """
        if not every:
            return
        dialect = connection.dialect
        written = self._written.get(dialect.name) or self._write(dialect)
        columns: list[Sequence[Any]] = []
        for name, usual, convert in written.ins:
            values: Sequence[Any] = [each.get(name, usual) for each in every]
            columns.append(values if convert is None else _converted(values, convert))
        rows: Sequence[Any] = list(zip(*columns, strict=True))
        if not written.is_positional:
            names = [name for name, _, _ in written.ins]
            rows = [dict(zip(names, row, strict=True)) for row in rows]
        driven_many(connection, written.text, rows)

    def _write(self, dialect: Dialect) -> _Written:
        compiled = self.statement.compile(dialect=dialect, column_keys=self.given)
        usual = compiled.params
        names = compiled.positiontup if compiled.positional else list(usual)
        ins = tuple(
            (name, usual[name], _bind(compiled.binds[name].type, dialect)) for name in names
        )
        written = _Written(str(compiled), ins, bool(compiled.positional))
        self._written[dialect.name] = written
        return written

    def _outs(self, dialect: Dialect, kinds: Sequence[Any]) -> tuple[tuple[int, Converter], ...]:
        columns = list(self.statement.selected_columns)
        outs = (
            (at, column.type.dialect_impl(dialect).result_processor(dialect, kinds[at]))
            for at, column in enumerate(columns)
        )
        return tuple((at, convert) for at, convert in outs if convert is not None)


def _bind(kind: sa.types.TypeEngine[Any], dialect: Dialect) -> Converter | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _converted(values: Sequence[Any], convert: Converter) -> Sequence[Any]:
    """Each value converted; one that all rows share, only once."""
    first = values[0]
    if all(each is first for each in values):
        return [convert(first)] * len(values)
    return list(map(convert, values))


def _read(row: Row, outs: tuple[tuple[int, Converter], ...]) -> Row:
    values = list(row)
    for at, convert in outs:
        values[at] = convert(values[at])
    return tuple(values)
