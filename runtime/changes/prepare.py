"""Preparing a record: what was written becomes the values to store, and all that is wrong with them.

One order for every door and for rules, imports and samples: what was written is read, a new record
gets its defaults, formulas are worked out, fields that are not shown are emptied, and the record
that would be is checked. Whether one may write it at all is asked by who calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.changes import checks
from runtime.changes.computed import with_computed
from runtime.changes.defaults import system_values, with_defaults
from runtime.changes.hidden import without_hidden
from runtime.changes.inputs import fit_values, read_values
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Wrong
from runtime.gate import Sight
from runtime.store.records import StoredRecord


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody wrote, as texts or JSON by field, and the fields they see and may write.

    ``is_read`` says that they are values already: many records at once are read by who calls, and
    ``unread`` is what was no value.
    """

    values: Mapping[str, Any]
    sight: Sight
    is_read: bool = False
    unread: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Computed:
    """Values that a rule worked out, by field."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The values to store, the whole record as it would be, and everything wrong with it."""

    values: Mapping[str, Any]
    scope: Mapping[str, Any]
    wrongs: tuple[Wrong, ...]


def prepare(
    ctx: Context,
    form: CompiledForm,
    written: Entered | Computed,
    before: StoredRecord | None = None,
) -> Prepared:
    """Prepare a new record (``before`` is None) or a change of one.

    Of what a rule works out, no field is asked for that it leaves empty, and only those validations
    count that read what it writes: it answers for nothing else of the record.
    """
    if isinstance(written, Entered):
        values, wrongs = read_values(
            ctx, form, written.values, written.sight, is_read=written.is_read
        )
        wrongs += written.unread
    else:
        values, wrongs = fit_values(ctx, form, written.values)
    if before is None:
        values, unfit = with_defaults(ctx, form, values, written.values.keys())
        wrongs += unfit
        scope = {**dict.fromkeys(form.stored), **system_values(ctx), **values}
    else:
        scope = {**before.scope, **values}
    settled, unfit = worked_out(ctx, form, scope, is_stored=before is not None)
    wrongs += unfit
    scope = {**scope, **settled}
    if before is not None:
        settled = {
            key: each
            for key, each in settled.items()
            if key in values or each != before.values.get(key)
        }
    values = {**values, **settled}
    wrongs += checks.strange_files(ctx, form, values, before)
    if isinstance(written, Entered):
        missing = checks.missing(ctx, form, scope, written.sight.writable)
        reading = None
    else:
        missing, reading = [], values.keys()
    for step in (
        missing + checks.wrong_values(ctx, form, scope, values),
        checks.broken_validations(ctx, form, scope, reading),
    ):
        known = {each.field for each in wrongs} - {None}
        wrongs += [each for each in step if each.field not in known]
    return Prepared(values, scope, tuple(wrongs))


def worked_out(
    ctx: Context, form: CompiledForm, scope: Mapping[str, Any], *, is_stored: bool
) -> tuple[Mapping[str, Any], list[Wrong]]:
    """What formulas come to and what is emptied since it is not shown; and what no field can hold."""
    computed, unfit = with_computed(ctx, form, scope, is_stored=is_stored)
    emptied = without_hidden(ctx, form, {**scope, **computed})
    if emptied:
        computed, unfit = with_computed(ctx, form, {**scope, **emptied}, is_stored=is_stored)
    return {**computed, **emptied}, unfit
