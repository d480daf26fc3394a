"""Reading records: one, a page of them, and what the actor may do with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa

from runtime import gate
from runtime.access.rights import Grant
from runtime.compiled import CompiledForm, Condition
from runtime.context import Context
from runtime.errors import Refusal, Wrong, sentence
from runtime.queries.clock_fields import clock_columns, with_clock
from runtime.queries.conditions import Filter, conditions
from runtime.queries.cursors import after_cursor, cursor_of
from runtime.store import records, states
from runtime.store.indexes import ordered
from runtime.store.records import StoredRecord
from runtime.store.text_keys import SORTED

__all__ = [
    "COUNT_CAP",
    "MOST",
    "FormRights",
    "ListRequest",
    "Page",
    "RecordView",
    "StoredRecord",
    "form_rights",
    "get_record",
    "list_records",
    "pending_move",
    "view_of",
]

MOST = 200
COUNT_CAP = 1_000
Counting = Literal["exact", "estimate", "none"]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as one actor sees it: what may not be read is not in it."""

    id: str
    version: int
    title: str
    state: str | None
    values: Mapping[str, Any]
    readable: frozenset[str]
    writable: frozenset[str]
    may: frozenset[str]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    deleted_at: datetime | None
    state_since: datetime | None


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What a list asks for. ``where`` is an expression, ``sort`` pairs of field and descending.

    ``after`` or ``before`` is a cursor: the page behind it, or the one that ends in front of it.
    """

    where: str | None = None
    filters: tuple[Filter, ...] = ()
    search: str | None = None
    sort: tuple[tuple[str, bool], ...] = ()
    limit: int = 50
    after: str | None = None
    before: str | None = None
    count: Counting = "estimate"
    trash: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of a list, in order. ``next`` is the cursor of the page after, or None;
    ``previous`` that of the page before, or None on the first.

    ``total`` is capped at COUNT_CAP unless it was asked for exactly; then ``is_exact`` is True.
    """

    records: tuple[RecordView, ...]
    next: str | None
    total: int | None
    is_exact: bool
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class FormRights:
    """What an actor may do with a form as a whole."""

    may: frozenset[str]
    readable: frozenset[str]
    writable: frozenset[str]
    sortable: frozenset[str] = field(default_factory=frozenset)


def form_rights(ctx: Context, form_key: str) -> FormRights:
    """What the actor may do with a form: actions, columns, fields of a new record.

    Raises:
        Refusal: not_found (404).
    """
    form = ctx.form(form_key)
    rights = ctx.rights(form_key)
    return FormRights(
        may=rights.actions,
        readable=rights.readable_somewhere(form.stored),
        writable=gate.fields(rights.grants, form, "create", 2) & form.written_by_people,
        sortable=rights.readable_everywhere(form.stored),
    )


def get_record(ctx: Context, form_key: str, record_id: str, *, trashed: bool = False) -> RecordView:
    """One record.

    Raises:
        Refusal: not_found (404): not there, or not for this actor.
    """
    form = ctx.form(form_key)
    return view_of(ctx, form, gate.load(ctx, form, record_id, trashed=trashed))


def view_of(ctx: Context, form: CompiledForm, record: StoredRecord) -> RecordView:
    """A stored record, cut to what the actor may see of it."""
    seen = with_clock(ctx, form, record)
    return _view(ctx, form, seen, gate.sight(ctx, form, record.scope))


def list_records(ctx: Context, form_key: str, request: ListRequest) -> Page:
    """A page of a form's records.

    Raises:
        Refusal: not_found, forbidden (403), bad_limit, unknown_field or a problem in ``where``
            (422), bad_cursor (422).
    """
    form = ctx.form(form_key)
    needed = {"read", "delete"} if request.trash else {"read"}
    if not needed <= ctx.rights(form_key).actions:
        raise Refusal("forbidden", 403)
    if not 1 <= request.limit <= MOST:
        raise Refusal("bad_limit", 422, most=MOST)
    tables = ctx.app.tables
    table = tables.form(form_key)
    where = conditions(ctx, form, (request.where, request.filters, request.search))
    gone = table.c.deleted_at.isnot(None) if request.trash else table.c.deleted_at.is_(None)
    seen = [gate.visible(ctx, form_key, action) for action in sorted(needed)]
    where = [gone, *(each for each in seen if each is not None), *where]
    order = _order(ctx, form, request.sort)
    way = _backwards(order) if request.before else order
    cursor = request.before or request.after
    grants = _differing(ctx, form)
    flags = [
        sa.literal(True).label(f"g{number}")
        if grant.rows is None
        else gate.in_sql(ctx, form_key, grant.rows).label(f"g{number}")
        for number, grant in enumerate(grants)
    ]
    query = records.select(tables, form_key, [*flags, *clock_columns(ctx, form)]).where(*where)
    if cursor is not None:
        query = query.where(after_cursor(cursor, way))
    query = query.order_by(*(ordered(column, descending=down) for _, column, down in way))
    found = records.run(ctx.connection, tables, form_key, query.limit(request.limit + 1))
    page = [with_clock(ctx, form, record) for record in found[: request.limit]]
    sight = _sights(ctx, form, grants)
    more, came = len(found) > request.limit, cursor is not None and bool(page)
    if request.before:
        page, more, came = page[::-1], came, more
    total, is_exact = _total(ctx, sa.select(table.c.id).where(*where), request, len(found))
    return Page(
        records=tuple(_view(ctx, form, record, sight(record)) for record in page),
        next=cursor_of(page[-1], order) if more else None,
        total=total,
        is_exact=is_exact,
        previous=cursor_of(page[0], order) if came else None,
    )


