"""Queues: what waits in one, as somebody it is for sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from runtime import gate
from runtime.context import Context
from runtime.queries.records import RecordView, view_of
from runtime.spec.app import NameSpec
from runtime.store import queues, records

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
    found = []
    for each in queues.entries(ctx.connection, ctx.app.key, key, MOST):
        form = ctx.app.forms.get(each.form)
        if form is None or not ctx.rights(each.form).grants:
            continue
        seen = gate.visible(ctx, each.form)
        where = (each.form, each.record)
        stored = records.fetch(ctx.connection, ctx.app.tables, where, condition=seen)
        if stored is None or stored.deleted_at is not None:
            continue
        view = view_of(ctx, form, stored)
        taker = None if each.taken_by is None else ctx.lookup.name("person", each.taken_by)
        is_mine = each.taken_by == ctx.actor.id
        found.append(QueueEntry(view, each.form, view.title, each.added_at, taker, is_mine))
    return QueuePage(queue, tuple(found))
