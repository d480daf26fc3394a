"""Timers that are due: each is done in a transaction of its own, in the order they fell due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from rule_dsl.rule import later_actions
from runtime.cascade.rules import Brought, fire, run_rules
from runtime.cascade.timers import has_happened, part_of
from runtime.commands.attempts import FIRST_WAIT, LONGEST_WAIT, Cause, Round, attempt, rests
from runtime.context import SYSTEM, writing
from runtime.due.claimed import claimed_batches, drop
from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.installation import Installation
from runtime.store import due, engine, records
from runtime.store.due import Due

BATCH = 100


def run_timers(round_: Round) -> int:
    """Do what timers bring that are due now; how many did something."""
    did, revisions = 0, dict(round_.apps)
    for claimed in claimed_batches(round_, "timer", BATCH):
        failpoint("timer.claimed")
        did += sum(_run(round_, revisions, each) for each in claimed)
    return did


def _run(round_: Round, revisions: Mapping[str, int], timer: Due) -> bool:
    """Do one timer's work, or put it off where that failed; True when it did something."""
    if timer.app not in revisions:
        drop(round_, [timer])
        return False
    cause = Cause(timer.app, revisions[timer.app], timer.rule, timer.form, timer.record)
    did = attempt(round_, cause, partial(_do, round_.installation, timer))
    if did is None:
        with engine.writing(round_.installation.engine) as connection:
            due.postpone(connection, timer, next_try(round_, cause))
    return bool(did)


def next_try(round_: Round, cause: Cause) -> datetime:
    """When a row whose work could not be done is looked at again."""
    if not rests(round_, cause):
        return round_.now + FIRST_WAIT
    at = round_.open[cause.app, cause.key]["next_at"]
    return round_.now + LONGEST_WAIT if at is None else datetime.fromisoformat(at)


def _do(installation: Installation, timer: Due) -> bool:
    """Do the actions of a timer unless what it waits for happened.

    What is to be done is decided as the rule stood when the timer was armed, and done to the
    record as it is.
    """
    with writing(installation, SYSTEM, timer.app, "worker") as ctx:
        if not due.take(ctx.connection, timer):
            return False
        if ctx.app.rule(timer.rule, timer.form) is None:  # gone, or switched off
            return False
        where = (timer.form, timer.record)
        found = records.fetch(ctx.connection, ctx.app.tables, where, lock=True)
        if found is None or found.deleted_at is not None or has_happened(ctx, timer, found):
            return False
        pinned = installation.app(ctx.connection, timer.app, int(timer.facts["revision"]))
        rule = pinned.rule(timer.rule, timer.form)
        part = None if rule is None else part_of(rule, timer.part)
        if rule is None or part is None:
            raise Refusal("timer_lost", 409, rule=timer.rule)
        brought = Brought(pinned, ctx.now - timer.at)
        run_rules(ctx, fire(ctx, rule, found, later_actions(part), brought))
        failpoint("timer.before_commit")
        return True
