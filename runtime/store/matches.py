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
        .returning(rule_match.c.record)
    )
    return connection.execute(statement).first() is not None


def forget(connection: Connection, where: tuple[str, str], record: str) -> None:
    """Note that a rule (app, rule) does not match a record."""
    app, rule = where
    connection.execute(
        sa.delete(rule_match).where(
            rule_match.c.app == app, rule_match.c.rule == rule, rule_match.c.record == record
        )
    )


def of_record(connection: Connection, app: str, record: str) -> set[str]:
    """The rules of an app that are noted as matching a record."""
    query = sa.select(rule_match.c.rule).where(
        rule_match.c.app == app, rule_match.c.record == record
    )
    return set(connection.execute(query).scalars())


def of_records(connection: Connection, app: str, records: Sequence[str]) -> set[tuple[str, str]]:
    """The pairs of rule and record of these that are noted as matching."""
    query = sa.select(rule_match.c.rule, rule_match.c.record).where(
        rule_match.c.app == app, rule_match.c.record.in_(records)
    )
    return {(rule, record) for rule, record in connection.execute(query)}


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
