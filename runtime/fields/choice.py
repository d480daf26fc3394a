"""One of declared options."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.options import option_name, read_option
from runtime.fields.parts.schemas import OPTIONS, flag, piece
from runtime.spec.app import FieldSpec

_KINDS = {
    "options": [
        {"key": "normal", "label": {"zh": "普通", "en": "normal"}},
        {"key": "urgent", "label": {"zh": "加急", "en": "urgent"}, "tone": "warn"},
        {"key": "old", "label": {"zh": "旧款", "en": "old"}, "archived": True},
        {"key": "rush_1", "label": {"zh": "特急", "en": "rush"}},
        {"key": "rush_2", "label": {"zh": "特急", "en": "very fast"}},
    ]
}


class Choice(FieldType):
    """An option, by its key; ``ordered`` options can be compared, archived ones are not offered."""

    key = "choice"
    sheet_rank = 40
    face = Face({"zh": "单选", "en": "choice"}, icon="circle-dot", group="choice", control="choice")
    options = {
        "options": piece("选项", "options", OPTIONS, required=True),
        "ordered": flag("选项有高低顺序", "options have an order"),
    }
    samples = (
        Sample("加急", "urgent", "urgent", "加急", options=_KINDS),
        Sample("urgent", "urgent", "urgent", "加急", options=_KINDS),
        Sample(" NORMAL ", "normal", "normal", "普通", options=_KINDS),
        Sample("旧款", "old", "old", "旧款", options=_KINDS),
        Sample("", options=_KINDS),
        Sample("慢", options=_KINDS, wrong="no_such_option"),
        Sample("特急", options=_KINDS, wrong="several_called"),
        Sample(["urgent"], options=_KINDS, wrong="no_such_option"),
        Sample("急" * 201, options=_KINDS, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_option(raw, spec)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else option_name(value, spec, reader.lang)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("choice", f"{form}.{spec.key}")


BLOCK = Choice()
