"""What happened fires rules, whose effects happen in turn, until nothing is left; formulas that read
what changed are worked out first.

Everything inside one transaction: a rule that blocks takes all of it back. A rule fires once per
record and transaction, so two rules that write each other's fields come to rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from rule_dsl.printing.actions import action_text
from rule_dsl.printing.names import Scope
from rule_dsl.tree import Node
from runtime import gate
from runtime.actions.base import ActionType
from runtime.cascade.deeds import Decided, perform
from runtime.cascade.incidents import action_skipped
from runtime.cascade.moments import note_touched
from runtime.cascade.subject import SubjectView
from runtime.cascade.timers import disarm
from runtime.cascade.trace import traced
from runtime.cascade.triggers import occurred
from runtime.changes.deed import Deed
from runtime.changes.recompute import recompute
from runtime.compiled import CompiledApp, CompiledRule
from runtime.context import Context
from runtime.errors import LANGUAGES, Refusal
from runtime.store import matches
from runtime.store.records import StoredRecord

MOST = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """How the clock brings a rule: the app as it was when the rule began, and how long after its
    moment.
    """

    app: CompiledApp
    late: timedelta


def run_rules(ctx: Context, deeds: Iterable[Deed]) -> None:
    """Fire the rules of everything that happened, and of what follows from it.

    Raises:
        Refusal: a rule blocks, or rules follow on one another without end.
    """
    waiting = deque(deeds)
    latest: dict[str, StoredRecord] = {}
    touched: dict[str, Deed] = {}
    worked_out: set[str] = set()
    left = MOST
    while waiting:
        deed = waiting.popleft()
        if deed.event not in worked_out:
            left -= 1
        if left < 0:
            raise Refusal("rules_without_end", 422)
        latest[deed.record.id] = deed.record
        for caused in recompute(ctx, [deed]):
            worked_out.add(caused.event)
            waiting.append(caused)
            latest[caused.record.id] = caused.record
        disarm(ctx, deed)
        noted = _noted(ctx, deed)
        for each in ctx.app.forms[deed.form].rules:
            record = latest[deed.record.id]
            actions = called_for(ctx, each, (deed, noted), record)
            if not actions:
                continue
            for caused in fire(ctx, each, record, actions):
                waiting.append(caused)
                latest[caused.record.id] = caused.record
        touched[deed.record.id] = deed
    note_touched(ctx, touched.values())


def is_quiet(ctx: Context, rules: Sequence[CompiledRule], deed: Deed) -> bool:
    """Whether none of the rules would do or note anything about a new record, as far as it tells.

    A rule that looks at other records has to be asked of the database: it is not quiet.
    """
    for each in rules:
        if each.rule.schedule is not None:
            continue
        if each.rule.is_standing:
            return False
        if each.rule.trigger is not None:
            if not occurred(ctx, each.rule.trigger, deed):
                continue
            if each.rule.otherwise:
                return False
        if each.condition is None or each.condition.program.reads_related:
            return False
        if holds(ctx, each, deed.record):
            return False
    return True


def _noted(ctx: Context, deed: Deed) -> set[str]:
    """The state rules noted as matching a record; for a new one there are none to look for."""
    rules = ctx.app.forms[deed.form].rules
    if deed.kind == "created" or not any(each.rule.is_state_rule for each in rules):
        return set()
    return matches.of_record(ctx.connection, ctx.app.key, deed.record.id)


def called_for(
    ctx: Context,
    rule: CompiledRule,
    what: tuple[Deed, set[str]],
    record: StoredRecord,
) -> tuple[Node, ...]:
    """The actions a rule calls for now; a state rule's match is noted or forgotten on the way.

    ``what`` is what happened, and the state rules noted as matching the record before it. A rule
    that fired for the record already does not fire again, but what is noted stays true: one whose
    effect ends its own condition is ready for the next time.
    """
    deed, noted = what
    has_fired = (rule.spec.key, record.id) in ctx.fired
    if rule.rule.schedule is not None or (has_fired and not rule.rule.is_state_rule):
        return ()
    if rule.rule.trigger is not None:
        if not occurred(ctx, rule.rule.trigger, deed):
            return ()
        return rule.rule.actions if holds(ctx, rule, record) else rule.rule.otherwise
    if deed.kind == "deleted":
        if rule.spec.key in noted:
            matches.forget(ctx.connection, (ctx.app.key, rule.spec.key), record.id)
        return ()
    if rule.rule.is_standing:
        return rule.rule.actions
    if not _is_concerned(rule, deed):
        return ()
    actions = turned(ctx, rule, record, was_true=rule.spec.key in noted)
    return () if has_fired else actions


def turned(
    ctx: Context, rule: CompiledRule, record: StoredRecord, *, was_true: bool
) -> tuple[Node, ...]:
    """What a state rule calls for when its condition turned true, or turned false again."""
    where = (ctx.app.key, rule.spec.key)
    is_true = holds(ctx, rule, record)
    if is_true == was_true:
        return ()
    if is_true:
        is_new = matches.note(ctx.connection, where, record.id, ctx.now)
        return rule.rule.actions if is_new else ()
    matches.forget(ctx.connection, where, record.id)
    return rule.rule.otherwise


def fire(
    ctx: Context,
    rule: CompiledRule,
    record: StoredRecord,
    actions: tuple[Node, ...],
    brought: Brought | None = None,
) -> list[Deed]:
    """Perform actions of a rule on a record; what that caused is returned."""
    ctx.fired.add((rule.spec.key, record.id))
    acting = ctx.as_system(rule=rule.spec.key)
    meant = replace(acting, app=brought.app) if brought else acting
    view = SubjectView(meant, rule.spec.form, record)
    done = list(_decide(meant, rule, actions, view))
    late = brought.late if brought else None
    decided = Decided(rule.spec, done, traced(meant, rule, record), late)
    form = acting.app.forms[rule.spec.form]
    try:
        return perform(ctx, form, record, decided)
    except Refusal as refused:
        known = gate.sight(ctx, form, record.scope).readable
        refused.wrongs = tuple(gate.unnamed(refused.wrongs, known))
        raise


def _decide(
    ctx: Context, rule: CompiledRule, nodes: tuple[Node, ...], view: SubjectView
) -> Iterator[tuple[ActionType[Any], Any]]:
    """What the actions of a sentence come to.

    One that this installation cannot perform keeps nobody from saving: administrators are told.
    """
    for node in nodes:
        action = ctx.installation.catalog.action_of(node.head)
        if action is None:
            words = {lang: _said(ctx, rule, node, lang) for lang in LANGUAGES}
            action_skipped(ctx, rule.spec.key, Refusal("no_such_action", 422, action=words))
        elif (payload := action.decide(node, view)) is not None:
            yield action, payload


def _said(ctx: Context, rule: CompiledRule, node: Node, lang: str) -> str:
    """An action in canonical words."""
    return action_text(Scope(ctx.app.vocabulary, rule.spec.form, lang), node)


def holds(ctx: Context, rule: CompiledRule, record: StoredRecord) -> bool:
    """Whether a rule's condition is true of a stored record.

    One that looks at other records is asked of the database, so that a long form costs nothing.
    """
    if rule.condition is None:
        return True
    form, system = rule.spec.form, ctx.system
    if rule.condition.program.reads_related:
        return system.asked(form, record.id, rule.condition.tree)
    return rule.condition.program(system.standing(form, record)) is True


def _is_concerned(rule: CompiledRule, deed: Deed) -> bool:
    """Whether what happened can change the truth of a rule without an event."""
    if rule.condition is None or deed.kind in ("created", "restored"):
        return True
    program = rule.condition.program
    return program.reads_related or not deed.changed.isdisjoint(program.reads)
