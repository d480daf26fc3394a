"""Changing a record: some of its values, seen at a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.changes.case_end import record_was_edited
from runtime.changes.prepare import Entered, prepare
from runtime.commands.submit import latest
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.store.records import StoredRecord


def change_record(
    ctx: Context, form_key: str, record_id: str, version: int, raw: Mapping[str, Any]
) -> StoredRecord:
    """Change fields of a record that the actor saw at a version.

    Raises:
        Refusal: not_found, forbidden (403), stale_version (412), invalid (422), or the reason a
            rule gives.
    """
    form = ctx.form(form_key)
    before = gate.load(ctx, form, record_id, lock=True)
    sight = gate.sight(ctx, form, before.scope)
    if "update" not in sight.may:
        raise Refusal("forbidden", 403)
    if before.version != version:
        raise Refusal("stale_version", 412, yours=version, current=before.version)
    values = changed_values(ctx, form, before, Entered(raw, sight))
    deed = storing.update(ctx, form, before, values)
    if deed is None:
        return before
    record_was_edited(ctx, form_key, deed.record)
    run_rules(ctx, [deed])
    return latest(ctx, form, deed.record)


def changed_values(
    ctx: Context, form: CompiledForm, before: StoredRecord, entered: Entered
) -> dict[str, Any]:
    """The values to store, once nothing is wrong with them or with the record they make.

    Raises:
        Refusal: invalid (422), every problem at once.
    """
    prepared = prepare(ctx, form, entered, before)
    is_mine = "update" in gate.sight(ctx, form, prepared.scope).may
    strange = () if is_mine else (Wrong("row_not_yours"),)
    known = entered.sight.readable | entered.sight.writable
    gate.refuse_wrong([*strange, *prepared.wrongs], known)
    return dict(prepared.values)
