"""When a scheduled rule last ran, so that each slot comes once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.schema.work import sweep


def last(connection: Connection, app: str, rule: str) -> datetime | None:
    """The slot a rule ran for last; None before the first look at it."""
    query = sa.select(sweep.c.last_at).where(sweep.c.app == app, sweep.c.rule == rule)
    return connection.execute(query.with_for_update()).scalar()


def of_app(connection: Connection, app: str) -> Mapping[str, datetime]:
    """The slot each rule of an app ran for last."""
    query = sa.select(sweep.c.rule, sweep.c.last_at).where(sweep.c.app == app)
    return {row.rule: row.last_at for row in connection.execute(query)}


def forget(connection: Connection, app: str, rule: str) -> None:
    """Forget a rule that went."""
    connection.execute(sa.delete(sweep).where(sweep.c.app == app, sweep.c.rule == rule))


def note(connection: Connection, where: tuple[str, str], slot: datetime) -> None:
    """Note the slot a rule (app, rule) ran for."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    app, rule = where
    connection.execute(
        insert(sweep)
        .values(app=app, rule=rule, last_at=slot)
        .on_conflict_do_update(index_elements=["app", "rule"], set_={"last_at": slot})
    )
