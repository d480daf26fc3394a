"""Records: rows of an app's tables. What may be read or written is decided above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.tables import FormTables

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One row, with its child rows under the field that holds them."""

    id: str
    version: int
    revision: int
    state_since: datetime | None
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    deleted_at: datetime | None
    deleted_by: str | None
    values: Values
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def scope(self) -> Values:
        """What expressions see: the fields, and the system's own."""
        return {**self.values, **{name: getattr(self, name) for name in SYSTEM}}


SYSTEM = ("id", "created_at", "created_by", "updated_at", "updated_by", "state_since")
OWN = (
    "id",
    "version",
    "revision",
    "state_since",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "deleted_at",
    "deleted_by",
)


def insert(
    connection: Connection, tables: FormTables, form: str, own: Values, values: Values
) -> None:
    """Insert a record: ``own`` are the system's columns, ``values`` its fields."""
    plain, lines = _split(tables, form, values)
    row = {**own, **_row(tables, form, plain)}
    tables.insertion(form, tuple(row)).rows(connection, **row)
    for key, rows in lines.items():
        _insert_lines(connection, tables, (form, key), own["id"], rows)


def insert_all(
    connection: Connection, tables: FormTables, form: str, new: Sequence[StoredRecord]
) -> None:
    """Insert new records, each with all values of the form."""
    keys = tables.columns(form)
    rows = [
        {
            **{name: getattr(each, name) for name in OWN},
            **_row(tables, form, {key: each.values.get(key) for key in keys}),
        }
        for each in new
    ]
    if not rows:
        return
    statement = tables.insertion(form, tuple(rows[0]))
    if len(rows) == 1:
        statement.rows(connection, **rows[0])
    else:
        statement.many(connection, rows)
    for key in tables.line_fields(form):
        for each in new:
            _insert_lines(connection, tables, (form, key), each.id, each.values.get(key))


def update(
    connection: Connection,
    tables: FormTables,
    where: tuple[str, str, int | None],
    own: Values,
    values: Values,
) -> bool:
    """Update a record (form, id, version it must have or None); False when the version differs."""
    form, record, version = where
    table = tables.form(form)
    plain, lines = _split(tables, form, values)
    row = {**own, **_row(tables, form, plain)}
    statement = sa.update(table).where(table.c.id == record)
    if version is not None:
        statement = statement.where(table.c.version == version)
    if connection.execute(statement.values({**row, "version": table.c.version + 1})).rowcount != 1:
        return False
    for key, rows in lines.items():
        child = tables.lines(form, key)
        connection.execute(sa.delete(child).where(child.c.parent == record))
        _insert_lines(connection, tables, (form, key), record, rows)
    return True


def put_computed(
    connection: Connection, tables: FormTables, where: tuple[str, str], values: Values
) -> None:
    """Put what was worked out into a record (form, id): its version stays, nobody wrote it."""
    form, record = where
    table = tables.form(form)
    plain, lines = _split(tables, form, values)
    if plain:
        row = _row(tables, form, plain)
        connection.execute(sa.update(table).where(table.c.id == record).values(row))
    for key, rows in lines.items():
        child, columns = tables.lines(form, key), tables.columns(f"{form}.{key}")
        for line in rows:
            cells = {column.key: line.get(inner) for inner, column in columns.items()}
            connection.execute(sa.update(child).where(child.c.id == line["id"]).values(cells))


def fetch(
    connection: Connection,
    tables: FormTables,
    where: tuple[str, str],
    *,
    lock: bool = False,
    condition: sa.ColumnElement[bool] | None = None,
) -> StoredRecord | None:
    """One record (form, id), locked for this transaction where asked, if the condition holds."""
    form, record = where
    if condition is None and not lock:
        rows = tables.fetching(form, OWN).rows(connection, id=record)
        return next(iter(_read(connection, tables, form, rows)), None)
    table = tables.form(form)
    query = select(tables, form).where(table.c.id == record)
    if condition is not None:
        query = query.where(condition)
    if lock:
        query = query.with_for_update(of=table)
    found = run(connection, tables, form, query)
    return found[0] if found else None


def select(
    tables: FormTables, form: str, extra: Sequence[sa.ColumnElement[Any]] = ()
) -> sa.Select[Any]:
    """The select of whole records of a form; ``extra`` columns come back under their labels."""
    whole = tables.selection(form, OWN)
    return whole.add_columns(*(each.label(f"x_{each.name}") for each in extra)) if extra else whole


def run(
    connection: Connection, tables: FormTables, form: str, query: sa.Select[Any]
) -> list[StoredRecord]:
    """Run a select made by :func:`select` and read the child rows of what it finds, too."""
    result = connection.execute(query)
    after = len(OWN) + len(tables.columns(form))
    labels = tuple(name[2:] for name in list(result.keys())[after:])
    return _read(connection, tables, form, result.all(), labels)


def _read(
    connection: Connection,
    tables: FormTables,
    form: str,
    rows: Sequence[Any],
    labels: tuple[str, ...] = (),
) -> list[StoredRecord]:
    """Records of rows: the system's columns, the fields' and those with a label, in this order."""
    keys = tuple(tables.columns(form))
    first = len(OWN)
    after = first + len(keys)
    children = _children(connection, tables, form, [row[0] for row in rows])
    made: Callable[..., StoredRecord] = StoredRecord
    return [
        made(
            *row[:first],
            {**dict(zip(keys, row[first:after], strict=True)), **children.get(row[0], {})},
            dict(zip(labels, row[after:], strict=True)) if labels else {},
        )
        for row in rows
    ]


