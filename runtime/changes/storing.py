"""Storing a record: the row, its event, and what happened. No rights and no rules here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    return insert_all(ctx, form, [values])[0]


def insert_all(ctx: Context, form: CompiledForm, every: Sequence[Mapping[str, Any]]) -> list[Deed]:
    """Store new records, each with its number and its first state, in their order."""
    numbers = _numbers(ctx, form, len(every))
    new = [
        new_record(ctx, form, values, {key: each[at] for key, each in numbers.items()})
        for at, values in enumerate(every)
    ]
    rows = [each.record for each in new]
    records.insert_all(ctx.connection, ctx.app.tables, form.key, rows)
    for each in rows if form.file_fields else ():
        _attach(ctx, form, each.id, each.values)
    if form.state_field is not None:
        key = form.state_field.spec.key
        states.enter_all(
            ctx.connection,
            (ctx.app.key, form.key),
            [
                states.Entering(each.record.id, each.lifecycle, each.record.values[key])
                for each in new
                if each.lifecycle is not None
            ],
            (ctx.app.revision, ctx.now),
        )
    return record_deeds(ctx, form, [created(each) for each in rows])


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record about to be stored, and the lifecycle it begins."""

    record: StoredRecord
    lifecycle: str | None


def new_record(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any], numbers: Mapping[str, str]
) -> NewRecord:
    """The record that values and numbers become: with an id, its lines' ids and its first state."""
    stored = {**form.empty, **values, **numbers}
    for key in form.line_fields:
        stored[key] = _with_line_ids(stored[key])
    life = lifecycle_of(ctx, form, stored) if form.lifecycles else None
    if form.state_field is not None and life is not None:
        key = form.state_field.spec.key
        stored[key] = stored.get(key) or life.spec.initial
    record = StoredRecord(
        id=new_id(),
        version=1,
        revision=ctx.app.revision,
        state_since=ctx.now if life is not None else None,
        created_at=ctx.now,
        created_by=ctx.actor.id,
        updated_at=ctx.now,
        updated_by=ctx.actor.id,
        deleted_at=None,
        deleted_by=None,
        values=stored,
    )
    return NewRecord(record, None if life is None else life.spec.key)


def created(record: StoredRecord) -> NewDeed:
    """The making of a record."""
    changes = {
        key: [None, wire(value)]
        for key, value in record.values.items()
        if value not in (None, False, ())
    }
    return NewDeed("created", record, tells={"changes": changes})


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
    differing = _differing(before, own)
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
    tells = {"changes": _changes(before, differing), **(payload or {})}
    return record_deed(ctx, form, NewDeed("changed", after, before, tells=tells))


def update_computed(
    ctx: Context, form: CompiledForm, before: StoredRecord, values: Mapping[str, Any]
) -> Deed | None:
    """Store what formulas come to now; None when nothing differs. The version stays."""
    differing = _differing(before, values)
    if not differing:
        return None
    where = (form.key, before.id)
    records.put_computed(ctx.connection, ctx.app.tables, where, differing)
    after = replace(before, values={**before.values, **differing})
    tells = {"changes": _changes(before, differing), "computed": True}
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
    return record_deeds(ctx, form, [deed])[0]


def record_deeds(ctx: Context, form: CompiledForm, deeds: Sequence[NewDeed]) -> list[Deed]:
    """Write the events of what was done, in order, and say that it happened."""
    written = events.append_all(
        ctx.connection,
        [
            NewEvent(
                app=ctx.app.key,
                form=form.key,
                record=each.record.id,
                type=each.kind,
                actor=ctx.actor.id,
                door=ctx.door,
                rule=ctx.rule,
                revision=ctx.app.revision,
                at=ctx.now,
                payload=each.tells or {},
            )
            for each in deeds
        ],
    )
    return [as_deed(ctx, form, each, event) for each, event in zip(deeds, written, strict=True)]


def as_deed(ctx: Context, form: CompiledForm, deed: NewDeed, event: str) -> Deed:
    """What was done, as rules hear of it."""
    before = None if deed.before is None else deed.before.values
    old = before or {}
    return Deed(
        kind=deed.kind,
        form=form.key,
        record=deed.record,
        event=event,
        before=before,
        changed=frozenset(
            key for key, value in deed.record.values.items() if _differs(value, old.get(key))
        ),
        act=deed.act,
        by=ctx.actor.id,
        roles=ctx.actor.roles,
    )


def _differing(before: StoredRecord, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that a record does not have yet."""
    return {key: value for key, value in values.items() if _differs(value, before.values.get(key))}


def _changes(before: StoredRecord, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Old and new of each value, as its event keeps them."""
    return {key: [wire(before.values.get(key)), wire(value)] for key, value in values.items()}


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


def _numbers(ctx: Context, form: CompiledForm, count: int) -> dict[str, list[str]]:
    """The next numbers of the form's automatic number fields, so many of each."""
    day = ctx.now.astimezone(ctx.app.zone).date()
    found: dict[str, list[str]] = {}
    for key, field in form.fields.items():
        counter = field.storage.counter
        if counter is not None:
            where = counters.CounterKey(ctx.app.key, form.key, key, counter.period(day))
            numbers = counters.next_numbers(ctx.connection, where, count)
            found[key] = [counter.write(day, each) for each in numbers]
    return found


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
