"""The indexes an app needs: for unique fields, for what points elsewhere, and for its views.

Empty sorts before everything on both databases; a query says so too (``ordered``), or PostgreSQL
could not use the index. Where a view sorts several fields, the record's id comes last, in the
direction of the last field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import sqlalchemy as sa

from runtime.fields.base import FieldType
from runtime.spec.app import Labels
from runtime.spec.meanings import Edition
from runtime.store.names import Place, places
from runtime.store.tables import FormTables, table_of
from runtime.store.text_keys import SORTED
from runtime.store.view_orders import ReadOrder, view_orders

Rows = Literal["all", "alive", "trash"]
OWN_KEYS = ("id", "created_at", "created_by", "updated_at", "updated_by", "state_since")


@dataclass(frozen=True, slots=True)
class WantedIndex:
    """An index as it should be: its name, its table, columns with their direction, which rows.

    ``why`` is a sentence's code; ``labels`` name the field or the view it is for.
    """

    name: str
    table: sa.Table
    columns: tuple[tuple[str, bool], ...]
    rows: Rows
    unique: bool
    why: str
    place: str
    labels: Labels


def ordered(column: sa.ColumnElement[Any], *, descending: bool) -> sa.ColumnElement[Any]:
    """The ``ORDER BY`` term of a column in the order the indexes have: empty before everything."""
    term = column.desc() if descending else column.asc()
    if isinstance(column, sa.Column) and not column.nullable:
        return term
    return term.nulls_last() if descending else term.nulls_first()


def wanted_indexes(
    edition: Edition, field_types: Mapping[str, FieldType], tables: FormTables
) -> tuple[WantedIndex, ...]:
    """Every index the tables of an edition need, each once, in the order of its spec."""
    spec = edition.spec
    found: dict[str, WantedIndex] = {}
    for place in places(spec, field_types):
        for each in _of_place(place, field_types, tables):
            found.setdefault(each.name, each)
    for order in view_orders(edition, field_types):
        for each in _of_order(order, tables):
            found.setdefault(each.name, each)
    return tuple(found.values())


def index_of(wanted: WantedIndex, dialect: str) -> sa.Index:
    """The index for one database, bound to a copy of its table."""
    table = wanted.table.to_metadata(sa.MetaData())
    columns = [_term(table.c[name], dialect, descending) for name, descending in wanted.columns]
    alive = table.c.deleted_at.is_(None) if wanted.rows != "all" else None
    where = sa.not_(alive) if alive is not None and wanted.rows == "trash" else alive
    return sa.Index(
        wanted.name, *columns, unique=wanted.unique, sqlite_where=where, postgresql_where=where
    )


def unique_index_name(table: str, column: str) -> str:
    """The name of the index that keeps a column's values unique outside the trash."""
    return _name(table, ((column, False),), "alive", unique=True)


def _term(column: sa.Column[Any], dialect: str, descending: bool) -> sa.ColumnElement[Any]:
    """SQLite has empty first anyhow, and may not be told so in an index."""
    if dialect == "postgresql" and column.nullable:
        return ordered(column, descending=descending)
    return column.desc() if descending else column


def _of_place(
    place: Place, field_types: Mapping[str, FieldType], tables: FormTables
) -> Iterator[WantedIndex]:
    table = table_of(tables, place)
    at = f"forms/{place.form.key}"
    if place.lines:
        columns = (("parent", False), ("position", False))
        yield _wanted(table, columns, "all", ("index.lines", at, place.form.labels))
        return
    trash = (("deleted_at", False), ("id", False))
    yield _wanted(table, trash, "trash", ("index.trash", at, place.form.labels))
    columns_by_key = tables.columns(place.form.key)
    for each, storage in place.fields:
        name, where = columns_by_key[each.key].name, f"{at}#fields/{each.key}"
        if each.unique:
            yield _wanted(
                table, ((name, False),), "alive", ("index.unique", where, each.labels), unique=True
            )
        elif storage.kind == "id":
            columns = ((name, False), ("id", False))
            yield _wanted(table, columns, "alive", ("index.points", where, each.labels))
        elif field_types[each.type].holds_state:
            columns = ((name, False), ("id", False))
            yield _wanted(table, columns, "alive", ("index.state", where, each.labels))


def _of_order(order: ReadOrder, tables: FormTables) -> Iterator[WantedIndex]:
    view = order.view
    names = {key: column.name for key, column in tables.columns(view.form).items()}
    names.update({key: key for key in OWN_KEYS})
    fixed = [(names[key], False) for key in order.fixed if key in names]
    sort = [
        (_sorted_by(tables, view.form, key) or names[key], descending)
        for key, descending in order.columns
        if key in names and key not in order.fixed
    ]
    if all(name != "id" for name, _ in sort):
        sort.append(("id", sort[-1][1] if sort else False))
    columns = (*fixed, *_upright(sort))
    if columns[0][0] != "id":
        about = ("index.view", f"views/{view.key}", view.labels)
        yield _wanted(tables.form(view.form), columns, "alive", about)


def _sorted_by(tables: FormTables, form: str, key: str) -> str | None:
    """The column that a text is sorted by, or None."""
    column = tables.key_column(form, key, SORTED)
    return None if column is None else column.name


def _upright(columns: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """The same order read forwards or backwards needs one index: the first column ascends."""
    return tuple((name, descending != columns[0][1]) for name, descending in columns)


def _wanted(
    table: sa.Table,
    columns: tuple[tuple[str, bool], ...],
    rows: Rows,
    about: tuple[str, str, Labels],
    *,
    unique: bool = False,
) -> WantedIndex:
    why, place, labels = about
    name = _name(table.name, columns, rows, unique=unique)
    return WantedIndex(name, table, columns, rows, unique, why, place, labels)


def _name(table: str, columns: tuple[tuple[str, bool], ...], rows: Rows, *, unique: bool) -> str:
    said = repr((columns, rows, unique)).encode()
    return f"{'ux' if unique else 'ix'}_{table}_{sha256(said).hexdigest()[:10]}"
