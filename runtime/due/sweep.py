"""Sweeping: state rules whose truth other records change, or the clock at moments nobody can say.

A sweep asks the database which records a rule matches that are not noted yet, and which are noted
that no longer match. Each record fires in a transaction of its own, so that one that fails does
not keep the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import sqlalchemy as sa

from runtime import gate
from runtime.cascade.rules import fire, run_rules, turned
from runtime.commands.attempts import Cause, Round, attempt
from runtime.compiled import CompiledRule
from runtime.context import SYSTEM, Context, reading, writing
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import matches, records

BATCH = 500
MOST_FAILED = 100


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: rules looked at, times one fired."""

    rules: int = 0
    fired: int = 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A record whose match and note differ."""

    id: str
    version: int


def sweep(round_: Round) -> Swept:
    """Bring every state rule that reads the clock up to date."""
    rules = fired = 0
    for app, revision in round_.apps:
        timed = attempt(round_, Cause(app, revision), partial(_timed, round_, app)) or {}
        for key, form in timed.items():
            cause = Cause(app, revision, rule=key)
            rules += 1
            fired += attempt(round_, cause, partial(_sweep_rule, round_, cause, form)) or 0
    return Swept(rules, fired)


def _timed(round_: Round, app: str) -> Mapping[str, str]:
    """The forms of an app's timed rules, by the rules' keys."""
    with reading(round_.installation, SYSTEM, app, "worker") as ctx:
        return {each.spec.key: each.spec.form for each in ctx.app.scanned_rules}


def _sweep_rule(round_: Round, cause: Cause, form: str) -> int:
    """Bring one rule up to date; how often it fired.

    Raises:
        Refusal: rule_fails_widely, where it fails for so many records that the rule is at fault.
    """
    fired, before = 0, len(round_.failed)
    for each in _candidates(round_.installation, cause.app, str(cause.rule)):
        about = replace(cause, form=form, record=each.id, version=each.version)
        fired += attempt(round_, about, partial(_refresh, round_.installation, about)) or 0
        failed = len(round_.failed) - before
        if failed >= MOST_FAILED:
            raise Refusal("rule_fails_widely", count=failed)
    return fired


def _candidates(installation: Installation, app: str, key: str) -> Iterator[_Candidate]:
    """Records whose match and note differ, a batch at a time."""
    after: str | None = None
    while True:
        with reading(installation, SYSTEM, app, "worker") as ctx:
            rule = ctx.app.rule(key)
            if rule is None or rule.condition is None:
                return
            record = _id(ctx, rule)
            is_noted = matches.is_noted(app, key, record)
            columns = ctx.app.tables.form(rule.spec.form).c
            holds = sa.and_(
                gate.in_sql(ctx, rule.spec.form, rule.condition), columns.deleted_at.is_(None)
            )
            query = (
                sa.select(record, columns.version)
                .where(sa.or_(sa.and_(holds, sa.not_(is_noted)), sa.and_(is_noted, sa.not_(holds))))
                .where(sa.true() if after is None else record > after)
                .order_by(record)
                .limit(BATCH)
            )
            found = [_Candidate(*row) for row in ctx.connection.execute(query)]
        yield from found
        if len(found) < BATCH:
            return
        after = found[-1].id


def _refresh(installation: Installation, about: Cause) -> bool:
    """Look at one record again under its lock; True when the rule fired."""
    where, record_id = (about.app, str(about.rule)), str(about.record)
    with writing(installation, SYSTEM, about.app, "worker") as ctx:
        rule = ctx.app.rule(where[1])
        if rule is None:
            return False
        form = rule.spec.form
        found = records.fetch(ctx.connection, ctx.app.tables, (form, record_id), lock=True)
        if found is None or found.deleted_at is not None:
            matches.forget(ctx.connection, where, record_id)
            return False
        was_true = rule.spec.key in matches.of_record(ctx.connection, about.app, record_id)
        actions = turned(ctx, rule, found, was_true=was_true)
        run_rules(ctx, fire(ctx, rule, found, actions) if actions else ())
        return bool(actions)


def _id(ctx: Context, rule: CompiledRule) -> sa.ColumnElement[str]:
    return ctx.app.tables.form(rule.spec.form).c.id