def titles(
    connection: Connection,
    tables: FormTables,
    titled: tuple[str, str | None],
    ids: Sequence[str],
    condition: sa.ColumnElement[bool] | None = None,
) -> dict[str, str]:
    """What records (by id) that meet a condition are called: the value of the title field."""
    form, title = titled
    table = tables.form(form)
    column = table.c.id if title is None else tables.column(form, title)
    query = sa.select(table.c.id, column).where(table.c.id.in_(list(ids)))
    rows = connection.execute(query if condition is None else query.where(condition))
    return {row[0]: "" if row[1] is None else str(row[1]) for row in rows}


def find_by_title(
    connection: Connection,
    tables: FormTables,
    titled: tuple[str, str | None],
    text: str,
    seen: tuple[sa.ColumnElement[bool] | None, sa.ColumnElement[bool] | None] = (None, None),
) -> list[str]:
    """The ids of records not in the trash with that id, else of two at most with that title.

    ``seen`` are conditions a record must meet to be found by its id, and by its title.
    """
    form, title = titled
    table = tables.form(form)
    by_id, by_title = ([] if each is None else [each] for each in seen)
    alive = sa.select(table.c.id).where(table.c.deleted_at.is_(None))
    found = list(connection.execute(alive.where(table.c.id == text, *by_id)).scalars())
    if found or title is None:
        return found
    named = alive.where(tables.column(form, title) == text, *by_title)
    return list(connection.execute(named.limit(2)).scalars())


def some_values(
    connection: Connection,
    tables: FormTables,
    fields: tuple[str, Sequence[str]],
    condition: sa.ColumnElement[bool],
    most: int,
) -> Iterator[Sequence[Any]]:
    """The values of some fields (form, fields) of records not in the trash, row by row."""
    form, keys = fields
    columns = [tables.column(form, key) for key in keys]
    query = sa.select(*columns).where(tables.form(form).c.deleted_at.is_(None), condition)
    streamed = connection.execute(query.limit(most), execution_options={"yield_per": 2_000})
    yield from streamed


def is_taken(
    connection: Connection, tables: FormTables, where: tuple[str, str], value: Any, but: str | None
) -> bool:
    """Whether another record not in the trash has that value in a field (form, field)."""
    form, key = where
    table = tables.form(form)
    query = sa.select(table.c.id).where(
        tables.column(form, key) == value, table.c.deleted_at.is_(None)
    )
    if but is not None:
        query = query.where(table.c.id != but)
    return connection.execute(query.limit(1)).first() is not None


def nobody(now: datetime) -> StoredRecord:
    """No record: what a rule without a subject acts on."""
    return StoredRecord(
        id="",
        version=0,
        revision=0,
        state_since=None,
        created_at=now,
        created_by="",
        updated_at=now,
        updated_by="",
        deleted_at=None,
        deleted_by=None,
        values={},
    )


def _row(tables: FormTables, form: str, plain: Values) -> dict[str, Any]:
    """Values by column, with what their texts are sorted and found by."""
    columns = tables.columns(form)
    row = {columns[key].key: value for key, value in plain.items()}
    return {**row, **tables.text_keys(form, plain)}


def _split(tables: FormTables, form: str, values: Values) -> tuple[Values, Values]:
    """The values of the form's own columns, and those of child tables."""
    columns = tables.columns(form)
    plain = {key: value for key, value in values.items() if key in columns}
    return plain, {key: value for key, value in values.items() if key not in columns}


def _insert_lines(
    connection: Connection,
    tables: FormTables,
    where: tuple[str, str],
    parent: str,
    rows: Sequence[Values] | None,
) -> None:
    if not rows:
        return
    form, key = where
    columns = tables.columns(f"{form}.{key}")
    connection.execute(
        sa.insert(tables.lines(form, key)),
        [
            {
                "id": row["id"],
                "parent": parent,
                "position": position,
                **{column.key: row.get(inner) for inner, column in columns.items()},
            }
            for position, row in enumerate(rows)
        ],
    )


def _children(
    connection: Connection, tables: FormTables, form: str, ids: Sequence[str]
) -> dict[str, dict[str, tuple[Values, ...]]]:
    """The child rows of records, by record and field."""
    if not ids:
        return {}
    found: dict[str, dict[str, tuple[Values, ...]]] = {record: {} for record in ids}
    for key in tables.line_fields(form):
        child, columns = tables.lines(form, key), tables.columns(f"{form}.{key}")
        query = (
            sa.select(child.c.parent, child.c.id, *columns.values())
            .where(child.c.parent.in_(list(ids)))
            .order_by(child.c.parent, child.c.position)
        )
        for parent, line, *values in connection.execute(query):
            row = {"id": line, **dict(zip(columns, values, strict=True))}
            found[parent][key] = (*found[parent].get(key, ()), row)
        for record in ids:
            found[record].setdefault(key, ())
    return found
