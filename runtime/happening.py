"""What happened to a record, and whether it is what a rule's trigger waits for.

Commands make happenings as they go, a replay makes them from the events of the past; both ask the
same question here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rule_dsl.targets.turn import turned
from rule_dsl.tree import Node
from runtime.catalog import UNHEARD
from runtime.context import Context
from runtime.store.records import StoredRecord

Kind = Literal["created", "changed", "moved", "deleted", "restored", "approved", "refused"]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to one record, with its values before and after.

    ``act`` is the key of the move made, or of the approval chain that ended; ``roles`` are those
    of who did it.
    """

    kind: Kind
    form: str
    record: StoredRecord
    event: str
    before: Mapping[str, Any] | None = None
    changed: frozenset[str] = frozenset()
    act: str | None = None
    by: str | None = None
    roles: frozenset[str] = frozenset()


def occurred(ctx: Context, trigger: Node, happening: Happening) -> bool:
    """Whether a trigger (events joined by or, or by and) is this happening."""
    if trigger.head in ("or", "and"):
        told = (occurred(ctx, part, happening) for part in trigger.children())
        return any(told) if trigger.head == "or" else all(told)
    kind, *parts = trigger.args
    if kind == "changed_to":
        return _changed_to(ctx, trigger, happening)
    named = {part.head: part for part in parts if isinstance(part, Node)}
    if "by" in named and not _is_by(named.pop("by"), happening):
        return False
    if "form" in named and named["form"].args[0] != happening.form:
        return False
    match = _MATCHES.get(str(kind))
    return match is not None and match(ctx, happening, named)


def is_outside(trigger: Node) -> bool:
    """Whether a trigger waits for something that leaves no trace on a record."""
    if trigger.head in ("or", "and"):
        return any(is_outside(part) for part in trigger.children())
    return str(trigger.args[0]) in UNHEARD


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


_MATCHES: Mapping[str, Match] = {
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
