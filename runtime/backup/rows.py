"""The rows of a table as lines of JSON, in the order of its key: written, counted and summed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.backup.archive import ColumnFacts, TableFacts
from runtime.backup.portable import holds, to_json

BATCH = 500
"""Rows that are held at a time."""


@dataclass(slots=True)
class Tally:
    """What passed by: how many rows, and the SHA-256 of their lines."""

    rows: int = 0
    summary: str = ""


def lines_of(connection: Connection, table: sa.Table, tally: Tally) -> Iterator[bytes]:
    """Batches of lines, one for each row; the tally is whole when they are used up."""
    key = tuple(table.primary_key.columns)
    written = [to_json(holds(column.type)) for column in table.columns]
    summary = sha256()
    query = sa.select(*table.columns).order_by(*key)
    found = connection.execution_options(yield_per=BATCH).execute(query)
    for rows in found.partitions(BATCH):
        batch = b"".join(
            orjson.dumps([write(value) for write, value in zip(written, row, strict=True)]) + b"\n"
            for row in rows
        )
        tally.rows += len(rows)
        summary.update(batch)
        yield batch
    tally.summary = summary.hexdigest()


def facts_of(table: sa.Table, tally: Tally) -> TableFacts:
    """A table and what its rows came to."""
    return TableFacts(
        name=table.name,
        columns=tuple(ColumnFacts(each.name, holds(each.type)) for each in table.columns),
        order=tuple(each.name for each in table.primary_key.columns),
        rows=tally.rows,
        sha256=tally.summary,
    )
