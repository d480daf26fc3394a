"""A decimal number with a declared scale, exact to its last digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rule_dsl.types import NUMBER, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.numbers import fitted, grouped, read_number, unit_words
from runtime.fields.parts.schemas import MAX, MIN, UNIT, whole
from runtime.spec.app import FieldSpec
from runtime.spreadsheet.figures import Figure

SCALE = 2
_DAYS = {"scale": 1, "min": "0.5", "max": "60", "unit": {"zh": "天", "en": "days"}}
_FINE = {"scale": 12}


class DecimalNumber(FieldType):
    """A measure: at most 18 digits, of which ``scale`` are places."""

    key = "decimal"
    sheet_rank = 85
    face = Face(
        {"zh": "小数", "en": "decimal number"},
        icon="decimal",
        group="basic",
        control="number",
        align="end",
    )
    options = {
        "scale": whole("小数位", "places", 0, 12, SCALE),
        "min": MIN,
        "max": MAX,
        "unit": UNIT,
    }
    samples = (
        Sample("1,234.5", Decimal("1234.50"), "1234.5", "1,234.50"),
        Sample("２．５天", Decimal("2.5"), "2.5", "2.5", options=_DAYS),
        Sample("0.5", Decimal("0.5"), "0.5", "0.5", options=_DAYS),
        Sample(0.1 + 0.2, Decimal("0.30"), "0.3", "0.30"),
        Sample("−3.10", Decimal("-3.10"), "-3.1", "-3.10"),
        Sample(
            "999999.999999999999",
            Decimal("999999.999999999999"),
            "999999.999999999999",
            "999,999.999999999999",
            options=_FINE,
        ),
        Sample(None),
        Sample("1000000", options=_FINE, wrong="too_many_digits"),
        Sample("1.005", wrong="too_many_places"),
        Sample("0.4", options=_DAYS, wrong="too_small"),
        Sample("60.1", options=_DAYS, wrong="too_large"),
        Sample("1E+300000", wrong="not_a_number"),
        Sample("0." + "1" * 60, wrong="too_many_digits"),
        Sample("NaN", wrong="not_a_number"),
        Sample(float("inf"), wrong="too_many_digits"),
        Sample("三", wrong="not_a_number"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("number", scale=spec.options.get("scale", SCALE))

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        number = read_number(raw, unit_words(spec.options))
        return None if number is None else fitted(number, spec.options, self.storage(spec).scale)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else grouped(value, self.storage(spec).scale)

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        return None if value is None else Figure(value, self.show(value, spec, reader))

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return NUMBER


BLOCK = DecimalNumber()
