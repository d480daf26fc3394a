"""Every table with something in it: the product's own, and those of every app, retired ones too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.store.names import PhysicalNames, load_names
from runtime.store.schema import system
from runtime.store.schema.apps import form_table
from runtime.store.schema.people import web_session
from runtime.store.tables import column_type, line_columns, record_columns
from runtime.store.text_keys import key_columns

Has = Callable[[str, str], bool]
"""Whether a table, by name, has a column: for tables as they were at an earlier version."""

PASSING = frozenset({web_session.name})
"""Tables whose rows are of no use to another installation: who was signed in."""


def own_tables() -> tuple[sa.Table, ...]:
    """The product's own tables, each after those it points at."""
    return tuple(each for each in system.sorted_tables if each.name not in PASSING)


def app_tables(connection: Connection, has: Has = lambda _, __: True) -> tuple[sa.Table, ...]:
    """The tables of every app ever published, with every column they ever had."""
    query = sa.select(form_table.c.app).distinct().order_by(form_table.c.app)
    apps = connection.execute(query).scalars().all()
    return tuple(each for app in apps for each in _tables_of(load_names(connection, app), has))


def _tables_of(names: PhysicalNames, has: Has) -> Iterator[sa.Table]:
    """The tables written down for one app, forms before their lines."""
    metadata = sa.MetaData()
    forms_first = sorted(names.tables.items(), key=lambda item: (bool(item[0][1]), item[0]))
    for (form, lines), name in forms_first:
        own = line_columns(names.table(form)) if lines else record_columns()
        fields = _fields(names, name, is_form=not lines)
        yield sa.Table(name, metadata, *own, *(one for one in fields if has(name, one.name)))


def _fields(names: PhysicalNames, table: str, *, is_form: bool) -> Iterator[sa.Column[Any]]:
    for (of, _key), stored in sorted(names.columns.items()):
        if of == table and stored.kind not in ("rows", "none"):
            yield sa.Column(stored.name, column_type(stored), nullable=True)
            if stored.kind == "text" and is_form:
                yield from key_columns(stored.name).values()
