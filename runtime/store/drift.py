"""Drift: where an app's metadata and the real tables do not agree."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.tables import FormTables


def differences(connection: Connection, tables: FormTables) -> Iterator[str]:
    """Every table and column the metadata names and the database does not have."""
    inspector = sa.inspect(connection)
    there = set(inspector.get_table_names())
    for table in tables.tables.values():
        if table.name not in there:
            yield str(table.name)
            continue
        columns = {each["name"] for each in inspector.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield f"{table.name}.{column.name}"
