"""How many rows a plan's steps touch, and which indexes are there. Names come from metadata."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.store.columns import DIGITS
from runtime.store.names import PhysicalNames


def rows(connection: Connection, table: str) -> int:
    """The rows of a table, the trash included."""
    return _count(connection, sa.select(sa.func.count()).select_from(sa.table(table)))


def values(connection: Connection, table: str, column: str) -> int:
    """The rows with a value in a column."""
    named = _column(column)
    return _count(connection, sa.select(sa.func.count(named)).select_from(sa.table(table, named)))


def empties(connection: Connection, table: str, column: str) -> int:
    """The rows without one."""
    return rows(connection, table) - values(connection, table, column)


def equal(connection: Connection, where: tuple[str, str], text: str) -> int:
    """The rows not in the trash with that text in a column (table, column)."""
    column, deleted_at = _column(where[1]), _column("deleted_at")
    query = sa.select(sa.func.count()).select_from(sa.table(where[0], column, deleted_at))
    return _count(connection, query.where(column == text, deleted_at.is_(None)))


def duplicates(connection: Connection, table: str, column: str) -> int:
    """The values that more than one row outside the trash has in a column."""
    named, deleted_at = _column(column), _column("deleted_at")
    twice = (
        sa.select(named)
        .select_from(sa.table(table, named, deleted_at))
        .where(named.is_not(None), deleted_at.is_(None))
        .group_by(named)
        .having(sa.func.count() > 1)
        .subquery()
    )
    return _count(connection, sa.select(sa.func.count()).select_from(twice))


def too_large(connection: Connection, where: tuple[str, str], before: int, after: int) -> int:
    """The numbers of a column (table, column) that have no room for more decimal places."""
    units = before if connection.dialect.name == "sqlite" else 0
    limit = 10 ** (DIGITS - after + units)
    column = sa.column(where[1], sa.Numeric if units == 0 else sa.BigInteger)
    query = sa.select(sa.func.count()).select_from(sa.table(where[0], column))
    return _count(connection, query.where(sa.or_(column >= limit, column <= -limit)))


def finer(connection: Connection, where: tuple[str, str], before: int, after: int) -> int:
    """The numbers of a column (table, column) with more decimal places than ``after``."""
    column = _column(where[1])
    query = sa.select(sa.func.count()).select_from(sa.table(where[0], column))
    if connection.dialect.name == "sqlite":
        return _count(connection, query.where(column % 10 ** (before - after) != 0))
    return _count(connection, query.where(column != sa.func.round(column, after)))


def index_names(connection: Connection) -> frozenset[str]:
    """The names of the indexes that are there."""
    if connection.dialect.name == "sqlite":
        kind, name = _column("type"), _column("name")
        there = sa.table("sqlite_master", kind, name)
        query = sa.select(name).select_from(there).where(kind == "index")
    else:
        name, schema = _column("indexname"), _column("schemaname")
        there = sa.table("pg_indexes", name, schema, schema="pg_catalog")
        query = sa.select(name).select_from(there).where(schema == sa.func.current_schema())
    return frozenset(connection.execute(query).scalars())


def has_column(names: PhysicalNames, table: str, column: str) -> bool:
    """Whether a table had that column before."""
    return any(at == table and each.name == column for (at, _), each in names.columns.items())


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(name)


def _count(connection: Connection, query: sa.Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
