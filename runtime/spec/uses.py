"""What a field is used for: not every type is good for everything."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from runtime.spec.app import FieldSpec, FormSpec, ViewSpec
from runtime.spec.findings import Findings, called
from runtime.spec.options import option_texts
from runtime.spec.problems import Problem
from runtime.spec.references import SYSTEM_KEYS, move_element
from runtime.spec.value_checks import every_field, is_filled_in

_LISTS = frozenset({"keys", "json", "rows", "none"})
"""Kinds of storage without an order, a name or one value."""
_SORTED = frozenset({"created_at", "updated_at"})
"""What every record can be sorted by."""


def check_uses(findings: Findings) -> None:
    """Report fields in places that their types are not made for."""
    if not findings.blocks.fields:
        return
    for form in findings.spec.forms:
        _check_form(findings, form)
    for view in findings.spec.views:
        found = findings.spec.form(view.form)
        if found is not None:
            _check_view(findings, view, found)
    for life in findings.spec.lifecycles:
        found = findings.spec.form(life.form)
        for state in life.states:
            for move in state.moves:
                element = move_element(findings, life.key, state.key, move.key)
                for number, key in enumerate(move.require):
                    _unused(findings, found, key, f"{element}/require/{number}")


def _kind(findings: Findings, field: FieldSpec) -> str | None:
    block = findings.blocks.fields.get(field.type)
    return None if block is None else str(block.storage(field).kind)


def _check_form(findings: Findings, form: FormSpec) -> None:
    name = f"forms/{form.key}"
    title, time = form.field(form.title or ""), form.field(form.time or "")
    if title is not None and _kind(findings, title) in _LISTS:
        findings.add(Problem("spec_no_title", facts={"field": called(title)}), f"{name}#title")
    if time is not None and _kind(findings, time) not in ("day", "moment", None):
        findings.add(Problem("spec_no_time", facts={"field": called(time)}), f"{name}#time")
    for number, grant in enumerate(form.grants):
        for key, right in grant.fields.items():
            if right == "write" and key != "*":
                _unused(findings, form, key, f"{name}#permissions/{number}/fields/{key}")
    for field, element, subject in every_field(form):
        _check_field(findings, field, element, is_inner=subject != form.key)


def _check_field(findings: Findings, field: FieldSpec, element: str, *, is_inner: bool) -> None:
    if field.unique and (is_inner or _kind(findings, field) in _LISTS):
        facts = {"field": called(field)}
        findings.add(Problem("spec_not_unique", facts=facts), f"{element}/unique")
    if field.required is not False and not is_filled_in(findings, field):
        problem = Problem("spec_nobody_fills", None, "warning", {"field": called(field)})
        findings.add(problem, f"{element}/required")
    low, high = _number(field.options.get("min")), _number(field.options.get("max"))
    if low is not None and high is not None and low > high:
        facts = {"field": called(field), "low": field.options["min"], "high": field.options["max"]}
        findings.add(Problem("spec_min_above_max", facts=facts), f"{element}/min")


def _number(written: Any) -> Decimal | None:
    try:
        return None if written is None else Decimal(str(written))
    except InvalidOperation:
        return None


def _unused(findings: Findings, form: FormSpec | None, key: str, element: str) -> None:
    field = form.field(key) if form is not None else None
    told = any(each.element == element for each in findings.problems)  # a move of several states
    if field is not None and not told and not is_filled_in(findings, field):
        problem = Problem("spec_nobody_fills", None, "warning", {"field": called(field)})
        findings.add(problem, element)


def fits(findings: Findings, field: FieldSpec, use: str) -> bool:
    """Whether a field is good for a use: ``lanes``, ``sort``, ``entry``, else to be shown."""
    if use == "lanes":
        return _has_lanes(findings, field)
    if use == "sort":
        return _is_sortable(findings, field, field.key)
    if use == "entry":
        return is_filled_in(findings, field)
    return _is_shown(findings, field, use)


def _check_view(findings: Findings, view: ViewSpec, form: FormSpec) -> None:
    block = findings.blocks.views.get(view.type)
    schema = block.options if block is not None else {}
    _check_sort(findings, view, form)
    for text in option_texts(view.options, schema):
        use = schema.get(text.pointer.split("/")[0], {}).get("x-use") or text.format
        element = f"views/{view.key}#{text.pointer}"
        key = text.value.removeprefix("-") if text.format == "sort" else text.value
        field = form.field(key)
        if field is None and key not in SYSTEM_KEYS:
            continue  # the reference is reported
        if use == "lanes" and not (field is not None and _has_lanes(findings, field)):
            _no_lanes(findings, form, key, element)
        elif use == "sort" and not _is_sortable(findings, field, key):
            facts = {"field": _name(field, key)}
            findings.add(Problem("spec_not_sortable", facts=facts), element)
        elif use == "entry" and (field is None or not is_filled_in(findings, field)):
            facts = {"field": _name(field, key)}
            findings.add(Problem("spec_nobody_fills", None, "warning", facts), element)
        elif field is not None and not _is_shown(findings, field, use):
            facts = {"field": called(field)}
            findings.add(Problem("spec_not_shown", None, "warning", facts), element)


def _check_sort(findings: Findings, view: ViewSpec, form: FormSpec) -> None:
    """One field sorted by twice: the second does nothing, or contradicts the first."""
    sort = view.options.get("sort")
    keys = [str(each).removeprefix("-") for each in sort] if isinstance(sort, list) else []
    for number, key in enumerate(keys):
        if key in keys[:number]:
            facts = {"field": _name(form.field(key), key) if _is_there(form, key) else key}
            findings.add(
                Problem("spec_sorted_twice", facts=facts), f"views/{view.key}#sort/{number}"
            )


def _is_there(form: FormSpec, key: str) -> bool:
    return form.field(key) is not None or key in SYSTEM_KEYS


def _name(field: FieldSpec | None, key: str) -> dict[str, str]:
    if field is not None:
        return called(field)
    return {"zh": next(iter(SYSTEM_KEYS[key]), key), "en": key}


def _is_sortable(findings: Findings, field: FieldSpec | None, key: str) -> bool:
    if field is None:
        return key in _SORTED
    return _kind(findings, field) not in _LISTS


def _is_shown(findings: Findings, field: FieldSpec, use: str) -> bool:
    kind = _kind(findings, field)
    return kind != "none" and not (use == "columns" and kind == "rows")


def _has_lanes(findings: Findings, field: FieldSpec) -> bool:
    """Whether a record is in exactly one of a known set: a state, or one of declared options."""
    block = findings.blocks.fields.get(field.type)
    if block is None or block.holds_state:
        return True
    return bool(field.options.get("options")) and _kind(findings, field) == "text"


def _lanes(findings: Findings, form: FormSpec) -> Iterator[FieldSpec]:
    return (each for each in form.fields if _has_lanes(findings, each))


def _no_lanes(findings: Findings, form: FormSpec, key: str, element: str) -> None:
    good = [each.key for each in _lanes(findings, form)]
    facts = {"field": _name(form.field(key), key), "known": ", ".join(good) or "—"}
    findings.add(Problem("spec_no_lanes", facts=facts, suggestions=tuple(good[:3])), element)
