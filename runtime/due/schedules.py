"""Rules that run at set times: each slot once; slots missed while nothing ran count as one.

A rule's time counts from its publishing, so that what runs at ten and is published at nine runs on
its first day.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog

from rule_dsl.schedule_times import Surroundings, last_due
from runtime import gate
from runtime.cascade.incidents import own_fault, rule_cut_short, rule_failed, rule_worked
from runtime.cascade.rules import fire, run_rules
from runtime.commands.attempts import Cause, Round, attempt
from runtime.compiled import CompiledRule, Condition
from runtime.context import SYSTEM, Context, reading, writing
from runtime.errors import Refusal
from runtime.store import records, schedule_runs
from runtime.store.records import StoredRecord

MOST_RECORDS = 10_000
MOST_TOLD = 100
BATCH = 500

log = structlog.get_logger(__name__)


def run_schedules(round_: Round) -> int:
    """Run every scheduled rule whose time has come since it last ran; how many ran."""
    ran = 0
    for app, revision in round_.apps:
        keys = attempt(round_, Cause(app, revision), partial(_scheduled, round_, app))
        for key in keys or ():
            cause = Cause(app, revision, rule=key)
            ran += attempt(round_, cause, partial(_run, round_, app, key)) or 0
    return ran


def _scheduled(round_: Round, app: str) -> tuple[str, ...]:
    """The keys of an app's scheduled rules."""
    with reading(round_.installation, SYSTEM, app, "worker") as ctx:
        return tuple(each.spec.key for each in ctx.app.scheduled_rules)


def _run(round_: Round, app: str, key: str) -> int:
    """Run one rule if a slot passed since its last; 1 when it ran."""
    with reading(round_.installation, SYSTEM, app, "worker") as ctx:
        rule = _rule(ctx, key)
        last = schedule_runs.of_app(ctx.connection, app).get(key)
        if rule is None or (last is not None and _due(ctx, rule, last) is None):
            return 0
    with writing(round_.installation, SYSTEM, app, "worker") as ctx:
        rule = _rule(ctx, key)
        last = schedule_runs.last(ctx.connection, app, key)
        if last is None:  # published before slots were noted at publishing
            schedule_runs.note(ctx.connection, (app, key), ctx.now)
        if rule is None or last is None:
            return 0
        slot = _due(ctx, rule, last)
        if slot is None:
            return 0
        schedule_runs.note(ctx.connection, (app, key), slot)
        _act(ctx, rule)
        return 1


def _rule(ctx: Context, key: str) -> CompiledRule | None:
    return next((each for each in ctx.app.scheduled_rules if each.spec.key == key), None)


def _due(ctx: Context, rule: CompiledRule, last: datetime) -> datetime | None:
    """The slot that came round after ``last``, if one did."""
    if rule.rule.schedule is None:
        return None
    where = Surroundings(ctx.app.zone, ctx.app.calendar)
    slot = last_due(rule.rule.schedule, ctx.now, where)
    return slot if slot is not None and slot > last else None


def _act(ctx: Context, rule: CompiledRule) -> None:
    """Fire for every record the rule's condition holds for; one that fails keeps no other."""
    if rule.condition is None:
        _fire(ctx, rule, records.nobody(ctx.now))
        return
    done, failed, after = 0, 0, None
    while done < MOST_RECORDS and (found := _matching(ctx, rule.spec.form, rule.condition, after)):
        for record in found:
            failed += not _tried(ctx, rule, record, is_told=failed < MOST_TOLD)
        done, after = done + len(found), found[-1].id
    if done >= MOST_RECORDS:
        rule_cut_short(ctx, rule.spec.key, Refusal("schedule_too_wide", most=MOST_RECORDS))
    if failed > MOST_TOLD:
        rule_cut_short(ctx, rule.spec.key, Refusal("rule_fails_widely", count=failed))


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


def _tried(ctx: Context, rule: CompiledRule, record: StoredRecord, *, is_told: bool) -> bool:
    """Fire for one record; False when that failed, which is written down if ``is_told``."""
    key = rule.spec.key
    try:
        with ctx.connection.begin_nested():
            _fire(ctx, rule, record)
    except Exception as problem:
        why = problem if isinstance(problem, Refusal) else own_fault(problem)
        if isinstance(problem, Refusal) and problem.status >= 500:
            raise  # the database itself: the whole slot is tried again
        log.warning("schedule_failed", rule=key, record=record.id, exc_info=why is not problem)
        if is_told:
            rule_failed(ctx, key, (rule.spec.form, record.id), why)
        return False
    rule_worked(ctx, key, record.id)
    return True


def _fire(ctx: Context, rule: CompiledRule, record: StoredRecord) -> None:
    run_rules(ctx, fire(ctx, rule, record, rule.rule.actions))
