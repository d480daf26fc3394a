"""Storing a record: the row, its event, and what happened. No rights and no rules here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from runtime.changes.deed import Deed, Kind
from runtime.compiled import CompiledForm, CompiledLifecycle
from runtime.context import Context
from runtime.errors import Refusal
from runtime.fields.base import wire
from runtime.store import counters, events, files, records, states
from runtime.store.events import NewEvent
from runtime.store.ids import new_id
from runtime.store.records import StoredRecord

_NOTHING: tuple[Any, ...] = (None, (), frozenset())


@dataclass(frozen=True, slots=True)
class NewDeed:
    """What was done to a record: its kind, the record after and before, and what the event tells.

    ``act`` is the key of the move made.
    """

    kind: Kind
    record: StoredRecord
    before: StoredRecord | None = None
    act: str | None = None
    tells: Mapping[str, Any] | None = None


def insert(ctx: Context, form: CompiledForm, values: Mapping[str, Any]) -> Deed:
    """Store a new record with its number and its first state."""
    record_id = new_id()
    stored = {**dict.fromkeys(form.stored), **_ticks(form), **values, **_numbers(ctx, form)}
    stored = {key: _with_line_ids(value) for key, value in stored.items()}
    life = lifecycle_of(ctx, form, stored)
    if form.state_field is not None and life is not None:
        stored[form.state_field.spec.key] = (
            stored.get(form.state_field.spec.key) or life.spec.initial
        )
    own = {
        "id": record_id,
        "version": 1,
        "revision": ctx.app.revision,
        "state_since": ctx.now if life is not None else None,
        "created_at": ctx.now,
        "created_by": ctx.actor.id,
        "updated_at": ctx.now,
        "updated_by": ctx.actor.id,
        "deleted_at": None,
        "deleted_by": None,
    }
    records.insert(ctx.connection, ctx.app.tables, form.key, own, stored)
    _attach(ctx, form, record_id, stored)
    record = StoredRecord(**own, values=stored)  # type: ignore[arg-type]
    if life is not None and form.state_field is not None:
        states.enter(
            ctx.connection,
            (ctx.app.key, form.key, record_id),
            life.spec.key,
            (stored[form.state_field.spec.key], ctx.app.revision, ctx.now),
        )
    filled = {key: value for key, value in stored.items() if value not in (None, False, ())}
    changes = {key: [None, wire(value)] for key, value in filled.items()}
    return record_deed(ctx, form, NewDeed("created", record, tells={"changes": changes}))


def update(
    ctx: Context,
    form: CompiledForm,
    before: StoredRecord,
    values: Mapping[str, Any],
    payload: Mapping[str, Any] | None = None,
) -> Deed | None:
    """Store changed values of a record; None when nothing differs.

    Raises:
        Refusal: stale_version (412) when somebody else was faster.
    """
    own = {key: _with_line_ids(value, before.values.get(key)) for key, value in values.items()}
    differing = {
        key: value for key, value in own.items() if _differs(value, before.values.get(key))
    }
    if not differing:
        return None
    stamp = {"updated_at": ctx.now, "updated_by": ctx.actor.id, "revision": ctx.app.revision}
    put(ctx, form, before, stamp, differing)
    _attach(ctx, form, before.id, differing)
    after = replace(
        before,
        version=before.version + 1,
        revision=ctx.app.revision,
        updated_at=ctx.now,
        updated_by=ctx.actor.id,
        values={**before.values, **differing},
    )
    changes = {key: [wire(before.values.get(key)), wire(value)] for key, value in differing.items()}
    tells = {"changes": changes, **(payload or {})}
    return record_deed(ctx, form, NewDeed("changed", after, before, tells=tells))


def put(
    ctx: Context,
    form: CompiledForm,
    before: StoredRecord,
    own: Mapping[str, Any],
    values: Mapping[str, Any],
) -> None:
    """Write columns of a row that must still have the version it was read with.

    Raises:
        Refusal: stale_version (412).
    """
    where = (form.key, before.id, before.version)
    if not records.update(ctx.connection, ctx.app.tables, where, own, values):
        raise Refusal("stale_version", 412, yours=before.version, current=before.version + 1)


def record_deed(ctx: Context, form: CompiledForm, deed: NewDeed) -> Deed:
    """Write the event of something that was done, and say that it happened."""
    record, before = deed.record, deed.before
    event = events.append(
        ctx.connection,
        NewEvent(
            app=ctx.app.key,
            form=form.key,
            record=record.id,
            type=deed.kind,
            actor=ctx.actor.id,
            door=ctx.door,
            rule=ctx.rule,
            revision=ctx.app.revision,
            at=ctx.now,
            payload=deed.tells or {},
        ),
    )
    old = {} if before is None else before.values
    return Deed(
        kind=deed.kind,
        form=form.key,
        record=record,
        event=event,
        before=None if before is None else before.values,
        changed=frozenset(
            key for key, value in record.values.items() if _differs(value, old.get(key))
        ),
        act=deed.act,
        by=ctx.actor.id,
        roles=ctx.actor.roles,
    )


def _differs(new: Any, old: Any) -> bool:
    """Whether a value is another one; nothing is the same however it is held."""
    return new != old and not (new in _NOTHING and old in _NOTHING)


def lifecycle_of(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any]
) -> CompiledLifecycle | None:
    """The lifecycle a record follows: the first whose condition it meets."""
    return next((life for life in form.lifecycles if ctx.holds(form.key, life.when, values)), None)


def _attach(ctx: Context, form: CompiledForm, record: str, values: Mapping[str, Any]) -> None:
    """Say of the record's files whose they are from now on."""
    for key in form.file_fields:
        if values.get(key):
            files.attach(ctx.connection, values[key], (ctx.app.key, form.key, record, key))


def _numbers(ctx: Context, form: CompiledForm) -> dict[str, str]:
    """The next numbers of the form's automatic number fields."""
    day = ctx.now.astimezone(ctx.app.zone).date()
    found: dict[str, str] = {}
    for key, field in form.fields.items():
        counter = field.storage.counter
        if counter is not None:
            number = counters.next_number(
                ctx.connection, ctx.app.key, form.key, key, counter.period(day)
            )
            found[key] = counter.write(day, number)
    return found


def _ticks(form: CompiledForm) -> dict[str, bool]:
    """A tick is never empty."""
    return {key: False for key, each in form.fields.items() if each.storage.kind == "flag"}


def _with_line_ids(value: Any, before: Any = ()) -> Any:
    """Rows of a child table, each with an id that the store gave it and that it keeps for ever.

    An id that came in counts where it is that of a line the record has, once; every other is
    forgotten, whoever made it up or copied it from another record.
    """
    if not isinstance(value, tuple):
        return value
    left = {row["id"] for row in before or ()}
    lines = []
    for row in value:
        known = row.get("id")
        lines.append({**row, "id": known if known in left else new_id()})
        left.discard(known)
    return tuple(lines)
