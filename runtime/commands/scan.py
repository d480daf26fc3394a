"""Scanning: a code leads to the record that bears it, and the rules hear that it was scanned."""

from __future__ import annotations

import sqlalchemy as sa

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.changes.storing import NewDeed
from runtime.commands.submit import latest
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store.records import StoredRecord

LONGEST = 500


def scan_code(ctx: Context, code: str) -> tuple[str, StoredRecord]:
    """The form and the record that bears a code, told to the rules as scanned.

    Raises:
        Refusal: code_unknown (404) where no record that the actor may read bears it,
            code_twice (409) where several do, or the reason a rule gives.
    """
    text = code.strip()
    if not text or len(text) > LONGEST:
        raise Refusal("code_unknown", 404, text=text[:40])
    found = [
        (form, key, record)
        for form, compiled in ctx.app.forms.items()
        if ctx.rights(form).grants
        for key in compiled.scanned_fields
        for record in _bearing(ctx, form, key, text)
    ]
    if not found:
        raise Refusal("code_unknown", 404, text=text[:40])
    if len(found) > 1:
        raise Refusal("code_twice", 409, text=text[:40])
    form_key, key, record_id = found[0]
    form = ctx.form(form_key)
    record = gate.load(ctx, form, record_id, lock=True)
    tells = {"field": key, "code": text}
    run_rules(ctx, [storing.record_deed(ctx, form, NewDeed("scanned", record, record, key, tells))])
    return form_key, latest(ctx, form, record)


def _bearing(ctx: Context, form: str, key: str, code: str) -> list[str]:
    """The records that bear a code in a field, of those where the actor may read it; two at most."""
    table, column = ctx.app.tables.form(form), ctx.app.tables.column(form, key)
    query = sa.select(table.c.id).where(column == code, table.c.deleted_at.is_(None)).limit(2)
    seen = ctx.seen(form, key)
    return list(ctx.connection.execute(query if seen is None else query.where(seen)).scalars())
