"""A number that the store gives each record, by a pattern with date parts and a counter."""

from __future__ import annotations

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value, counter
from runtime.fields.parts.schemas import piece
from runtime.fields.parts.texts import line_of
from runtime.spec.app import FieldSpec

PATTERN, LONGEST = "{seq:6}", 100
_DATES = r"(\{(yyyy|yy|mm|dd)\}[^{}]*)*"
_FORM = rf"^[^{{}}]*{_DATES}\{{seq(:[1-9])?\}}[^{{}}]*{_DATES}$"


class AutoNumber(FieldType):
    """The store writes it; only an import may bring the numbers of older records."""

    key = "auto_number"
    face = Face(
        {"zh": "自动编号", "en": "auto number"}, icon="hash", group="basic", control="readonly"
    )
    options = {
        "pattern": piece(
            "编号规则", "pattern", {"type": "string", "pattern": _FORM, "maxLength": 60}
        ),
        "counter": piece(
            "连续性",
            "counter",
            {"enum": ["gapless", "gap_tolerant"], "default": "gap_tolerant"},
        ),
        "reset": piece("重新计数", "start again", {"enum": ["never", "year", "month", "day"]}),
    }
    samples = (
        Sample("QJ-2026-0001", "QJ-2026-0001", "QJ-2026-0001", "QJ-2026-0001"),
        Sample(" A1 ", "A1", "A1", "A1"),
        Sample(10045.0, "10045", "10045", "10045"),
        Sample(""),
        Sample("9" * 101, wrong="too_long"),
        Sample(["A1"], wrong="not_text"),
        Sample("A\x001", wrong="bad_character"),
        Sample(False, wrong="not_text"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        is_gapless = spec.options.get("counter") == "gapless"
        pattern = spec.options.get("pattern", PATTERN)
        counted = counter(pattern, spec.options.get("reset"), is_gapless=is_gapless)
        return Storage("text", generated=True, counter=counted)

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return line_of(raw, LONGEST)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = AutoNumber()
