"""Submitting a record: a new one, through any door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import checks, storing
from runtime.changes.defaults import system_values, with_defaults
from runtime.changes.inputs import read_values
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.store.records import StoredRecord


def submit_record(ctx: Context, form_key: str, raw: Mapping[str, Any]) -> StoredRecord:
    """Create a record from what was written (texts or JSON, by field).

    Raises:
        Refusal: not_found, forbidden (403), invalid (422, every problem at once), or the reason a
            rule gives.
    """
    form = ctx.form(form_key)
    values = checked_values(ctx, form, raw)
    deed = storing.insert(ctx, form, values)
    run_rules(ctx, [deed])
    return latest(ctx, form, deed.record)


def checked_values(ctx: Context, form: CompiledForm, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new record, defaults filled in, once nothing is wrong with them.

    Raises:
        Refusal: forbidden (403) or invalid (422).
    """
    rights = ctx.rights(form.key)
    if not rights.may("create"):
        raise Refusal("forbidden", 403)
    creating = rights.granting("create")
    writable = gate.fields(creating, form, "create", 2) & form.written_by_people
    readable = gate.fields(rights.grants, form, "read", 1)
    all_of_it = gate.Sight(frozenset({"create"}), readable, writable)
    values, wrongs = read_values(ctx, form, raw, all_of_it)
    values, unfit = with_defaults(ctx, form, values, raw.keys())
    wrongs += unfit
    scope = {**dict.fromkeys(form.stored), **values, **system_values(ctx)}
    values = checks.without_hidden(ctx, form, values, scope)
    scope.update(values)
    wrongs += _not_yours(ctx, form, writable & raw.keys(), scope)
    wrongs += checks.strange_files(ctx, form, values)
    broken = {each.field for each in wrongs}
    found = checks.wrongs(ctx, form, scope, values, writable)
    wrongs += [each for each in found if each.field is None or each.field not in broken]
    if wrongs:
        told = gate.unnamed(wrongs, readable | writable)
        raise Refusal("invalid", 422, told, count=len(told))
    return values


def _not_yours(
    ctx: Context, form: CompiledForm, written: frozenset[str], scope: Mapping[str, Any]
) -> list[Wrong]:
    """Which of the fields written the grants that match this very record do not let one write."""
    matching = ctx.rights(form.key).matching(
        "create", lambda condition: ctx.holds(form.key, condition, scope)
    )
    if not matching:
        return [Wrong("row_not_yours")]
    mine = gate.fields(matching, form, "create", 2)
    return [
        Wrong("read_only", key, {"field": form.fields[key].spec.labels})
        for key in sorted(written - mine)
    ]


def latest(ctx: Context, form: CompiledForm, record: StoredRecord) -> StoredRecord:
    """The record as it is after the rules ran."""
    return gate.reload(ctx, form, record) if ctx.fired else record
