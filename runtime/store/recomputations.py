"""Recomputations: forms whose formulas are worked out anew for all their records, piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.schema.work import recomputation as table
from runtime.store.tables import FormTables


def ask(connection: Connection, app: str, form: str, now: datetime) -> None:
    """Have all records of a form worked out anew; one that is under way begins again."""
    begun = sa.update(table).where(table.c.app == app, table.c.form == form)
    if connection.execute(begun.values(after=None, done=0)).rowcount == 0:
        new = {"app": app, "form": form, "after": None, "done": 0, "asked_at": now}
        connection.execute(sa.insert(table).values(**new))


def waiting(connection: Connection) -> Sequence[tuple[str, str]]:
    """The apps and forms that have records left, the oldest first."""
    query = sa.select(table.c.app, table.c.form).order_by(table.c.asked_at, table.c.app)
    return [(app, form) for app, form in connection.execute(query)]


def next_records(
    connection: Connection, tables: FormTables, where: tuple[str, str], most: int
) -> Sequence[str]:
    """The next records of a form (app, form) that are left, by id; locked are their places."""
    app, form = where
    is_it = (table.c.app == app, table.c.form == form)
    held = connection.execute(
        sa.select(table.c.after).where(*is_it).with_for_update()
    ).one_or_none()
    if held is None:
        return ()
    own: Any = tables.form(form)
    query = sa.select(own.c.id).where(own.c.deleted_at.is_(None))
    if held.after is not None:
        query = query.where(own.c.id > held.after)
    return list(connection.execute(query.order_by(own.c.id).limit(most)).scalars())


def note(connection: Connection, where: tuple[str, str], last: str | None, count: int) -> None:
    """Say up to which record it is done; None where none is left."""
    is_it = (table.c.app == where[0], table.c.form == where[1])
    if last is None:
        connection.execute(sa.delete(table).where(*is_it))
    else:
        changes = {"after": last, "done": table.c.done + count}
        connection.execute(sa.update(table).where(*is_it).values(**changes))
