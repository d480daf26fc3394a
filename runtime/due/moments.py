"""Rules that time turns: what is due is looked at, each record in a transaction of its own.

Moments of records that were written are found first, a batch at a time; those of all records of a
form, after its rules were published, piece by piece. Each piece goes on where the last was committed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

import sqlalchemy as sa

from runtime.cascade.moments import (
    find_moments,
    held_at,
    is_for_form,
    moment_of,
    note_rest,
    remembering,
)
from runtime.cascade.rules import Brought, fire, run_rules, turned
from runtime.commands.attempts import Cause, Round, attempt
from runtime.compiled import CompiledRule
from runtime.context import SYSTEM, Context, writing
from runtime.due.claimed import claimed_batches, drop
from runtime.due.timers import next_try
from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.installation import Installation
from runtime.store import due, engine, matches, records
from runtime.store.due import NO_RULE, Due
from runtime.store.records import StoredRecord

BATCH = 200
PIECE = 500
MOST_FAILED = 100
"""Records a rule may fail for in a round; then it is the rule that is at fault."""


def run_moments(round_: Round) -> int:
    """Look at what time turned; how often a rule fired."""
    fired, revisions, failed = 0, dict(round_.apps), Counter[tuple[str, str]]()
    for claimed in claimed_batches(round_, "rule", BATCH):
        failpoint("moment.claimed")
        for (app, is_rule), rows in groupby(
            claimed, key=lambda row: (row.app, row.rule != NO_RULE)
        ):
            if app not in revisions:
                drop(round_, list(rows))
            elif is_rule:
                fired += sum(_look(round_, revisions[app], each, failed) for each in rows)
            else:
                _find(round_, revisions[app], list(rows))
    return fired


def _look(round_: Round, revision: int, row: Due, failed: Counter[tuple[str, str]]) -> bool:
    """Look at a rule on a record; True where it fired. What failed is put off."""
    version = row.facts.get("version")
    cause = Cause(row.app, revision, row.rule, row.form, row.record, version)
    rule = (row.app, row.rule)
    before = len(round_.failed)
    fired = None
    if failed[rule] < MOST_FAILED:
        fired = attempt(round_, cause, partial(_turn, round_.installation, row))
    elif failed[rule] == MOST_FAILED:
        attempt(round_, Cause(row.app, revision, row.rule), partial(_widely, failed[rule]))
        failed[rule] += 1
    failed[rule] += len(round_.failed) - before if failed[rule] < MOST_FAILED else 0
    if fired is None:
        with engine.writing(round_.installation.engine) as connection:
            due.postpone(connection, row, next_try(round_, cause))
    return bool(fired)


def _widely(count: int) -> None:
    raise Refusal("rule_fails_widely", count=count)


def _turn(installation: Installation, row: Due) -> bool:
    """Bring a rule up to date for a record, and note its next moment; True where it fired.

    A rule whose condition was true at its moment and is so no more fires as well: the machine may
    have stood still in between.
    """
    with writing(installation, SYSTEM, row.app, "worker") as ctx:
        if not due.take(ctx.connection, row):
            return False
        rule = ctx.app.rule(row.rule, row.form)
        if rule is None or not rule.is_timed:
            return False
        found = records.fetch(ctx.connection, ctx.app.tables, (row.form, row.record), lock=True)
        if found is None or found.deleted_at is not None:
            matches.forget(ctx.connection, (row.app, row.rule), row.record)
            return False
        is_noted = row.rule in matches.of_record(ctx.connection, row.app, row.record)
        actions = turned(ctx, rule, found, was_true=is_noted)
        if not actions and not is_noted and _was_missed(ctx, rule, found, row.at):
            actions = rule.rule.actions
        _note_next(ctx, rule, found)
        late = Brought(ctx.app, ctx.now - row.at)
        run_rules(ctx, fire(ctx, rule, found, actions, late) if actions else ())
        failpoint("moment.before_commit")
        return bool(actions)


def _was_missed(ctx: Context, rule: CompiledRule, record: StoredRecord, at: datetime) -> bool:
    """Whether a rule turned true at its moment and false again before anybody looked."""
    scope = remembering(ctx, rule.spec.form, record)
    return at < ctx.now and held_at(rule, scope, at) and not held_at(rule, scope, ctx.now)


def _note_next(ctx: Context, rule: CompiledRule, record: StoredRecord) -> None:
    is_noted = rule.spec.key in matches.of_record(ctx.connection, ctx.app.key, record.id)
    following = moment_of(ctx, rule, record, ctx.now, is_noted=is_noted)
    if following is not None and following.at > ctx.now:
        due.put(ctx.connection, following)


def _find(round_: Round, revision: int, rows: Sequence[Due]) -> None:
    """Find the moments of records that were written, and of forms whose rules were published."""
    app = rows[0].app
    forms = [each for each in rows if is_for_form(each)]
    single = [each for each in rows if not is_for_form(each)]
    for each in forms:
        cause = Cause(app, revision, form=each.form)
        attempt(round_, cause, partial(_piece, round_.installation, each))
    for form, some in groupby(sorted(single, key=lambda row: row.form), key=lambda row: row.form):
        cause = Cause(app, revision, form=form)
        attempt(round_, cause, partial(_written, round_.installation, form, list(some)))


def _written(installation: Installation, form: str, rows: Sequence[Due]) -> int:
    """The moments of records that were written; how many."""
    with writing(installation, SYSTEM, rows[0].app, "worker") as ctx:
        since = {each.record: each.at for each in rows if due.take(ctx.connection, each)}
        found = _records(ctx, form, list(since))
        _found(ctx, form, [(each, min(since[each.id], ctx.now)) for each in found])
        return len(found)


def _piece(installation: Installation, row: Due) -> int:
    """The moments of the next records of a form, and a note of how far it is; how many."""
    with writing(installation, SYSTEM, row.app, "worker") as ctx:
        own = ctx.app.forms.get(row.form)
        if not due.take(ctx.connection, row) or own is None or not own.timed_rules:
            return 0
        table = ctx.app.tables.form(row.form)
        query = sa.select(table.c.id).where(table.c.deleted_at.is_(None))
        if row.facts["after"] is not None:
            query = query.where(table.c.id > row.facts["after"])
        ids = list(ctx.connection.execute(query.order_by(table.c.id).limit(PIECE)).scalars())
        _found(ctx, row.form, [(each, ctx.now) for each in _records(ctx, row.form, ids)])
        if len(ids) == PIECE:
            note_rest(ctx, row.form, ids[-1], row.facts["done"] + len(ids))
        failpoint("moment.piece")
        return len(ids)


def _records(ctx: Context, form: str, ids: Sequence[str]) -> list[StoredRecord]:
    if not ids or form not in ctx.app.forms:
        return []
    table = ctx.app.tables.form(form)
    wanted = records.select(ctx.app.tables, form).where(
        table.c.id.in_(ids), table.c.deleted_at.is_(None)
    )
    return records.run(ctx.connection, ctx.app.tables, form, wanted)


def _found(ctx: Context, form: str, found: Sequence[tuple[StoredRecord, datetime]]) -> None:
    if found:
        noted = matches.of_records(ctx.connection, ctx.app.key, [each.id for each, _ in found])
        find_moments(ctx, form, found, noted)
