"""Rules that run at set times: each slot once; slots missed while nothing ran count as one."""

from __future__ import annotations

import structlog

from runtime import gate
from runtime.cascade.incidents import rule_failed, rule_worked
from runtime.cascade.rules import fire, run_rules
from runtime.compiled import CompiledRule, Condition
from runtime.context import SYSTEM, Context, writing
from runtime.due.schedule_times import last_due
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import records, schedule_runs
from runtime.store.engine import reading
from runtime.store.records import StoredRecord
from runtime.store.revisions import apps

MOST_RECORDS = 10_000
BATCH = 500

log = structlog.get_logger(__name__)


def run_schedules(installation: Installation) -> int:
    """Run every scheduled rule whose time has come since it last ran; how many ran."""
    with reading(installation.engine) as connection:
        keys = [entry.key for entry in apps(connection)]
        due = [
            (key, rule.spec.key)
            for key in keys
            for rule in installation.app(connection, key).scheduled_rules
        ]
    ran = 0
    for app, key in due:
        try:
            ran += _run(installation, app, key)
        except Refusal as problem:
            log.warning("schedule_failed", rule=key, problem=problem.code)
    return ran


def _run(installation: Installation, app: str, key: str) -> bool:
    """Run one rule if a slot passed since its last; the first look only notes the time."""
    with writing(installation, SYSTEM, app, "worker") as ctx:
        rule = next((r for r in ctx.app.scheduled_rules if r.spec.key == key), None)
        if rule is None or rule.rule.schedule is None:
            return False
        last = schedule_runs.last(ctx.connection, app, key)
        slot = last_due(rule.rule.schedule, ctx.now, ctx.app.zone, ctx.app.calendar)
        if last is None or slot is None or slot <= last:
            if last is None:
                schedule_runs.note(ctx.connection, (app, key), ctx.now)
            return False
        schedule_runs.note(ctx.connection, (app, key), slot)
        _act(ctx, rule)
        return True


def _act(ctx: Context, rule: CompiledRule) -> None:
    """Fire for every record the rule's condition holds for; one that fails keeps no other."""
    if rule.condition is None:
        _fire(ctx, rule, records.nobody(ctx.now))
        return
    done, after = 0, None
    while found := _matching(ctx, rule.spec.form, rule.condition, after):
        for record in found:
            _fire(ctx, rule, record)
        done, after = done + len(found), found[-1].id
        if done >= MOST_RECORDS:
            rule_failed(ctx, rule.spec.key, None, Refusal("schedule_too_wide", most=MOST_RECORDS))
            return


def _matching(
    ctx: Context, form: str, condition: Condition, after: str | None
) -> list[StoredRecord]:
    """The next records that a condition holds for, in order of their ids."""
    tables = ctx.app.tables
    table = tables.form(form)
    holds = gate.in_sql(ctx, form, condition)
    rest = [] if after is None else [table.c.id > after]
    query = records.select(tables, form).where(table.c.deleted_at.is_(None), *rest, holds)
    return records.run(ctx.connection, tables, form, query.order_by(table.c.id).limit(BATCH))


def _fire(ctx: Context, rule: CompiledRule, record: StoredRecord) -> None:
    key, where = rule.spec.key, (rule.spec.form, record.id) if record.id else None
    try:
        with ctx.connection.begin_nested():
            run_rules(ctx, fire(ctx, rule, record, rule.rule.actions))
    except Refusal as problem:
        if problem.status >= 500:  # the database itself: the whole slot is tried again
            raise
        log.warning("schedule_failed", rule=key, record=record.id, problem=problem.code)
        rule_failed(ctx, key, where, problem)
    else:
        rule_worked(ctx, key, record.id or None)
