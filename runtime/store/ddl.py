"""What a publish does to the database, as data, and how Alembic does it.

There are four things it may do: make a table, add a column, widen a number, make an index; and one
it may take away: the index that kept values unique. Nothing here drops a table or a column.

Alembic is loaded when something is done, as most processes never publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.store.columns import ExactNumber
from runtime.store.indexes import WantedIndex, index_of

if TYPE_CHECKING:
    from alembic.operations.ops import MigrateOperation

DIALECTS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class MakeTable:
    """Make a table."""

    table: sa.Table


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Add a column to a table that is there, and those beside it. Every row has NULL in them."""

    table: str
    column: sa.Column[Any]
    beside: tuple[sa.Column[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class WidenNumber:
    """Give a number column more decimal places (``before`` to ``after``)."""

    table: str
    column: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class MakeIndex:
    """Make an index."""

    index: WantedIndex


@dataclass(frozen=True, slots=True)
class DropUnique:
    """Take a uniqueness index away, by name."""

    name: str
    table: str


Work = MakeTable | AddColumn | WidenNumber | MakeIndex | DropUnique


def perform(connection: Connection, work: Work) -> None:
    """Do it, in the connection's transaction."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see the module's docstring
    from alembic.operations import Operations  # noqa: PLC0415 - see the module's docstring

    operations = Operations(MigrationContext.configure(connection))
    for operation in _operations(work, connection.dialect.name):
        operations.invoke(operation)


def texts(work: Work) -> Mapping[str, tuple[str, ...]]:
    """The statements it takes, by database."""
    return {dialect: statements(work, dialect) for dialect in DIALECTS}


def statements(work: Work, dialect: str) -> tuple[str, ...]:
    """The statements it takes on one database."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see the module's docstring
    from alembic.operations import Operations  # noqa: PLC0415 - see the module's docstring

    written = StringIO()
    context = MigrationContext.configure(
        dialect_name=dialect, opts={"as_sql": True, "output_buffer": written, "literal_binds": True}
    )
    operations = Operations(context)
    for operation in _operations(work, dialect):
        operations.invoke(operation)
    statements = written.getvalue().split(";\n\n")
    return tuple(text.strip() for text in statements if text.strip())


def _operations(work: Work, dialect: str) -> tuple[MigrateOperation, ...]:
    from alembic.operations import ops  # noqa: PLC0415 - see the module's docstring

    match work:
        case MakeTable(table):
            return (ops.CreateTableOp.from_table(table),)
        case AddColumn(table, column, beside):
            made = (sa.Column(each.name, each.type, nullable=True) for each in (column, *beside))
            return tuple(ops.AddColumnOp(table, each) for each in made)
        case MakeIndex(index):
            return (ops.CreateIndexOp.from_index(index_of(index, dialect)),)
        case DropUnique(name, table):
            return (ops.DropIndexOp(name, table_name=table),)
        case WidenNumber():
            return (_widening(work, dialect),)


def _widening(work: WidenNumber, dialect: str) -> MigrateOperation:
    from alembic.operations import ops  # noqa: PLC0415 - see the module's docstring

    if dialect == "postgresql":
        return ops.AlterColumnOp(
            work.table,
            work.column,
            existing_type=ExactNumber(work.before),
            existing_nullable=True,
            modify_type=ExactNumber(work.after),
        )
    # SQLite holds whole units of the scale: the column stays, its units become smaller.
    column = sa.column(work.column, sa.BigInteger)
    factor = sa.literal(10 ** (work.after - work.before), sa.BigInteger)
    table = sa.table(work.table, column)
    return ops.ExecuteSQLOp(
        sa.update(table).where(column.is_not(None)).values({work.column: column * factor})
    )
