"""A percentage; its value is the fraction, 50% is 0.5."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rule_dsl.types import PERCENT, Type
from rule_dsl.values import number_text
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.numbers import EXACT, fitted, read_number
from runtime.fields.parts.schemas import MAX, MIN, whole
from runtime.fields.parts.texts import brief, line_of, narrow
from runtime.spec.app import FieldSpec
from runtime.spreadsheet.figures import Figure

SCALE = 4
_PROGRESS = {"min": "0", "max": "1"}


def _fraction(raw: Json, reader: Reader) -> Decimal | None:
    """The fraction that was written.

    With a sign it is plain. Without one a person means percent, and JSON means the fraction; a
    person who types 1 or 0.5 could mean either, and is asked.
    """
    text = line_of(raw, 100) if isinstance(raw, str) else None
    number = read_number(raw if text is None else text, ("%",))
    if number is None or text is None:
        return number
    is_signed = narrow(text).endswith("%")
    if not is_signed and (reader.wire or not number):
        return number
    if not is_signed and abs(number) <= 1:
        percent, fraction = number_text(number), number_text(number.scaleb(2, EXACT))
        raise Unreadable("percent_or_fraction", written=brief(text), a=percent, b=fraction)
    return number.scaleb(-2, EXACT)


class Percent(FieldType):
    """A share; ``scale``, ``min`` and ``max`` are the fraction's."""

    key = "percent"
    sheet_rank = 80
    face = Face(
        {"zh": "百分比", "en": "percent"},
        icon="percentage",
        group="basic",
        control="number",
        align="end",
    )
    options = {
        "scale": whole("小数位（比值）", "places of the fraction", 2, 12, SCALE),
        "min": MIN,
        "max": MAX,
    }
    samples = (
        Sample("50%", Decimal("0.5"), "0.5", "50%"),
        Sample("50", Decimal("0.5"), "0.5", "50%"),
        Sample("１２．５％", Decimal("0.125"), "0.125", "12.5%"),
        Sample(0.5, Decimal("0.5"), "0.5", "50%", options=_PROGRESS),
        Sample("0.5%", Decimal("0.005"), "0.005", "0.5%"),
        Sample("150%", Decimal("1.5"), "1.5", "150%"),
        Sample("100%", Decimal(1), "1", "100%", options=_PROGRESS),
        Sample("0", Decimal(0), "0", "0%"),
        Sample(""),
        Sample("0.5", wrong="percent_or_fraction"),
        Sample("1", wrong="percent_or_fraction"),
        Sample("100.01%", options=_PROGRESS, wrong="too_large"),
        Sample("-1%", options=_PROGRESS, wrong="too_small"),
        Sample("0.001%", wrong="too_many_places"),
        Sample("half", wrong="not_a_number"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("number", scale=spec.options.get("scale", SCALE))

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        number = _fraction(raw, reader)
        return None if number is None else fitted(number, spec.options, self.storage(spec).scale)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else f"{number_text(value.scaleb(2, EXACT))}%"

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        return (
            None
            if value is None
            else Figure(value, self.show(value, spec, reader), is_percent=True)
        )

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return PERCENT


BLOCK = Percent()
