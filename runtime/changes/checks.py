"""What must be true of a record before it is stored, whichever door it came through."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from runtime import gate
from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.store import files, records
from runtime.store.records import StoredRecord

EMPTY: tuple[object, ...] = (None, "", (), frozenset())


def is_empty(value: object) -> bool:
    """Whether a field counts as not filled."""
    return value in EMPTY


def missing(
    ctx: Context, form: CompiledForm, scope: Mapping[str, Any], asked: frozenset[str]
) -> list[Wrong]:
    """The required fields that are empty, of those that the writer could have filled."""
    return [
        Wrong("required", key, {"field": field.spec.labels})
        for key, field in form.required_fields.items()
        if key in asked and _is_missing(ctx, form, field, scope)
    ]


def wrong_values(
    ctx: Context, form: CompiledForm, scope: Mapping[str, Any], changed: Mapping[str, Any]
) -> list[Wrong]:
    """What is wrong with values by themselves: taken, lost, or bad rows of a child table."""
    return [
        wrong
        for key, field in form.compared_fields.items()
        if key in changed and not is_empty(changed[key])
        for wrong in _wrong_value(ctx, form, field, scope)
    ]


def broken_validations(
    ctx: Context,
    form: CompiledForm,
    scope: Mapping[str, Any],
    reading: Collection[str] | None = None,
) -> list[Wrong]:
    """The validations a record breaks; only those that read one of some fields, where given."""
    return [
        Wrong("validation", spec.field, text=spec.message)
        for spec, condition in form.validations
        if (reading is None or not condition.program.reads.isdisjoint(reading))
        and not ctx.holds(form.key, condition, scope)
    ]


def strange_files(
    ctx: Context,
    form: CompiledForm,
    values: Mapping[str, Any],
    before: StoredRecord | None = None,
) -> list[Wrong]:
    """Files that may not come into a record: other people's uploads, and files of other records.

    The answer is the one that a file gets which is not there.
    """
    if ctx.actor.is_system:
        return []
    found: list[Wrong] = []
    for key in form.file_fields:
        held = (before.values.get(key) if before else None) or frozenset()
        for each in sorted((values.get(key) or frozenset()) - held):
            file = files.get(ctx.connection, each)
            if file is None or file.record is not None or file.owner != ctx.actor.id:
                labels = form.fields[key].spec.labels
                found.append(Wrong("no_such_file", key, {"field": labels, "written": each}))
    return found


def _is_missing(
    ctx: Context, form: CompiledForm, field: CompiledField, scope: Mapping[str, Any]
) -> bool:
    if not is_empty(scope.get(field.spec.key)):
        return False
    if field.visible is not None and not ctx.holds(form.key, field.visible, scope):
        return False
    if field.required is not None:
        return ctx.holds(form.key, field.required, scope)
    return field.spec.required is True


def _wrong_value(
    ctx: Context, form: CompiledForm, field: CompiledField, scope: Mapping[str, Any]
) -> list[Wrong]:
    key, value = field.spec.key, scope[field.spec.key]
    facts = {"field": field.spec.labels}
    if field.inner is not None:
        return _wrong_lines(ctx, field, value)
    if _is_lost_link(ctx, field, value):
        return [Wrong("link_missing", key, facts)]
    if field.spec.unique and records.is_taken(
        ctx.connection, ctx.app.tables, (form.key, key), value, scope.get("id")
    ):
        return [Wrong("not_unique", key, {**facts, "value": str(value)})]
    return []


def _wrong_lines(ctx: Context, field: CompiledField, rows: Any) -> list[Wrong]:
    """Empty required cells and lost links in the rows of a child table."""
    found: list[Wrong] = []
    for number, row in enumerate(rows):
        for key, inner in (field.inner or {}).items():
            where, facts = f"{field.spec.key}.{key}", {"field": inner.spec.labels}
            value = row.get(key)
            if is_empty(value):
                if inner.spec.required is True and inner.is_written_by_people:
                    found.append(Wrong("required", where, facts, number))
            elif _is_lost_link(ctx, inner, value):
                found.append(Wrong("link_missing", where, facts, number))
    return found


def _is_lost_link(ctx: Context, field: CompiledField, value: Any) -> bool:
    """Whether a link points at no record, or at one the actor may not see: the same answer."""
    form = field.storage.points
    if form is None or form not in ctx.app.forms or ctx.actor.is_system:
        return False
    found = records.fetch(
        ctx.connection, ctx.app.tables, (form, value), condition=gate.visible(ctx, form)
    )
    return found is None or found.deleted_at is not None
