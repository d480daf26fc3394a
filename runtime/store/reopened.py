"""Fields that come back: whom their old values would be shown to now, and were not before."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.spec.app import FormSpec
from runtime.spec.dump import from_json
from runtime.spec.weaker import paths, readers
from runtime.store.schema.apps import revision as revision_table


def new_readers(connection: Connection, app: str, form: FormSpec, path: str) -> frozenset[str]:
    """The roles that may read a field as it is declared now, and might not when it was last there.

    ``path`` names it as rights do (``price``, ``lines.price``).
    """
    last = _last_with(connection, app, form.key, path)
    return frozenset() if last is None else readers(form, path) - readers(last, path)


def _last_with(connection: Connection, app: str, form: str, path: str) -> FormSpec | None:
    """The form as it was in the last revision that had the field."""
    own = revision_table.c
    numbers = sa.select(own.number).where(own.app == app).order_by(own.number.desc())
    for number in connection.execute(numbers).scalars().all():
        stored = sa.select(own.spec).where(own.app == app, own.number == number)
        found = from_json(connection.execute(stored).scalar_one()).form(form)
        if found is not None and path in dict(paths(found)):
            return found
    return None
