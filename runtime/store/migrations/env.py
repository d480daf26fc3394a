"""Alembic's door: the connection comes from ``runtime.store.migrations.run``, in a transaction."""

from __future__ import annotations

from alembic import context

from runtime.store.schema import system

_given = context.config.attributes
context.configure(
    connection=_given["connection"],
    target_metadata=system,
    render_item=_given.get("render_item"),
)
context.run_migrations()
