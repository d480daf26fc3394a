"""Exporting records: what the actor may read and export, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.naming import foresee
from runtime.queries.records import MOST, ListRequest, RecordView, list_records
from runtime.spec.app import label

MOST_ROWS = 20_000


def export_rows(
    ctx: Context, form_key: str, request: ListRequest, *, typed: bool = False
) -> Iterator[list[Any]]:
    """A header of labels, then one row a record, as the actor sees it; ``typed`` makes
    cells of a workbook of them.

    Raises:
        Refusal: not_found, forbidden (403), too_many_to_export (422), and what a list refuses.
    """
    form = ctx.form(form_key)
    rights = ctx.rights(form_key)
    if not rights.may("export"):
        raise Refusal("forbidden", 403)
    columns = rights.readable_somewhere(form.stored)
    keys = [key for key in form.stored if key in columns]
    yield [label(form.fields[key].spec.labels, ctx.lang, key) for key in keys]
    after, written = None, 0
    while True:
        page = list_records(ctx, form_key, _page(request, after))
        foresee(ctx, form, page.records, keys)
        for record in page.records:
            if "export" not in record.may:
                continue
            written += 1
            if written > MOST_ROWS:
                raise Refusal("too_many_to_export", 422, most=MOST_ROWS)
            yield [_cell(ctx, form, record, key, typed=typed) for key in keys]
        if page.next is None:
            return
        after = page.next


def _page(request: ListRequest, after: str | None) -> ListRequest:
    return ListRequest(
        where=request.where,
        filters=request.filters,
        search=request.search,
        sort=request.sort,
        limit=MOST,
        after=after,
        count="none",
    )


def _cell(ctx: Context, form: CompiledForm, record: RecordView, key: str, *, typed: bool) -> Any:
    value = record.values.get(key)
    if value is None:
        return ""
    field: CompiledField = form.fields[key]
    written = field.type.cell if typed else field.type.show
    return written(value, field.spec, ctx.reader)
