"""Rules that run at set times: each slot once; slots missed while nothing ran count as one."""

from __future__ import annotations

import structlog

from runtime import gate
from runtime.commands.settle import fire, settle
from runtime.commands.slots import latest_slot
from runtime.compiled import CompiledRule
from runtime.context import SYSTEM, Context, writing
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import records, slots
from runtime.store.engine import reading
from runtime.store.revisions import apps

MOST_RECORDS = 1_000

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
        last = slots.last(ctx.connection, app, key)
        slot = latest_slot(rule.rule.schedule, ctx.now, ctx.app.zone, ctx.app.calendar)
        if last is None or slot is None or slot <= last:
            if last is None:
                slots.note(ctx.connection, (app, key), ctx.now)
            return False
        slots.note(ctx.connection, (app, key), slot)
        _act(ctx, rule)
        return True


def _act(ctx: Context, rule: CompiledRule) -> None:
    """Fire for every record the rule's condition holds for."""
    tables, form = ctx.app.tables, rule.spec.form
    table = tables.form(form)
    holds = [] if rule.condition is None else [gate.in_sql(ctx, form, rule.condition)]
    query = (
        records.select(tables, form)
        .where(table.c.deleted_at.is_(None), *holds)
        .order_by(table.c.id)
        .limit(MOST_RECORDS if rule.condition is not None else 0)
    )
    found = records.run(ctx.connection, tables, form, query)
    for record in found:
        settle(ctx, fire(ctx, rule, record, rule.rule.actions))
    if rule.condition is None:
        settle(ctx, fire(ctx, rule, records.nobody(ctx.now), rule.rule.actions))
