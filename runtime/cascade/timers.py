"""Timers: what a rule does later, unless what it waits for has happened on the record by then.

A timer is a part of a rule's sentence, known by its number among the parts. It belongs to the
revision it was armed under and ends on that one, whatever is published meanwhile.
"""

from __future__ import annotations

from typing import Any

from rule_dsl.rule import walk
from rule_dsl.tree import Node
from runtime.actions.base import Timer
from runtime.changes.deed import Deed
from runtime.compiled import CompiledRule
from runtime.context import Context
from runtime.store import due, events
from runtime.store.due import Due, NewDue
from runtime.store.events import StoredEvent
from runtime.store.past_values import WRITING
from runtime.store.records import StoredRecord

DECIDED = frozenset({"task_completed", "task_approved", "task_rejected"})
"""What somebody who was asked about a record did."""


def arm(ctx: Context, form: str, record: str, timer: Timer, event: str) -> None:
    """Note a timer of the acting rule for a record of a form, counted from an event."""
    rule = ctx.app.rule(str(ctx.rule), form)
    if rule is None:
        return
    part = next(number for number, each in enumerate(walk(rule.tree)) if each is timer.node)
    facts = {
        "revision": ctx.app.revision,
        "event": event,
        "awaits": _awaited(form, timer.awaited),
    }
    due.put(
        ctx.connection,
        NewDue(ctx.app.key, "timer", rule.spec.key, form, record, timer.at, part, facts),
    )


def part_of(rule: CompiledRule, number: int) -> Node | None:
    """A part of a rule's sentence by its number."""
    return next((each for at, each in enumerate(walk(rule.tree)) if at == number), None)


def disarm(ctx: Context, deed: Deed) -> None:
    """Forget the timers of a record that waited for what was just done to it."""
    if deed.kind == "created" or not ctx.app.forms[deed.form].acts_later:
        return
    armed = due.of_record(ctx.connection, ctx.app.key, "timer", deed.record.id)
    over = [each.id for each in armed if _is_awaited(each, deed)]
    if over:
        due.forget(ctx.connection, over)


def _is_awaited(timer: Due, deed: Deed) -> bool:
    kind, key = timer.facts["awaits"]
    if kind == "act":
        return deed.kind in ("moved", "act") and deed.act == key
    return deed.kind in ("changed", "moved") and (key in deed.changed or key == deed.form)


def _awaited(form: str, thing: Node) -> list[str]:
    """What a timer waits for, as kind and key; lines are the field that holds them."""
    key = str(thing.args[-1])
    if thing.head == "form" and key.startswith(f"{form}."):
        return ["field", key.partition(".")[2]]
    return [thing.head, key]


def has_happened(ctx: Context, timer: Due, record: StoredRecord) -> bool:
    """Whether what a timer waits for has happened on the record since it was armed.

    An event that is declared and no move of the form is done when somebody who was asked about
    the record, by a to-do or an approval, has decided.
    """
    kind, key = timer.facts["awaits"]
    where = (timer.app, timer.form, timer.record)
    since = events.of_record_since(ctx.connection, where, str(timer.facts["event"]))
    if kind == "act":
        is_move = any(
            move.spec.key == key
            for life in ctx.app.forms[timer.form].lifecycles
            for move in life.moves
        )
        return any(_is_act(each, key, is_move=is_move) for each in since)
    if kind == "form":
        if key == timer.form:
            return any(each.type in WRITING for each in since)
        return _linked_changed(ctx, timer, key, record)
    return any(key in _changes(each) for each in since)


def _is_act(event: StoredEvent, key: str, *, is_move: bool) -> bool:
    if event.type in ("moved", "act"):
        return key in (event.payload.get("move"), event.payload.get("act"))
    return not is_move and event.type in DECIDED


def _changes(event: StoredEvent) -> Any:
    return event.payload.get("changes", {}) if event.type in WRITING else ()


def _linked_changed(ctx: Context, timer: Due, form: str, record: StoredRecord) -> bool:
    """Whether a record of another form that links to this one changed since."""
    armed = events.get(ctx.connection, str(timer.facts["event"]))
    related = ctx.scope(timer.form, record.scope).related
    own = ctx.app.forms.get(form)
    if armed is None or own is None:
        return False
    links = [key for key, each in own.fields.items() if each.storage.points == timer.form]
    found = [related.rows_changed_at(form, key, record.id) for key in links]
    return any(each is not None and each > armed.at for each in found)
