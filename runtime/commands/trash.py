"""The trash: a record goes there and comes back; nothing is ever erased here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.changes.case_end import invalidate_cases
from runtime.changes.storing import NewDeed
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store.records import StoredRecord


def trash_record(
    ctx: Context, form_key: str, record_id: str, version: int | None = None
) -> StoredRecord:
    """Put a record into the trash, seen at a version (None: whichever).

    Raises:
        Refusal: not_found, forbidden (403), stale_version (412).
    """
    form = ctx.form(form_key)
    before = gate.load(ctx, form, record_id, lock=True)
    _may_delete(ctx, form, before)
    if version is not None and before.version != version:
        raise Refusal("stale_version", 412, yours=version, current=before.version)
    invalidate_cases(ctx, form_key, before, "trashed")
    return _put(ctx, form, before, ctx.now)


def restore_record(ctx: Context, form_key: str, record_id: str) -> StoredRecord:
    """Take a record out of the trash; one that is not there stays as it is.

    Raises:
        Refusal: not_found, forbidden (403), not_unique (422) when its unique value is taken now.
    """
    form = ctx.form(form_key)
    before = gate.load(ctx, form, record_id, lock=True, trashed=True)
    _may_delete(ctx, form, before)
    if before.deleted_at is None:
        return before
    taken = gate.taken(ctx, form, before)
    if taken:
        raise Refusal("invalid", 422, taken, count=len(taken))
    return _put(ctx, form, before, None)


def _may_delete(ctx: Context, form: CompiledForm, record: StoredRecord) -> None:
    if "delete" not in gate.sight(ctx, form, record.scope).may:
        raise Refusal("forbidden", 403)


def _put(
    ctx: Context, form: CompiledForm, before: StoredRecord, deleted_at: datetime | None
) -> StoredRecord:
    gone = deleted_at is not None
    own = {"deleted_at": deleted_at, "deleted_by": ctx.actor.id if gone else None}
    storing.put(ctx, form, before, own, {})
    after = replace(before, version=before.version + 1, **own)  # type: ignore[arg-type]
    deed = NewDeed("deleted" if gone else "restored", after, before)
    run_rules(ctx, [storing.record_deed(ctx, form, deed)])
    return after
