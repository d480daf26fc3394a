"""PostgreSQL's share: our functions, made in a schema of ours when the store is set up."""

from __future__ import annotations

from sqlalchemy import Connection

from runtime.store.lowering.postgres.dates import DATES
from runtime.store.lowering.postgres.definition import SCHEMA
from runtime.store.lowering.postgres.numbers import NUMBERS
from runtime.store.lowering.postgres.statistics import STATISTICS
from runtime.store.lowering.postgres.texts import TEXTS
from runtime.store.lowering.postgres.working import WORKING

POSTGRES_SETUP: tuple[str, ...] = (
    "SET check_function_bodies = off",
    f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
    *NUMBERS,
    *TEXTS,
    *DATES,
    *STATISTICS,
    *WORKING,
    "RESET check_function_bodies",
)


def install_postgres(connection: Connection) -> None:
    """Makes our functions, or makes them anew."""
    for statement in POSTGRES_SETUP:
        connection.exec_driver_sql(statement.replace("%", "%%"))
