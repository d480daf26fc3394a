"""Queues: what waits in one, as somebody it is for sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from runtime import gate
from runtime.context import Context
from runtime.queries.records import RecordView, view_of
from runtime.spec.app import NameSpec
from runtime.store import queues, records
from runtime.store.records import StoredRecord

MOST = 200


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A record that waits: since when, and who has taken it (a name)."""

    record: RecordView
    form: str
    title: str
    added_at: datetime
    taken_by: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A queue and what waits in it, the oldest first."""

    queue: NameSpec
    entries: tuple[QueueEntry, ...]


def queue_page(ctx: Context, key: str) -> QueuePage:
    """What waits in a queue, of what this actor may read.

    Raises:
        Refusal: not_found (404).
    """
    queue = gate.queue(ctx, key)
    waiting = queues.entries(ctx.connection, ctx.app.key, key, MOST)
    seen = {
        record.id: record
        for form in dict.fromkeys(each.form for each in waiting)
        for record in _visible(ctx, form, [each.record for each in waiting if each.form == form])
    }
    found = []
    for each in waiting:
        if each.record in seen:
            view = view_of(ctx, ctx.app.forms[each.form], seen[each.record])
            taker = None if each.taken_by is None else ctx.lookup.name("person", each.taken_by)
            is_mine = each.taken_by == ctx.actor.id
            found.append(QueueEntry(view, each.form, view.title, each.added_at, taker, is_mine))
    return QueuePage(queue, tuple(found))


def _visible(ctx: Context, form: str, ids: list[str]) -> list[StoredRecord]:
    """Those of a form's records that this actor may see, but for what is in the trash."""
    if form not in ctx.app.forms or not ctx.rights(form).grants:
        return []
    table, condition = ctx.app.tables.form(form), gate.visible(ctx, form)
    query = records.select(ctx.app.tables, form)
    query = query.where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
    query = query if condition is None else query.where(condition)
    return records.run(ctx.connection, ctx.app.tables, form, query)
