"""A record's past, from its events: its values at every moment something happened to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from runtime.catalog import NoLookup
from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.fields.base import Reader, Unreadable
from runtime.store import records
from runtime.store.events import StoredEvent
from runtime.store.records import StoredRecord
from runtime.store.schema.cases import approval_case
from runtime.store.schema.events import event

MOST_RECORDS = 20_000
BATCH = 100
CHANGING = frozenset({"created", "changed", "moved"})
TRASHING = frozenset({"deleted", "restored"})
ENDED = {"case_approved": "approved", "case_rejected": "refused"}


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened to a record, and the record right before and after it.

    ``kind`` is the event's type; ``act`` the key of a move or of the chain that ended; ``after``
    is None once the record lies in the trash.
    """

    at: datetime
    kind: str
    actor: str
    act: str | None
    changed: frozenset[str]
    before: StoredRecord | None
    after: StoredRecord | None


@dataclass(frozen=True)
class Past:
    """A record and everything that happened to it, in order."""

    record: StoredRecord
    moments: tuple[Moment, ...]

    @cached_property
    def _times(self) -> list[datetime]:
        return [each.at for each in self.moments]

    def until(self, at: datetime) -> Sequence[Moment]:
        """What had happened by then."""
        return self.moments[: bisect_right(self._times, at)]

    def record_at(self, at: datetime) -> StoredRecord | None:
        """The record as it was then; None before it was made and while it lay in the trash."""
        known = self.until(at)
        return known[-1].after if known else None


def pasts(ctx: Context, form: CompiledForm) -> Iterator[Past]:
    """The pasts of a form's records, the newest records first, at most ``MOST_RECORDS``."""
    tables = ctx.app.tables
    table = tables.form(form.key)
    query = records.select(tables, form.key).order_by(table.c.id.desc()).limit(BATCH)
    after: str | None = None
    for _ in range(MOST_RECORDS // BATCH):
        batch = query if after is None else query.where(table.c.id < after)
        found = records.run(ctx.connection, tables, form.key, batch)
        happened = _events(ctx, form, [each.id for each in found])
        for record in found:
            yield Past(record, tuple(_moments(form, record, happened.get(record.id, []))))
        if len(found) < BATCH:
            return
        after = found[-1].id


def how_many(ctx: Context, form: CompiledForm) -> int:
    """How many records a form has, the trash included."""
    query = sa.select(sa.func.count()).select_from(ctx.app.tables.form(form.key))
    return int(ctx.connection.execute(query).scalar_one())


def _events(ctx: Context, form: CompiledForm, ids: list[str]) -> dict[str, list[StoredEvent]]:
    """The events of records, by record, oldest first; of a case's end the chain is its payload."""
    kinds = [*CHANGING, *TRASHING, *ENDED]
    shown = [event.c[name] for name in StoredEvent.__dataclass_fields__]
    query = (
        sa.select(*shown, approval_case.c.chain.label("chain"))
        .outerjoin(approval_case, approval_case.c.id == event.c.case)
        .where(event.c.app == ctx.app.key, event.c.form == form.key)
        .where(event.c.record.in_(ids), event.c.type.in_(kinds))
        .order_by(event.c.seq)
    )
    found: dict[str, list[StoredEvent]] = {}
    for row in ctx.connection.execute(query).mappings():
        facts = {name: row[name] for name in StoredEvent.__dataclass_fields__}
        if row["chain"] is not None:
            facts["payload"] = {"act": row["chain"]}
        found.setdefault(row["record"], []).append(StoredEvent(**facts))
    return found


def _moments(
    form: CompiledForm, record: StoredRecord, happened: list[StoredEvent]
) -> Iterator[Moment]:
    """What happened, oldest first: the changes are taken back from today's record one by one."""
    snapshots = _snapshots(form, record, happened)
    if not happened or happened[0].type != "created":
        first = _dressed(record, snapshots[0], record.created_at, record.created_at)
        yield Moment(record.created_at, "found", record.created_by, None, frozenset(), None, first)
    before: StoredRecord | None = None
    entered, is_gone = record.created_at, False
    state = form.state_field.spec.key if form.state_field is not None else None
    for each, values in zip(happened, snapshots[1:], strict=True):
        changed = frozenset(each.payload.get("changes", {})) & frozenset(form.fields)
        if state in changed:
            entered = each.at
        is_gone = each.type == "deleted" or (is_gone and each.type != "restored")
        now = _dressed(record, values, each.at, entered)
        shown = None if is_gone else now
        act = each.payload.get("move") or each.payload.get("act")
        kind = ENDED.get(each.type, each.type)
        yield Moment(each.at, kind, each.actor, act, changed, before, shown)
        before = now


def _snapshots(
    form: CompiledForm, record: StoredRecord, happened: list[StoredEvent]
) -> list[dict[str, Any]]:
    """The values before everything, and after each event."""
    values = dict(record.values)
    found = [values]
    for each in reversed(happened):
        values = dict(values)
        for key, pair in each.payload.get("changes", {}).items():
            field = form.fields.get(key)
            if field is not None and isinstance(pair, list) and len(pair) == 2:
                values[key] = _value(field, pair[0])
        found.append(values)
    return found[::-1]


def _value(field: CompiledField, raw: Any) -> Any:
    """A value of the past; one that today's field cannot read is empty."""
    reader = Reader(lang="zh", timezone="UTC", lookup=NoLookup(), wire=True)
    try:
        value = field.type.parse(raw, _loose(field), reader)
    except Unreadable:
        return None
    return () if value is None and field.storage.kind == "rows" else value


def _loose(field: CompiledField) -> Any:
    """The field without bounds: they may have been others then."""
    options: Mapping[str, Any] = field.spec.options
    kept = {key: each for key, each in options.items() if key not in ("min", "max")}
    return replace(field.spec, options=kept)


def _dressed(
    record: StoredRecord, values: Mapping[str, Any], at: datetime, entered: datetime
) -> StoredRecord:
    since = None if record.state_since is None else entered
    return replace(record, values=values, updated_at=at, state_since=since, deleted_at=None)
