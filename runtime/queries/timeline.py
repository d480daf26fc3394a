"""The timeline of a record: what happened to it, cut to what its reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runtime import gate
from runtime.compiled import CompiledField, CompiledForm
from runtime.context import SYSTEM, Context
from runtime.fields.base import Unreadable
from runtime.lookup import UNSEEN
from runtime.spec.app import Labels, label
from runtime.store import events
from runtime.store.events import StoredEvent

MOST = 200
_NOT_TOLD = frozenset({"changes", "trace"})
"""What is told field by field, or (why a rule fired) only to who may see every value."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's old and new value: as JSON, and as the reader sees them."""

    field: str
    label: str
    old: Any
    new: Any
    old_shown: str
    new_shown: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. ``type`` is the event's; ``facts`` are its own (a move, a note)."""

    seq: int
    id: str
    at: datetime
    type: str
    actor: str
    actor_name: str
    on_behalf_of: str | None
    door: str
    rule: str | None
    rule_label: str | None
    changes: tuple[FieldChange, ...]
    facts: Mapping[str, Any]


def timeline(
    ctx: Context, form_key: str, record_id: str, before: int | None = None, limit: int = 50
) -> tuple[TimelineEntry, ...]:
    """The latest entries of a record, newest first.

    Raises:
        Refusal: not_found (404): not there, or not for this actor.
    """
    form = ctx.form(form_key)
    record = gate.load(ctx, form, record_id, trashed=True)
    readable = gate.sight(ctx, form, record.scope).readable
    found = events.of_record(
        ctx.connection,
        (ctx.app.key, form_key, record_id),
        before=before,
        limit=max(1, min(limit, MOST)),
    )
    lookup = ctx.reader.lookup
    return tuple(_entry(ctx, (form, readable), each, lookup.name) for each in found)


def _entry(
    ctx: Context, seen: tuple[CompiledForm, frozenset[str]], event: StoredEvent, name: Any
) -> TimelineEntry:
    form, readable = seen
    changes = event.payload.get("changes", {})
    rule = next((r for r in ctx.app.spec.rules if r.key == event.rule), None)
    return TimelineEntry(
        seq=event.seq,
        id=event.id,
        at=event.at,
        type=event.type,
        actor=event.actor,
        actor_name="" if event.actor == SYSTEM else name("person", event.actor),
        on_behalf_of=event.on_behalf_of,
        door=event.door,
        rule=event.rule,
        rule_label=None
        if event.rule is None
        else label(rule.labels if rule else {}, ctx.lang, event.rule),
        changes=tuple(
            _change(ctx, form.fields[key], pair)
            for key, pair in changes.items()
            if key in readable and key in form.fields
        ),
        facts=_facts(ctx, form, event, readable),
    )


def _change(ctx: Context, field: CompiledField, pair: list[Any]) -> FieldChange:
    old, new = pair
    return FieldChange(
        field=field.spec.key,
        label=label(field.spec.labels, ctx.lang, field.spec.key),
        old=old,
        new=new,
        old_shown=_shown(ctx, field, old),
        new_shown=_shown(ctx, field, new),
    )


def _shown(ctx: Context, field: CompiledField, value: Any) -> str:
    """A value of the past as today's field shows it; as it was written where it cannot."""
    if value in (None, "", []):
        return ""
    if field.storage.points in ctx.app.forms:
        return ctx.lookup.name(str(field.storage.points), str(value))
    reader = ctx.wire_reader
    try:
        return field.type.show(field.type.parse(value, field.spec, reader), field.spec, reader)
    except Unreadable:
        return UNSEEN if field.storage.points else str(value)


def _facts(
    ctx: Context, form: CompiledForm, event: StoredEvent, readable: frozenset[str]
) -> dict[str, Any]:
    """The event's own facts, with labels where they name a state or a move."""
    state = form.state_field
    facts = {key: value for key, value in event.payload.items() if key not in _NOT_TOLD}
    if event.type == "moved":
        if state is None or state.spec.key not in readable:
            return {}
        names = _state_names(form, ctx.lang)
        facts["from_label"] = names.get(facts.get("from", ""), "")
        facts["to_label"] = names.get(facts.get("to", ""), "")
        moves: dict[str, Labels] = {
            m.spec.key: m.spec.labels for life in form.lifecycles for m in life.moves
        }
        facts["move_label"] = label(moves.get(facts.get("move", ""), {}), ctx.lang)
    return facts


def _state_names(form: CompiledForm, lang: str) -> dict[str, str]:
    return {
        each.key: label(each.labels, lang, each.key)
        for life in form.lifecycles
        for each in life.spec.states
    }
