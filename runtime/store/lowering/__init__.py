"""Expressions as SQL: an indexable condition, or a value in a SELECT, on SQLite and PostgreSQL."""

from runtime.store.lowering.lower import lower, lower_field
from runtime.store.lowering.postgres import POSTGRES_SETUP, install_postgres
from runtime.store.lowering.sources import Clock, History, Sources
from runtime.store.lowering.sqlite import install_functions

__all__ = [
    "POSTGRES_SETUP",
    "Clock",
    "History",
    "Sources",
    "install_functions",
    "install_postgres",
    "lower",
    "lower_field",
]
