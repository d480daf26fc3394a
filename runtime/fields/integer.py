"""A whole number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rule_dsl.types import NUMBER, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.numbers import fitted, grouped, read_number, unit_words
from runtime.fields.parts.schemas import MAX, MIN, UNIT
from runtime.spec.app import FieldSpec
from runtime.spreadsheet.figures import Figure

_STOCK = {"min": 0, "max": "99999", "unit": {"zh": "件", "en": "pcs"}}


class Integer(FieldType):
    """A count: at most 18 digits, a JSON number on the wire."""

    key = "integer"
    sheet_rank = 90
    face = Face(
        {"zh": "整数", "en": "whole number"},
        icon="number-123",
        group="basic",
        control="number",
        align="end",
    )
    options = {"min": MIN, "max": MAX, "unit": UNIT}
    samples = (
        Sample("1,284", Decimal(1284), 1284, "1,284"),
        Sample("１２０ 件", Decimal(120), 120, "120", options=_STOCK),
        Sample(120.0, Decimal(120), 120, "120"),
        Sample("-0", Decimal(0), 0, "0"),
        Sample("1.2万", Decimal(12000), 12000, "12,000"),
        Sample("9" * 18, Decimal("9" * 18), 10**18 - 1, "999,999,999,999,999,999"),
        Sample(""),
        Sample("1" + "0" * 18, wrong="too_many_digits"),
        Sample("1.5", wrong="not_whole"),
        Sample("1e3", wrong="not_a_number"),
        Sample("1,5", wrong="not_a_number"),
        Sample("9" * 101, wrong="too_long"),
        Sample("-1", options=_STOCK, wrong="too_small"),
        Sample(100_000, options=_STOCK, wrong="too_large"),
        Sample(True, wrong="not_a_number"),
        Sample([1], wrong="not_a_number"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("number")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        number = read_number(raw, unit_words(spec.options))
        return None if number is None else fitted(number, spec.options, 0)

    def dump(self, value: Value, spec: FieldSpec) -> Json:
        return None if value is None else int(value)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else grouped(value, 0)

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        return None if value is None else Figure(value, self.show(value, spec, reader))

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return NUMBER


BLOCK = Integer()
