"""Settling: what happened fires rules, whose effects happen in turn, until nothing is left.

Everything inside one transaction: a rule that blocks takes all of it back. A rule fires once per
record and transaction, so two rules that write each other's fields come to rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from rule_dsl.tree import Node
from runtime.actions.base import Effect
from runtime.commands.effects import perform
from runtime.commands.happenings import Happening
from runtime.commands.triggers import occurred
from runtime.commands.view import SubjectView
from runtime.compiled import CompiledForm, CompiledRule
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import matches
from runtime.store.records import StoredRecord

MOST = 500


def settle(ctx: Context, happenings: Iterable[Happening]) -> None:
    """Fire the rules of everything that happened, and of what follows from it.

    Raises:
        Refusal: a rule blocks, or rules follow on one another without end.
    """
    waiting = deque(happenings)
    latest: dict[str, StoredRecord] = {}
    for _ in range(MOST):
        if not waiting:
            return
        happening = waiting.popleft()
        latest[happening.record.id] = happening.record
        for each in ctx.app.forms[happening.form].rules:
            record = latest[happening.record.id]
            if not fires(ctx, each, happening, record):
                continue
            for caused in fire(ctx, each, happening.form, record):
                waiting.append(caused)
                latest[caused.record.id] = caused.record
    raise Refusal("rules_without_end", 422)


def fires(ctx: Context, rule: CompiledRule, happening: Happening, record: StoredRecord) -> bool:
    """Whether a rule fires now; a state rule's match is noted or forgotten on the way."""
    if (rule.spec.key, record.id) in ctx.fired:
        return False
    parts = rule.rule
    if parts.schedule is not None:
        return False
    if parts.trigger is not None:
        return occurred(ctx, parts.trigger, happening) and _holds(ctx, rule, record)
    if happening.kind == "deleted":
        matches.forget(ctx.connection, (ctx.app.key, rule.spec.key), [record.id])
        return False
    if not _is_concerned(rule, happening):
        return False
    if rule.condition is None:
        return True
    return becomes_true(ctx, rule, record)


def becomes_true(ctx: Context, rule: CompiledRule, record: StoredRecord) -> bool:
    """Whether a state rule's condition turned from false to true for a record."""
    where = (ctx.app.key, rule.spec.key)
    if _holds(ctx, rule, record):
        return matches.note(ctx.connection, where, record.id, ctx.now)
    matches.forget(ctx.connection, where, [record.id])
    return False


def fire(ctx: Context, rule: CompiledRule, form: str, record: StoredRecord) -> list[Happening]:
    """Perform a rule's actions on a record; what that caused is returned."""
    ctx.fired.add((rule.spec.key, record.id))
    acting = ctx.as_system(rule=rule.spec.key)
    view = SubjectView(acting, form, record)
    effects = [effect for node in rule.rule.actions for effect in _decide(acting, node, view)]
    return perform(acting, acting.app.forms[form], record, (rule.spec, effects))


def _decide(ctx: Context, node: Node, view: SubjectView) -> tuple[Effect, ...]:
    """What one action of a sentence comes to.

    Raises:
        Refusal: the installation has no such action.
    """
    action = ctx.installation.catalog.action_of(node.head)
    if action is None:
        raise Refusal("no_such_action", 422, action=node.head)
    return action.decide(node, view)


def _holds(ctx: Context, rule: CompiledRule, record: StoredRecord) -> bool:
    form: CompiledForm = ctx.app.forms[rule.spec.form]
    return ctx.as_system().holds(form.key, rule.condition, record.scope)


def _is_concerned(rule: CompiledRule, happening: Happening) -> bool:
    """Whether what happened can change the truth of a rule without an event."""
    return (
        happening.kind in ("created", "restored")
        or rule.rule.reads_related
        or not happening.changed.isdisjoint(rule.rule.reads)
    )
