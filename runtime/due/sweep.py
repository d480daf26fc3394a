"""Sweeping: state rules whose truth the clock alone changes, and rules that run at set times.

A sweep asks the database which records a rule matches that are not noted yet, and which are noted
that no longer match. Each record fires in a transaction of its own, so that one that fails does
not keep the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
import structlog

from runtime import gate
from runtime.cascade.incidents import rule_failed, rule_worked
from runtime.cascade.rules import fire, run_rules, turned
from runtime.compiled import CompiledRule
from runtime.context import SYSTEM, Context, reading, writing
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, matches, records, revisions

BATCH = 500

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: rules looked at, times one fired, records that could not be done."""

    rules: int = 0
    fired: int = 0
    failed: int = 0


def sweep(installation: Installation) -> Swept:
    """Bring every state rule that reads the clock up to date."""
    rules = fired = failed = 0
    for app in _apps(installation):
        with reading(installation, SYSTEM, app, "worker") as ctx:
            timed = [each.spec.key for each in ctx.app.timed_rules]
        for key in timed:
            rules += 1
            for record in _candidates(installation, app, key):
                try:
                    fired += _refresh(installation, (app, key), record)
                except Refusal as problem:
                    failed += 1
                    log.warning("sweep_failed", rule=key, record=record, problem=problem.code)
                    _note_failure(installation, (app, key), record, problem)
    return Swept(rules, fired, failed)


def rule_of(ctx: Context, key: str) -> CompiledRule | None:
    """A rule of the app by its key, if it is switched on."""
    return next((r for f in ctx.app.forms.values() for r in f.rules if r.spec.key == key), None)


def _apps(installation: Installation) -> list[str]:
    with engine.reading(installation.engine) as connection:
        return [entry.key for entry in revisions.apps(connection)]


def _candidates(installation: Installation, app: str, key: str) -> Iterator[str]:
    """Records whose match and note differ, a batch at a time."""
    after: str | None = None
    while True:
        with reading(installation, SYSTEM, app, "worker") as ctx:
            rule = rule_of(ctx, key)
            if rule is None or rule.condition is None:
                return
            record = _id(ctx, rule)
            is_noted = matches.is_noted(app, key, record)
            holds = sa.and_(
                gate.in_sql(ctx, rule.spec.form, rule.condition),
                ctx.app.tables.form(rule.spec.form).c.deleted_at.is_(None),
            )
            query = (
                sa.select(record)
                .where(sa.or_(sa.and_(holds, sa.not_(is_noted)), sa.and_(is_noted, sa.not_(holds))))
                .where(sa.true() if after is None else record > after)
                .order_by(record)
                .limit(BATCH)
            )
            found = [row[0] for row in ctx.connection.execute(query)]
        yield from found
        if len(found) < BATCH:
            return
        after = found[-1]


def _refresh(installation: Installation, where: tuple[str, str], record_id: str) -> bool:
    """Look at one record again under its lock; True when the rule fired."""
    app, key = where
    with writing(installation, SYSTEM, app, "worker") as ctx:
        rule = rule_of(ctx, key)
        if rule is None:
            return False
        form = rule.spec.form
        found = records.fetch(ctx.connection, ctx.app.tables, (form, record_id), lock=True)
        if found is None or found.deleted_at is not None:
            matches.forget(ctx.connection, where, record_id)
            return False
        was_true = rule.spec.key in matches.of_record(ctx.connection, app, record_id)
        actions = turned(ctx, rule, found, was_true=was_true)
        run_rules(ctx, fire(ctx, rule, found, actions) if actions else ())
        rule_worked(ctx, key, record_id)
        return bool(actions)


def _note_failure(
    installation: Installation, where: tuple[str, str], record_id: str, why: Refusal
) -> None:
    app, key = where
    with writing(installation, SYSTEM, app, "worker") as ctx:
        rule = rule_of(ctx, key)
        if rule is not None:
            rule_failed(ctx, key, (rule.spec.form, record_id), why)


def _id(ctx: Context, rule: CompiledRule) -> sa.ColumnElement[str]:
    return ctx.app.tables.form(rule.spec.form).c.id
