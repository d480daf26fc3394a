"""Every table with something in it: the product's own, and those of every app, retired ones too."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.store.names import PhysicalNames, load_names
from runtime.store.schema import system
from runtime.store.schema.apps import form_table
from runtime.store.schema.people import web_session
from runtime.store.tables import column_type, line_columns, record_columns
from runtime.store.text_keys import key_columns

PASSING = frozenset({web_session.name})
"""Tables whose rows are of no use to another installation: who was signed in."""


def own_tables() -> tuple[sa.Table, ...]:
    """The product's own tables, each after those it points at."""
    return tuple(each for each in system.sorted_tables if each.name not in PASSING)


def app_tables(connection: Connection) -> tuple[sa.Table, ...]:
    """The tables of every app ever published, with every column they ever had."""
    apps = connection.execute(sa.select(form_table.c.app).distinct().order_by(form_table.c.app))
    return tuple(each for app in apps.scalars() for each in tables_of(load_names(connection, app)))


def tables_of(names: PhysicalNames) -> tuple[sa.Table, ...]:
    """The tables written down for one app, forms before their lines."""
    metadata = sa.MetaData()
    forms_first = sorted(names.tables.items(), key=lambda item: (bool(item[0][1]), item[0]))
    return tuple(
        sa.Table(
            table,
            metadata,
            *(line_columns(names.table(form)) if lines else record_columns()),
            *(
                sa.Column(stored.name, column_type(stored), nullable=True)
                for (of, _key), stored in sorted(names.columns.items())
                if of == table and stored.kind not in ("rows", "none")
            ),
            *(
                key
                for (of, _key), stored in sorted(names.columns.items())
                if of == table and stored.kind == "text" and not lines
                for key in key_columns(stored.name).values()
            ),
        )
        for (form, lines), table in forms_first
    )
