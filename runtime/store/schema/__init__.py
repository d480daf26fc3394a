"""The product's own tables, by room. Alembic migrates them; apps' tables are made at publish."""

from runtime.store.schema import apps, cases, clock, events, people, security, work  # noqa: F401  (they register)
from runtime.store.schema.base import system as system
