"""A form while it is filled in: which fields show and must be filled, and what its formulas come to.

Nothing is stored and nothing is judged: submitting decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rule_dsl.printing import print_text
from rule_dsl.tree import Node
from runtime import gate
from runtime.changes.defaults import system_values
from runtime.changes.prepare import worked_out
from runtime.compiled import CompiledApp, CompiledField, CompiledForm
from runtime.context import Context
from runtime.fields.base import Unreadable
from runtime.fields.lines import ROWS
from runtime.queries.clock_fields import clock_values
from runtime.queries.records import RecordView
from runtime.web.inputs import EntryForm, Input


@dataclass(slots=True)
class SoFar:
    """What is written so far, by field. ``lines`` are the numbers that the rows of a field have on
    the page; a row in which something cannot be read yet is not among them.
    """

    values: dict[str, Any]
    lines: dict[str, list[int]] = field(default_factory=dict)


def so_far(ctx: Context, form: CompiledForm, fields: EntryForm, record: RecordView | None) -> SoFar:
    """What the record says with what is written in the form; what cannot be read is empty."""
    found = SoFar({} if record is None else whole(ctx, form, record))
    for each in fields.inputs():
        if each.fixed or not each.at.is_stored:
            continue
        if each.at.inner is not None and each.cells:
            found.values[each.key], found.lines[each.key] = _lines(ctx, each)
            continue
        try:
            found.values[each.key] = each.at.type.parse(each.raw, each.at.spec, ctx.reader)
        except Unreadable:
            found.values[each.key] = None
    return found


def whole(ctx: Context, form: CompiledForm, record: RecordView) -> dict[str, Any]:
    """The values of a record, also those its reader does not see: formulas and conditions do."""
    if record.readable.issuperset(form.stored):
        return dict(record.values)
    return dict(gate.load(ctx, form, record.id).scope)


def as_stored(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any], *, is_new: bool
) -> dict[str, Any]:
    """What is written so far as it would be stored: without what is not shown, worked out."""
    scope = {**dict.fromkeys(form.stored), **values}
    settled, _unfit = worked_out(ctx, form, scope, is_stored=not is_new)
    stored = {**scope, **settled}
    return {**stored, **clock_values(ctx, form, {**system_values(ctx), **stored}, {})}


def facts(ctx: Context, form: CompiledForm, key: str, scope: dict[str, Any]) -> dict[str, bool]:
    """Whether a field shows and must be filled, for these values."""
    at = form.fields[key]
    required = (
        ctx.holds(form.key, at.required, scope)
        if at.required is not None
        else at.spec.required is True
    )
    must = required or key in form.asked
    return {"visible": ctx.holds(form.key, at.visible, scope), "required": must}


def answer(
    ctx: Context, form: CompiledForm, fields: EntryForm, record: RecordView | None
) -> dict[str, Any]:
    """What the page is told: by field whether it shows and must be filled, and what was worked out
    (``shown``, of lines ``rows`` by their number on the page), as this reader reads it.
    """
    written = so_far(ctx, form, fields, record)
    scope = as_stored(ctx, form, written.values, is_new=record is None)
    found: dict[str, Any] = {}
    for each in fields.inputs():
        if not each.at.is_stored:
            continue
        told: dict[str, Any] = facts(ctx, form, each.key, scope)
        if each.at.formula is not None:
            told["shown"] = _shown(ctx, each.at, scope.get(each.key))
        columns = form.computed_lines.get(each.key)
        if columns:
            rows = zip(written.lines.get(each.key, ()), scope.get(each.key) or (), strict=False)
            told["rows"] = {
                number: {key: _shown(ctx, at, row.get(key)) for key, at in columns.items()}
                for number, row in rows
            }
        found[each.key] = told
    return found


def mark(ctx: Context, form: CompiledForm, fields: EntryForm, scope: dict[str, Any]) -> None:
    """Mark the inputs that are not asked for, or required, for these values; formulas stand beside
    what they come to.

    Hiding needs the script: without one every input can be reached, and the server decides.
    """
    for each in fields.inputs():
        if each.at.is_stored:
            found = facts(ctx, form, each.key, scope)
            each.must = found["required"]
            each.is_asked = found["visible"]
        if each.is_computed and _may_know(ctx, form, each.at):
            each.formula = _in_words(ctx.app, form.key, each.key, ctx.lang)


def _may_know(ctx: Context, form: CompiledForm, at: CompiledField) -> bool:
    """Whether everything a formula names has a name for this reader."""
    assert at.formula is not None  # noqa: S101 - the caller's
    program = at.formula.program
    if not program.reads & form.fields.keys() <= ctx.rights(form.key).readable_somewhere(
        form.stored
    ):
        return False
    for each in program.elsewhere:
        key, _, lines = each.form.partition(".")
        read = lines or each.field
        other = ctx.app.forms[key]
        if read and read not in ctx.rights(key).readable_somewhere((*other.stored, read)):
            return False
    return True


@lru_cache(maxsize=1_024)
def _in_words(app: CompiledApp, form: str, key: str, lang: str) -> str:
    """A formula in the language of who reads it."""
    formula = app.forms[form].fields[key].formula
    assert formula is not None  # noqa: S101 - the caller's
    whole_formula = Node("formula", (formula.tree,), formula.tree.type)
    return print_text(whole_formula, app.vocabulary, form, lang)


def _lines(ctx: Context, each: Input) -> tuple[Any, list[int]]:
    """The rows of a field that can be read, and their numbers on the page."""
    cells: dict[int, dict[str, str]] = {}
    for name, written in each.cells.items():
        number, _, key = name.partition("-")
        if number.isdecimal() and len(number) <= 6 and key:
            cells.setdefault(int(number), {})[f"{number}-{key}"] = written
    if len(cells) > int(each.at.spec.options.get("max_rows") or ROWS):
        return None, []
    rows: list[Any] = []
    numbers: list[int] = []
    for at in sorted(cells):
        try:
            row = each.at.type.parse(cells[at], each.at.spec, ctx.reader)
        except Unreadable:
            continue
        if row:
            rows += row
            numbers.append(at)
    return tuple(rows) or None, numbers


def _shown(ctx: Context, at: CompiledField, value: Any) -> str:
    return "" if value is None else at.type.show(value, at.spec, ctx.reader)
