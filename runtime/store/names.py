"""Physical names: which table holds a form, which column holds a field.

Names are generated from keys and written down at the first publish that needs them, with the
storage of the column; from then on the written name counts. A retired field keeps its row here,
so that the same key finds its values again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.fields.base import FieldType, Storage
from runtime.spec.app import AppSpec, FieldSpec, FormSpec
from runtime.store.schema import apps

_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column as it was made: its name and how it stores (see ``runtime.fields.base.Storage``).

    ``points`` is what an ``id`` points at: a form's key, or the field type for people and others.
    """

    name: str
    kind: str
    scale: int = 0
    points: str | None = None


@dataclass(frozen=True, slots=True)
class PhysicalNames:
    """The names of one app's tables and columns.

    ``tables`` go by form and, for a child table, its field ("" for the form itself); ``columns`` by
    table name and field.
    """

    tables: Mapping[tuple[str, str], str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], StoredColumn] = field(default_factory=dict)

    def table(self, form: str, lines: str = "") -> str:
        """The name of a form's table, or of the child table under one of its fields.

        Raises:
            LookupError: it was never published.
        """
        try:
            return self.tables[form, lines]
        except KeyError:
            what = f"{form}.{lines}" if lines else form
            raise LookupError(f"no table was ever published for {what!r}") from None

    def column(self, form: str, key: str, lines: str = "") -> StoredColumn:
        """The column of a field.

        Raises:
            LookupError: it was never published.
        """
        try:
            return self.columns[self.table(form, lines), key]
        except KeyError:
            raise LookupError(f"no column was ever published for {form}.{key}") from None


@dataclass(frozen=True, slots=True)
class Place:
    """Fields that share a table: a form's own, or those of one of its child tables."""

    form: FormSpec
    lines: str
    fields: tuple[tuple[FieldSpec, Storage], ...]


def places(spec: AppSpec, field_types: Mapping[str, FieldType]) -> Iterator[Place]:
    """Every table an app needs and the fields with a column in it, in the app's own order.

    Raises:
        LookupError: a field's type is not known to this installation.
    """
    for form in spec.forms:
        stored = [(each, storage_of(each, field_types)) for each in form.fields]
        yield Place(form, "", _columns(stored))
        for each, storage in stored:
            if storage.kind == "rows":
                inner = [(one, storage_of(one, field_types)) for one in each.fields]
                yield Place(form, each.key, _columns(inner))


def storage_of(spec: FieldSpec, field_types: Mapping[str, FieldType]) -> Storage:
    """How a field is stored.

    Raises:
        LookupError: its type is not known to this installation.
    """
    try:
        return field_types[spec.type].storage(spec)
    except KeyError:
        raise LookupError(f"there is no field type {spec.type!r} here") from None


def load_names(connection: Connection, app: str) -> PhysicalNames:
    """The names of everything the app ever published."""
    tables = {
        (row.form, row.lines): row.name
        for row in connection.execute(
            sa.select(apps.form_table).where(apps.form_table.c.app == app)
        )
    }
    columns = connection.execute(
        sa.select(apps.form_column)
        .join(apps.form_table, apps.form_table.c.name == apps.form_column.c.table_name)
        .where(apps.form_table.c.app == app)
    )
    return PhysicalNames(
        tables,
        {
            (row.table_name, row.field): StoredColumn(row.name, row.kind, row.scale, row.points)
            for row in columns
        },
    )


def extended(
    known: PhysicalNames, spec: AppSpec, field_types: Mapping[str, FieldType]
) -> PhysicalNames:
    """The names once this spec is published: the known ones, and new ones for what is new.

    Columns that are there keep their name and take the storage the spec now asks for; a number's
    decimal places never become fewer, so that no value loses any.
    """
    tables, columns = dict(known.tables), dict(known.columns)
    for place in places(spec, field_types):
        table = tables.setdefault(
            (place.form.key, place.lines), _table_name(spec.key, place.form.key, place.lines)
        )
        for each, storage in place.fields:
            there = columns.get((table, each.key))
            columns[table, each.key] = StoredColumn(
                name=there.name if there else _column_name(each.key),
                kind=storage.kind,
                scale=max(there.scale if there else 0, storage.scale),
                points=points_of(each, storage),
            )
    return PhysicalNames(tables, columns)


def store_names(
    connection: Connection, app: str, known: PhysicalNames, wanted: PhysicalNames
) -> None:
    """Write down what ``wanted`` has beyond ``known``."""
    for (form, lines), name in wanted.tables.items():
        if (form, lines) not in known.tables:
            connection.execute(
                sa.insert(apps.form_table).values(app=app, form=form, lines=lines, name=name)
            )
    for (table, key), column in wanted.columns.items():
        if known.columns.get((table, key)) == column:
            continue
        facts = {"kind": column.kind, "scale": column.scale, "points": column.points}
        where = (apps.form_column.c.table_name == table) & (apps.form_column.c.field == key)
        if (table, key) in known.columns:
            connection.execute(sa.update(apps.form_column).where(where).values(facts))
        else:
            connection.execute(
                sa.insert(apps.form_column).values(
                    table_name=table, field=key, name=column.name, **facts
                )
            )


def points_of(spec: FieldSpec, storage: Storage) -> str | None:
    """What an ``id`` points at: a form, or for people, departments and the like its type."""
    return (storage.points or spec.type) if storage.kind == "id" else None


def _columns(stored: list[tuple[FieldSpec, Storage]]) -> tuple[tuple[FieldSpec, Storage], ...]:
    return tuple((one, how) for one, how in stored if how.kind not in ("rows", "none"))


def _table_name(app: str, form: str, lines: str) -> str:
    return f"t_{_digest(app, form, lines)}_{_readable(lines or form)}"


def _column_name(key: str) -> str:
    return f"f_{key}" if _PLAIN.fullmatch(key) else f"f_{_digest(key)}_{_readable(key)}"


def _readable(key: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", key.lower())[:20].strip("_")


def _digest(*keys: str) -> str:
    return sha256("\x00".join(keys).encode()).hexdigest()[:10]
