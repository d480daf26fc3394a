"""Moments: when the passing of time alone turns a state rule for a record.

What is written is only noted here, one row a record; the clock's work finds the moments soon after
and notes them, one row for each rule and record that time will turn. So a save costs one row
whatever the rules, and a sweep costs what is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from rule_dsl.moments import next_turn
from rule_dsl.targets.scope import Related, Scope
from runtime.changes.deed import Deed
from runtime.compiled import CompiledForm, CompiledRule, Condition
from runtime.context import Context
from runtime.store import due
from runtime.store.due import NO_RULE, Due, NewDue
from runtime.store.records import StoredRecord


def note_touched(ctx: Context, deeds: Iterable[Deed]) -> None:
    """Note the records whose moments have to be found, where rules of their forms turn with time."""
    forms = ctx.app.forms
    ids = {d.record.id: d.form for d in deeds if d.kind != "deleted" and forms[d.form].timed_rules}
    new = [
        NewDue(ctx.app.key, "rule", NO_RULE, form, record, ctx.now)
        for record, form in sorted(ids.items())
    ]
    due.put(ctx.connection, *new)


def note_form(ctx: Context, form: CompiledForm, changed: AbstractSet[str]) -> None:
    """Note that the moments of all records of a form have to be found, where one of the changed
    rules turns with time.
    """
    if any(each.spec.key in changed for each in form.timed_rules):
        note_rest(ctx, form.key)


def note_rest(ctx: Context, form: str, after: str | None = None, done: int = 0) -> None:
    """Note that the moments of a form's records have to be found, from one on."""
    facts = {"form": True, "after": after, "done": done}
    due.put(ctx.connection, NewDue(ctx.app.key, "rule", NO_RULE, form, form, ctx.now, 0, facts))


def find_moments(
    ctx: Context, form: str, found: Sequence[tuple[StoredRecord, datetime]], noted: set[Any]
) -> None:
    """Find and note the next moments of records, each from a moment on.

    ``noted`` are the pairs of rule and record that are noted as matching. Where a rule's truth is
    another than what is noted, it is due at once.
    """
    new = [
        moment
        for record, after in found
        for rule in ctx.app.forms[form].timed_rules
        for is_noted in ((rule.spec.key, record.id) in noted,)
        if (moment := moment_of(ctx, rule, record, after, is_noted=is_noted))
    ]
    due.forget_moments(ctx.connection, ctx.app.key, [record.id for record, _ in found])
    due.put(ctx.connection, *new)


def moment_of(
    ctx: Context, rule: CompiledRule, record: StoredRecord, after: datetime, *, is_noted: bool
) -> NewDue | None:
    """When a rule is to be looked at next for a record; None where time alone never turns it.

    ``after`` is the moment to look on from; ``is_noted`` whether the rule is noted as matching.
    """
    scope = remembering(ctx, rule.spec.form, record)
    at = turn_after(rule, scope, after)
    if at is None or at > ctx.now:
        program = rule.condition.program if rule.condition else None
        is_true = program is not None and program(replace(scope, now=ctx.now)) is True
        at = ctx.now if is_true != is_noted else at
    if at is None:
        return None
    facts = {"version": record.version}
    return NewDue(ctx.app.key, "rule", rule.spec.key, rule.spec.form, record.id, at, 0, facts)


def turn_after(rule: CompiledRule, scope: Scope, after: datetime) -> datetime | None:
    """The first moment after one at which a part of a rule's condition turns."""
    turns = (next_turn(partial(_at, each, scope), after) for each in rule.turning or ())
    return min((each for each in turns if each is not None), default=None)


def held_at(rule: CompiledRule, scope: Scope, moment: datetime) -> bool:
    """Whether a rule's condition is true of a record, as it is, at a moment."""
    return rule.condition is not None and _at(rule.condition, scope, moment) is True


def _at(part: Condition, scope: Scope, moment: datetime) -> Any:
    return part.program(replace(scope, now=moment))


def remembering(ctx: Context, form: str, record: StoredRecord) -> Scope:
    """What a condition sees of a stored record; what it asks of the past is asked once."""
    scope = ctx.system.scope(form, record.scope)
    return replace(scope, related=_Remembered(scope.related))


@dataclass(slots=True)
class _Remembered:
    """Answers about one record, each asked for once."""

    related: Related
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """A question of the related records, which remembers its answers."""

        def ask(form: str, record: Any, *rest: Any) -> Any:
            about = (name, form, *rest)
            if about not in self.known:
                self.known[about] = getattr(self.related, name)(form, record, *rest)
            return self.known[about]

        return ask


def is_for_form(row: Due) -> bool:
    """Whether a row asks for the moments of all records of a form."""
    return row.rule == NO_RULE and bool(row.facts.get("form"))
