"""Why a rule fired: every part of its condition with the value it had, kept with the event."""

from __future__ import annotations

from functools import partial
from typing import Any

from rule_dsl.targets.trace import Step
from runtime.compiled import CompiledRule
from runtime.context import Context
from runtime.fields.base import wire
from runtime.store.records import StoredRecord


def traced(ctx: Context, rule: CompiledRule, record: StoredRecord) -> list[dict[str, Any]]:
    """Each part as JSON: its head, the author's words and their place, its value, a warning.

    What looks through a whole form is asked of the database, so that a long one costs nothing.
    """
    if rule.tracer is None:
        return []
    form = rule.spec.form
    ask = partial(ctx.system.asked, form, record.id)
    found = rule.tracer.trace(ctx.system.standing(form, record), ask)
    return [_part(rule.spec.text, step) for step in found.steps]


def _part(text: str, step: Step) -> dict[str, Any]:
    span = step.node.span
    part = {
        "head": step.node.head,
        "text": text[span.start : span.end] if span is not None else "",
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "value": _json(step.value),
    }
    return part if step.warning is None else {**part, "warning": step.warning}


def _json(value: Any) -> Any:
    try:
        return wire(value)
    except TypeError:  # a length in working time, which no field holds
        return str(value)
