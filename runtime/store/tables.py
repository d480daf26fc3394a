"""The real tables of an app's forms, as SQLAlchemy metadata.

Nothing reaches SQL by a name somebody wrote: a form's or field's key is looked up here first, and
an unknown one raises. (SQLite would read an unknown quoted name as a text.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from runtime.fields.base import FieldType
from runtime.spec.app import AppSpec
from runtime.store.columns import (
    Day,
    ExactNumber,
    Flag,
    Id,
    JsonText,
    Moment,
    OptionKeys,
    Span,
    Text,
)
from runtime.store.names import PhysicalNames, Place, StoredColumn, places
from runtime.store.prepared import Prepared
from runtime.store.text_keys import key_columns, keys_of

Column = sa.Column[Any]

_TYPES: Mapping[str, Callable[[StoredColumn], TypeEngine[Any]]] = MappingProxyType(
    {
        "text": lambda _: Text(),
        "number": lambda stored: ExactNumber(stored.scale),
        "flag": lambda _: Flag(),
        "day": lambda _: Day(),
        "moment": lambda _: Moment(),
        "span": lambda _: Span(),
        "keys": lambda _: OptionKeys(),
        "id": lambda _: Id(),
        "json": lambda _: JsonText(),
    }
)


def column_type(stored: StoredColumn) -> TypeEngine[Any]:
    """The column type of a kind of storage.

    Raises:
        LookupError: the kind has no column (``rows``, ``none``) or is unknown.
    """
    try:
        return _TYPES[stored.kind](stored)
    except KeyError:
        raise LookupError(f"storage {stored.kind!r} has no column type") from None


@dataclass(frozen=True, slots=True)
class FormTables:
    """The tables of one revision of one app.

    A form's table holds, besides its fields: id, version, revision, state_since, created_at,
    created_by, updated_at, updated_by, deleted_at, deleted_by; and beside each text the two columns
    it is sorted and found by (``keys``: by form, field and kind). A child table holds id, parent,
    position (from 0).
    """

    metadata: sa.MetaData
    tables: Mapping[tuple[str, str], sa.Table]
    fields: Mapping[tuple[str, str], Mapping[str, Column]]
    keys: Mapping[str, Mapping[str, Mapping[str, Column]]]
    _insertions: dict[tuple[str, tuple[str, ...]], Prepared] = field(
        default_factory=dict, compare=False
    )
    _fetchings: dict[str, Prepared] = field(default_factory=dict, compare=False)
    _selections: dict[str, sa.Select[Any]] = field(default_factory=dict, compare=False)

    def form(self, form: str) -> sa.Table:
        """The table of a form's records. Raises LookupError for an unknown form."""
        return self._table(form, "")

    def lines(self, form: str, field: str) -> sa.Table:
        """The child table under a form's field. Raises LookupError where there is none."""
        return self._table(form, field)

    def column(self, form: str, field: str) -> Column:
        """The column of a field; a child table's are asked for as ``form.field``.

        Raises LookupError for a field that has no column.
        """
        try:
            return self.columns(form)[field]
        except KeyError:
            raise LookupError(f"there is no column for {f'{form}.{field}'!r}") from None

    def columns(self, form: str) -> Mapping[str, Column]:
        """The columns of a table's fields, by field key, in the form's order.

        A child table's are asked for as ``form.field``. Raises LookupError for an unknown form.
        """
        head, _, lines = form.partition(".")
        self._table(head, lines)
        return self.fields[head, lines]

    def key_column(self, form: str, field: str, kind: str) -> Column | None:
        """The column that a text field is sorted or found by; None for other fields."""
        return self.keys[form].get(field, {}).get(kind)

    def text_keys(self, form: str, values: Mapping[str, Any]) -> dict[str, str | None]:
        """What the texts among a record's values are sorted and found by, by column."""
        found: dict[str, str | None] = {}
        for key in self.keys[form]:
            if key in values:
                found.update(keys_of(self.column(form, key).name, values[key]))
        return found

    def insertion(self, form: str, columns: tuple[str, ...]) -> Prepared:
        """The insert of a record with these columns, prepared once."""
        if (form, columns) not in self._insertions:
            self._insertions[form, columns] = Prepared(sa.insert(self.form(form)).inline(), columns)
        return self._insertions[form, columns]

    def fetching(self, form: str, own: tuple[str, ...]) -> Prepared:
        """The select of one whole record by ``id``, prepared once."""
        if form not in self._fetchings:
            is_it = self.form(form).c.id == sa.bindparam("id")
            self._fetchings[form] = Prepared(self.selection(form, own).where(is_it))
        return self._fetchings[form]

    def selection(self, form: str, own: tuple[str, ...]) -> sa.Select[Any]:
        """The select of whole records, prepared once: the form's own columns, then its fields."""
        if form not in self._selections:
            table = self.form(form)
            self._selections[form] = sa.select(
                *(table.c[name] for name in own),
                *(column.label(f"v_{key}") for key, column in self.columns(form).items()),
            )
        return self._selections[form]

    def line_fields(self, form: str) -> tuple[str, ...]:
        """The keys of a form's fields that are child tables."""
        return tuple(lines for head, lines in self.tables if head == form and lines)

    def _table(self, form: str, lines: str) -> sa.Table:
        try:
            return self.tables[form, lines]
        except KeyError:
            what = f"{form}.{lines}" if lines else form
            raise LookupError(f"there is no table for {what!r}") from None


def build_tables(
    spec: AppSpec, field_types: Mapping[str, FieldType], names: PhysicalNames
) -> FormTables:
    """The tables of a spec whose names are known (see ``runtime.store.names.load_names``).

    Raises:
        LookupError: a form or field has no physical name: it was never published.
    """
    metadata = sa.MetaData()
    tables: dict[tuple[str, str], sa.Table] = {}
    fields: dict[tuple[str, str], Mapping[str, Column]] = {}
    keys: dict[str, Mapping[str, Mapping[str, Column]]] = {}
    for place in places(spec, field_types):
        where = (place.form.key, place.lines)
        columns = {
            each.key: _column(names.column(place.form.key, each.key, place.lines))
            for each, _ in place.fields
        }
        own = line_columns(names.table(place.form.key)) if place.lines else record_columns()
        beside = {
            each.key: key_columns(columns[each.key].name)
            for each, storage in place.fields
            if storage.kind == "text" and not place.lines
        }
        more = (column for pair in beside.values() for column in pair.values())
        tables[where] = sa.Table(names.table(*where), metadata, *own, *columns.values(), *more)
        fields[where] = MappingProxyType(columns)
        if not place.lines:
            keys[place.form.key] = MappingProxyType(beside)
    return FormTables(
        metadata, MappingProxyType(tables), MappingProxyType(fields), MappingProxyType(keys)
    )


def table_of(tables: FormTables, place: Place) -> sa.Table:
    """The table of a place."""
    return tables.lines(place.form.key, place.lines) if place.lines else tables.form(place.form.key)


def _column(stored: StoredColumn) -> Column:
    return sa.Column(stored.name, column_type(stored), nullable=True)


def record_columns() -> tuple[Column, ...]:
    """The columns of every record."""
    return (
        sa.Column("id", Id(), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state_since", Moment()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("updated_by", Id(), nullable=False),
        sa.Column("deleted_at", Moment()),
        sa.Column("deleted_by", Id()),
    )


def line_columns(parent: str) -> tuple[Column, ...]:
    """The columns of every line of a record in that table."""
    return (
        sa.Column("id", Id(), primary_key=True),
        sa.Column(
            "parent", Id(), sa.ForeignKey(f"{parent}.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("position", sa.Integer, nullable=False),
    )
