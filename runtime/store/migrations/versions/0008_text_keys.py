"""Beside each text of a record stand what it is sorted and what it is found by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

from runtime.store.columns import Id, Text
from runtime.store.text_keys import key_columns, keys_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 1_000
_TEXTS = sa.text(
    "SELECT form_column.table_name, form_column.name FROM form_column"
    " JOIN form_table ON form_table.name = form_column.table_name"
    " WHERE form_column.kind = 'text' AND form_table.lines = ''"
    " ORDER BY form_column.table_name, form_column.name"
)


def upgrade() -> None:
    connection = op.get_bind()
    texts: dict[str, list[str]] = {}
    for table, column in connection.execute(_TEXTS):
        texts.setdefault(table, []).append(column)
    for table, columns in texts.items():
        for column in columns:
            for key in key_columns(column).values():
                op.add_column(table, key)
        _fill(connection, table, columns)


def _fill(connection: Connection, name: str, columns: list[str]) -> None:
    """The keys of the rows that are there, a batch at a time."""
    texts = [sa.column(each, Text()) for each in columns]
    made = [sa.column(key.name, Text()) for each in columns for key in key_columns(each).values()]
    table = sa.table(name, sa.column("id", Id()), *texts, *made)
    last = "0"  # every id sorts behind it
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row"))
        .values({key.name: sa.bindparam(f"new_{key.name}") for key in made})
    )
    while rows := connection.execute(
        sa.select(table.c.id, *(table.c[each] for each in columns))
        .where(table.c.id > last)
        .order_by(table.c.id)
        .limit(BATCH)
    ).all():
        filled = []
        for record, *values in rows:
            keys = {k: v for pair in map(keys_of, columns, values) for k, v in pair.items()}
            filled.append({"row": record, **{f"new_{k}": v for k, v in keys.items()}})
        connection.execute(change, filled)
        last = rows[-1][0]
