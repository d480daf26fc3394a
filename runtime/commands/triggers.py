"""Whether what happened is what a rule's trigger waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rule_dsl.targets.turn import turned
from rule_dsl.tree import Node
from runtime.commands.happenings import Happening
from runtime.context import Context


def occurred(ctx: Context, trigger: Node, happening: Happening) -> bool:
    """Whether a trigger (events joined by or) is this happening."""
    if trigger.head == "or":
        return any(
            isinstance(part, Node) and occurred(ctx, part, happening) for part in trigger.args
        )
    kind, *parts = trigger.args
    if kind == "changed_to":
        return _changed_to(ctx, trigger, happening)
    named = {part.head: part for part in parts if isinstance(part, Node)}
    if "by" in named and not _is_by(named.pop("by"), happening):
        return False
    if "form" in named and named["form"].args[0] != happening.form:
        return False
    return _MATCHES[str(kind)](ctx, happening, named)


def _is_by(by: Node, happening: Happening) -> bool:
    """Whether one of those named did it: a role, or a person."""
    return any(
        (who.head == "role" and who.args[0] in happening.roles)
        or (who.head == "person" and who.args[0] == happening.by)
        for who in by.args
        if isinstance(who, Node)
    )


Named = Mapping[str, Node]
Match = Callable[[Context, Happening, Named], bool]


def _created(_: Context, happening: Happening, __: Named) -> bool:
    return happening.kind == "created"


def _changed(_: Context, happening: Happening, named: Named) -> bool:
    if happening.kind not in ("changed", "moved"):
        return False
    return "field" not in named or str(named["field"].args[0]) in happening.changed


def _changed_to(ctx: Context, trigger: Node, happening: Happening) -> bool:
    """The field changed, and has that value now (and had the other before)."""
    if not _changed(ctx, happening, {"field": trigger.child(1)}):
        return False
    form, now = happening.form, happening.record.scope
    was = None if happening.before is None else ctx.scope(form, {**now, **happening.before})
    return turned(trigger, (ctx.app.vocabulary, form), was, ctx.scope(form, now))


def _state_of(ctx: Context, happening: Happening, *, after: bool) -> object:
    field = ctx.app.forms[happening.form].state_field
    values = happening.record.values if after else (happening.before or {})
    return None if field is None else values.get(field.spec.key)


def _entered(ctx: Context, happening: Happening, named: Named) -> bool:
    now = _state_of(ctx, happening, after=True)
    return now == named["state"].args[-1] != _state_of(ctx, happening, after=False)


def _left(ctx: Context, happening: Happening, named: Named) -> bool:
    was = _state_of(ctx, happening, after=False)
    return was == named["state"].args[-1] != _state_of(ctx, happening, after=True)


def _act(_: Context, happening: Happening, named: Named) -> bool:
    return happening.act is not None and named["act"].args[-1] == happening.act


def _ended(kind: str) -> Match:
    def ended(_: Context, happening: Happening, named: Named) -> bool:
        flow = named.get("flow")
        return happening.kind == kind and (flow is None or flow.args[0] == happening.act)

    return ended


def _is_kind(kind: str) -> Match:
    return lambda _, happening, __: happening.kind == kind


def _elsewhere(_: Context, __: Happening, ___: Named) -> bool:
    """Clicks, scans and inbound messages come through doors that raise them themselves."""
    return False


_MATCHES: Mapping[str, Match] = {
    "created": _created,
    "submitted": _created,
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
    "clicked": _elsewhere,
    "scanned": _elsewhere,
    "received": _elsewhere,
}
