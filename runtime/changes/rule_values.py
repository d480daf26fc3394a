"""Fitting what a rule writes to the fields it is written in, as values from any door are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.changes import checks
from runtime.changes.defaults import with_defaults
from runtime.changes.inputs import fit, unreadable
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.fields.base import Unreadable
from runtime.store.records import StoredRecord


def fit_values(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any], record: StoredRecord | None = None
) -> dict[str, Any]:
    """The values a rule computed for a record, numbers rounded to their scale.

    A new record (None) gets the defaults of its form beside them.

    Raises:
        Refusal: rule_cannot_write (422) with every reason: beyond what a field holds or allows,
            taken, or against a validation that reads what was written.
    """
    found: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for key, value in values.items():
        field = form.fields[key]
        try:
            found[key] = fit(ctx, field, value)
        except Unreadable as problem:
            wrongs += unreadable(key, field, problem)
    if record is None:
        found, unfit = with_defaults(ctx, form, found, values.keys())
        wrongs += unfit
    before = dict.fromkeys(form.stored) if record is None else record.scope
    scope = {**before, **found}
    wrongs += checks.wrong_values(ctx, form, scope, found)
    wrongs += checks.broken_validations(ctx, form, scope, found.keys())
    if wrongs:
        raise Refusal("rule_cannot_write", 422, wrongs, rule=_label(ctx), count=len(wrongs))
    return found


def _label(ctx: Context) -> Mapping[str, str] | str:
    rule = next((each for each in ctx.app.spec.rules if each.key == ctx.rule), None)
    return "" if rule is None else rule.labels or rule.key
