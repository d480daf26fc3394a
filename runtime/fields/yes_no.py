"""A tick: yes or no, never empty."""

from __future__ import annotations

from decimal import Decimal

from rule_dsl.types import BOOL, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.texts import brief, line_of, narrow
from runtime.spec.app import FieldSpec

YES = frozenset({"是", "对", "有", "真", "√", "✓", "✔", "☑", "yes", "y", "true", "t", "on", "1"})
NO = frozenset({"否", "不是", "错", "无", "假", "×", "✗", "☐", "no", "n", "false", "f", "off", "0"})
SHOWN = {"zh": ("否", "是"), "en": ("No", "Yes")}


class YesNo(FieldType):
    """True or false; what is left empty is false."""

    key = "yes_no"
    sheet_rank = 60
    face = Face({"zh": "是/否", "en": "yes / no"}, icon="checkbox", group="basic", control="yes_no")
    samples = (
        Sample("是", True, True, "是"),
        Sample("ＯＮ", True, True, "是"),
        Sample(True, True, True, "是"),
        Sample(1.0, True, True, "是"),
        Sample("No", False, False, "否"),
        Sample(0, False, False, "否"),
        Sample("", False, False, "否"),
        Sample(None, False, False, "否"),
        Sample("也许", wrong="not_yes_or_no"),
        Sample(2, wrong="not_yes_or_no"),
        Sample([], wrong="not_yes_or_no"),
        Sample("y" * 21, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("flag")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        if isinstance(raw, bool):
            return raw
        if raw is not None and not isinstance(raw, str | int | float | Decimal):
            raise Unreadable("not_yes_or_no", written=brief(raw))
        text = line_of(raw, 20)
        word = None if text is None else narrow(text).casefold()
        if word is None or word in NO:
            return False
        if word in YES:
            return True
        raise Unreadable("not_yes_or_no", written=brief(raw))

    def dump(self, value: Value, spec: FieldSpec) -> Json:
        return bool(value)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return SHOWN.get(reader.lang, SHOWN["en"])[bool(value)]

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return BOOL


BLOCK = YesNo()
