"""Which records a state rule currently matches: so that it fires once, and re-arms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.schema.events import rule_match


def note(connection: Connection, where: tuple[str, str], record: str, now: datetime) -> bool:
    """Note that a rule (app, rule) matches a record; False when that was known."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    app, rule = where
    statement = (
        insert(rule_match)
        .values(app=app, rule=rule, record=record, since=now)
        .on_conflict_do_nothing()
    )
    return connection.execute(statement).rowcount == 1


def forget(connection: Connection, where: tuple[str, str], records: Sequence[str]) -> None:
    """Note that a rule does not match these records any more."""
    app, rule = where
    connection.execute(
        sa.delete(rule_match).where(
            rule_match.c.app == app,
            rule_match.c.rule == rule,
            rule_match.c.record.in_(list(records)),
        )
    )


def forget_rule(connection: Connection, app: str, rule: str) -> None:
    """Forget all matches of a rule (it was removed or changed)."""
    connection.execute(
        sa.delete(rule_match).where(rule_match.c.app == app, rule_match.c.rule == rule)
    )


def is_noted(app: str, rule: str, record: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """SQL: whether the rule is noted as matching the record of a query."""
    return (
        sa.select(sa.literal(1))
        .where(rule_match.c.app == app, rule_match.c.rule == rule, rule_match.c.record == record)
        .exists()
    )


def noted(app: str, rule: str) -> sa.Select[tuple[str]]:
    """SQL: the records a rule is noted as matching."""
    return sa.select(rule_match.c.record).where(rule_match.c.app == app, rule_match.c.rule == rule)