def pending_move(ctx: Context, form_key: str, record_id: str) -> str | None:
    """The key of the move that waits for an approval, if one does."""
    found = states.load(ctx.connection, (ctx.app.key, form_key, record_id))
    return None if found is None else found.pending_move


def _sights(
    ctx: Context, form: CompiledForm, grants: tuple[Grant[Condition], ...]
) -> Callable[[StoredRecord], gate.Sight]:
    """What may be done with a record of a list: where grants differ the database decided on them.

    Records with the same grants are seen alike, so each combination is added up once.
    """
    if not grants:
        whole = gate.whole_sight(ctx, form)
        return lambda _: whole
    marks = [f"g{number}" for number in range(len(grants))]

    @cache
    def of(holding: tuple[bool, ...]) -> gate.Sight:
        return gate.sight_of(form, [g for g, holds in zip(grants, holding, strict=True) if holds])

    return lambda record: of(tuple(bool(record.extra.get(mark)) for mark in marks))


def _differing(ctx: Context, form: CompiledForm) -> tuple[Grant[Condition], ...]:
    """The grants a row must be asked about; none where every row has the same."""
    grants = ctx.rights(form.key).grants
    return grants if any(grant.rows is not None for grant in grants) else ()


def _view(ctx: Context, form: CompiledForm, record: StoredRecord, sight: gate.Sight) -> RecordView:
    state = form.state_field
    values = record.values
    if not values.keys() <= sight.readable:
        values = {key: value for key, value in values.items() if key in sight.readable}
    return RecordView(
        id=record.id,
        version=record.version,
        title=_title(ctx, form, values, record),
        state=None if state is None else values.get(state.spec.key),
        values=values,
        readable=sight.readable,
        writable=sight.writable if "update" in sight.may else frozenset(),
        may=sight.may,
        created_at=record.created_at,
        created_by=record.created_by,
        updated_at=record.updated_at,
        updated_by=record.updated_by,
        deleted_at=record.deleted_at,
        state_since=record.state_since,
    )


def _title(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any], record: StoredRecord
) -> str:
    """What a record is called by who may read these values; never its id."""
    for key in form.naming:
        value, field_ = values.get(key), form.fields[key]
        if value is not None:
            is_said = isinstance(value, str) and field_.storage.kind == "text"
            return value if is_said else field_.type.show(value, field_.spec, ctx.reader)
    made = f"{record.created_at.astimezone(ctx.app.zone):%Y-%m-%d %H:%M}"
    return sentence("record_untitled", ctx.lang, {"form": form.spec.labels, "made": made})


Order = tuple[str, sa.ColumnElement[Any], bool]


def _order(
    ctx: Context, form: CompiledForm, sort: tuple[tuple[str, bool], ...]
) -> tuple[Order, ...]:
    """The columns to sort by, the id last so that the order is total.

    Raises:
        Refusal: sorted_twice, or unknown_field (422), also for a field that is hidden on some record.
    """
    table = ctx.app.tables.form(form.key)
    columns = ctx.app.tables.columns(form.key)
    allowed = ctx.rights(form.key).readable_everywhere(form.stored)
    found: list[Order] = []
    keys = [key for key, _ in sort]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise Refusal("sorted_twice", 422, name=twice)
    for key, down in sort or (("created_at", True),):
        if key in ("created_at", "updated_at"):
            found.append((key, table.c[key], down))
        elif key in allowed and key in columns:
            sorted_by = ctx.app.tables.key_column(form.key, key, SORTED)
            if sorted_by is None or form.fields[key].is_clocked:
                found.append((key, ctx.column(form.key, key), down))
            else:
                found.append((key, sorted_by, down))
        else:
            raise Refusal(
                "unknown_field", 422, [Wrong("unknown_field", key, {"name": key})], name=key
            )
    return (*found, ("id", table.c.id, found[-1][2]))


def _backwards(order: tuple[Order, ...]) -> tuple[Order, ...]:
    """The same order from its end; the cursor in front of a page is read in it like any other."""
    return tuple((key, column, not down) for key, column, down in order)


def _total(
    ctx: Context, query: sa.Select[Any], request: ListRequest, found: int
) -> tuple[int | None, bool]:
    """How many there are: exactly, counted up to a cap, or not at all."""
    if request.count == "none":
        return None, False
    if request.after is None and request.before is None and found <= request.limit:
        return found, True
    counted = query if request.count == "exact" else query.limit(COUNT_CAP + 1)
    total = ctx.connection.execute(
        sa.select(sa.func.count()).select_from(counted.subquery())
    ).scalar_one()
    return min(total, COUNT_CAP) if request.count == "estimate" else total, (
        request.count == "exact" or total <= COUNT_CAP
    )
