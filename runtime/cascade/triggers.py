"""Whether something done to a record is what a rule's trigger waits for.

Commands make deeds as they go, a replay makes them from the events of the past; both ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rule_dsl.targets.turn import turned
from rule_dsl.tree import Node
from runtime.catalog import UNHEARD
from runtime.changes.deed import Deed
from runtime.context import Context


def occurred(ctx: Context, trigger: Node, deed: Deed) -> bool:
    """Whether a trigger (events joined by or, or by and) is this deed."""
    if trigger.head in ("or", "and"):
        told = (occurred(ctx, part, deed) for part in trigger.children())
        return any(told) if trigger.head == "or" else all(told)
    kind, *parts = trigger.args
    if kind == "changed_to":
        return _changed_to(ctx, trigger, deed)
    named = {part.head: part for part in parts if isinstance(part, Node)}
    if "by" in named and not _is_by(named.pop("by"), deed):
        return False
    if "form" in named and named["form"].args[0] != deed.form:
        return False
    match = _MATCHES.get(str(kind))
    return match is not None and match(ctx, deed, named)


def is_outside(trigger: Node) -> bool:
    """Whether a trigger waits for something that leaves no trace on a record."""
    if trigger.head in ("or", "and"):
        return any(is_outside(part) for part in trigger.children())
    return str(trigger.args[0]) in UNHEARD


def _is_by(by: Node, deed: Deed) -> bool:
    """Whether one of those named did it: a role, or a person."""
    return any(
        (who.head == "role" and who.args[0] in deed.roles)
        or (who.head == "person" and who.args[0] == deed.by)
        for who in by.args
        if isinstance(who, Node)
    )


Named = Mapping[str, Node]
Match = Callable[[Context, Deed, Named], bool]


def _changed(_: Context, deed: Deed, named: Named) -> bool:
    if deed.kind not in ("changed", "moved"):
        return False
    return "field" not in named or str(named["field"].args[0]) in deed.changed


def _changed_to(ctx: Context, trigger: Node, deed: Deed) -> bool:
    """The field changed, and has that value now (and had the other before)."""
    if not _changed(ctx, deed, {"field": trigger.child(1)}):
        return False
    form, now = deed.form, deed.record.scope
    was = None if deed.before is None else ctx.scope(form, {**now, **deed.before})
    return turned(trigger, (ctx.app.vocabulary, form), was, ctx.scope(form, now))


def _state_of(ctx: Context, deed: Deed, *, after: bool) -> object:
    field = ctx.app.forms[deed.form].state_field
    values = deed.record.values if after else (deed.before or {})
    return None if field is None else values.get(field.spec.key)


def _entered(ctx: Context, deed: Deed, named: Named) -> bool:
    now = _state_of(ctx, deed, after=True)
    return now == named["state"].args[-1] != _state_of(ctx, deed, after=False)


def _left(ctx: Context, deed: Deed, named: Named) -> bool:
    was = _state_of(ctx, deed, after=False)
    return was == named["state"].args[-1] != _state_of(ctx, deed, after=True)


def _act(_: Context, deed: Deed, named: Named) -> bool:
    return deed.act is not None and named["act"].args[-1] == deed.act


def _clicked(_: Context, deed: Deed, named: Named) -> bool:
    """A button with that name was pressed; a move is made by its button, too."""
    what = named.get("act") or named.get("text")
    return deed.kind in ("act", "moved") and what is not None and what.args[-1] == deed.act


def _scanned(_: Context, deed: Deed, named: Named) -> bool:
    """A code of the record was scanned: that of a field, where one is named."""
    field = named.get("field")
    return deed.kind == "scanned" and (field is None or str(field.args[0]) == deed.act)


def _ended(kind: str) -> Match:
    def ended(_: Context, deed: Deed, named: Named) -> bool:
        flow = named.get("flow")
        return deed.kind == kind and (flow is None or flow.args[0] == deed.act)

    return ended


def _is_kind(kind: str) -> Match:
    return lambda _, deed, __: deed.kind == kind


_MATCHES: Mapping[str, Match] = {
    "created": _is_kind("created"),
    "submitted": _is_kind("created"),
    "changed": _changed,
    "entered": _entered,
    "became": _entered,
    "left": _left,
    "act": _act,
    "clicked": _clicked,
    "scanned": _scanned,
    "approved": _ended("approved"),
    "effective": _ended("approved"),
    "refused": _ended("refused"),
    "deleted": _is_kind("deleted"),
    "restored": _is_kind("restored"),
}
