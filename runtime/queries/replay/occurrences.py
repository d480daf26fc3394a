"""Whether something in a record's past is what a rule's trigger waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rule_dsl import Node
from rule_dsl.targets.turn import turned
from runtime.context import Context
from runtime.queries.replay.past import Moment
from runtime.store import people

UNSEEN = frozenset({"clicked", "scanned", "received"})
"""Events that leave no trace on a record."""

Named = Mapping[str, Node]


def occurred(ctx: Context, trigger: Node, form: str, moment: Moment) -> bool:
    """Whether a trigger (events joined by or) is this moment of a record of a form."""
    if trigger.head in ("or", "and"):
        parts = [part for part in trigger.args if isinstance(part, Node)]
        told = [occurred(ctx, part, form, moment) for part in parts]
        return any(told) if trigger.head == "or" else all(told)
    kind, *parts_of = trigger.args
    if kind == "changed_to":
        return _changed_to(ctx, trigger, form, moment)
    named = {part.head: part for part in parts_of if isinstance(part, Node)}
    if "by" in named and not _is_by(ctx, named["by"], moment):
        return False
    if "form" in named and named["form"].args[0] != form:
        return False
    match = _MATCHES.get(str(kind))
    return match is not None and match(ctx, moment, {**named, "on": Node("form", (form,))})


def unseen(trigger: Node) -> bool:
    """Whether a trigger waits for something that leaves no trace."""
    if trigger.head in ("or", "and"):
        return any(unseen(part) for part in trigger.args if isinstance(part, Node))
    return str(trigger.args[0]) in UNSEEN


def _is_by(ctx: Context, by: Node, moment: Moment) -> bool:
    """Whether one of those named did it; roles are the ones held today."""
    roles = people.roles_of(ctx.connection, moment.actor, ctx.app.key)
    return any(
        (who.head == "role" and who.args[0] in roles)
        or (who.head == "person" and who.args[0] == moment.actor)
        for who in by.args
        if isinstance(who, Node)
    )


def _changed(_: Context, moment: Moment, named: Named) -> bool:
    if moment.kind not in ("changed", "moved"):
        return False
    return "field" not in named or str(named["field"].args[0]) in moment.changed


def _changed_to(ctx: Context, trigger: Node, form: str, moment: Moment) -> bool:
    if not _changed(ctx, moment, {"field": trigger.child(1)}) or moment.after is None:
        return False
    was = None if moment.before is None else ctx.scope(form, moment.before.scope)
    now = ctx.scope(form, moment.after.scope)
    return turned(trigger, (ctx.app.vocabulary, form), was, now)


def _state(ctx: Context, moment: Moment, named: Named, *, after: bool) -> object:
    field = ctx.app.forms[str(named["on"].args[0])].state_field
    record = moment.after if after else moment.before
    return None if field is None or record is None else record.values.get(field.spec.key)


def _entered(ctx: Context, moment: Moment, named: Named) -> bool:
    now = _state(ctx, moment, named, after=True)
    return now == named["state"].args[-1] != _state(ctx, moment, named, after=False)


def _left(ctx: Context, moment: Moment, named: Named) -> bool:
    was = _state(ctx, moment, named, after=False)
    return was == named["state"].args[-1] != _state(ctx, moment, named, after=True)


def _act(_: Context, moment: Moment, named: Named) -> bool:
    return moment.kind == "moved" and moment.act == named["act"].args[-1]


def _ended(kind: str) -> Callable[[Context, Moment, Named], bool]:
    def ended(_: Context, moment: Moment, named: Named) -> bool:
        flow = named.get("flow")
        return moment.kind == kind and (flow is None or flow.args[0] == moment.act)

    return ended


def _is_kind(kind: str) -> Callable[[Context, Moment, Named], bool]:
    return lambda _, moment, __: moment.kind == kind


_MATCHES: Mapping[str, Callable[[Context, Moment, Named], bool]] = {
    "created": _is_kind("created"),
    "submitted": _is_kind("created"),
    "changed": _changed,
    "entered": _entered,
    "became": _entered,
    "left": _left,
    "act": _act,
    "approved": _ended("approved"),
    "effective": _ended("approved"),
    "refused": _ended("refused"),
    "deleted": _is_kind("deleted"),
    "restored": _is_kind("restored"),
}
