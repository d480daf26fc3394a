"""An answer: the value on every target asked, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rule_dsl.values import Months, WorkingDays, WorkingTime
from runtime.fields.base import Json, wire
from runtime.rules.evaluate.ground import Expression, Ground
from runtime.rules.evaluate.reading import Case
from runtime.spec.app import FieldSpec

HOUR = 3600 * 10**6


@dataclass(frozen=True, slots=True)
class Answer:
    """``type`` is the kind of the expression, ``value`` its value by target."""

    ok: bool
    type: str | None
    value: Mapping[str, Json]
    problems: tuple[Mapping[str, Json], ...] = ()

    def as_dict(self) -> dict[str, Json]:
        """The object of the public contract."""
        return {
            "ok": self.ok,
            "type": self.type,
            "value": dict(self.value),
            "problems": [dict(each) for each in self.problems],
        }


def as_json(value: Any, expression: Expression, ground: Ground, case: Case) -> Json:
    """A value of an expression as on the wire."""
    if not isinstance(value, tuple):
        return value_json(value)
    field = _lines_field(ground, expression)
    lines = [] if field is None else _lines(value, field, ground)
    for line in lines:
        if line["id"] in case.made:
            del line["id"]
    return lines or None


def value_json(value: Any) -> Json:
    """A value as on the wire. Working days are ``P5WD``, working hours ``PT3WH``."""
    match value:
        case Months():
            return f"{_sign(value.count)}P{abs(value.count)}M"
        case WorkingDays():
            return f"{_sign(value.count)}P{abs(value.count)}WD"
        case WorkingTime():
            hours, rest = divmod(abs(value.microseconds), HOUR)
            part = f"{rest / HOUR:.6f}"[1:].rstrip("0").rstrip(".") if rest else ""
            return f"{_sign(value.microseconds)}PT{hours}{part}WH"
        case "":
            return None
        case frozenset():
            return sorted(value) or None
    return wire(value)


def _lines_field(ground: Ground, expression: Expression) -> FieldSpec | None:
    """The field that holds the lines which an expression gives."""
    form, _, key = (expression.tree.type.of or "").partition(".")
    spec = ground.spec.form(form)
    return None if spec is None else spec.field(key)


def _lines(
    lines: tuple[Mapping[str, Any], ...], field: FieldSpec, ground: Ground
) -> list[dict[str, Json]]:
    types = ground.catalog.fields
    return [
        {
            "id": line.get("id"),
            **{each.key: types[each.type].dump(line.get(each.key), each) for each in field.fields},
        }
        for line in lines
    ]


def _sign(count: int) -> str:
    return "-" if count < 0 else ""
