"""Text of several lines."""

from __future__ import annotations

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.schemas import whole
from runtime.fields.parts.texts import text_of
from runtime.spec.app import FieldSpec

LONGEST, MOST = 20_000, 100_000


class LongText(FieldType):
    """Paragraphs, kept as they were written."""

    key = "long_text"
    sheet_rank = 10
    face = Face(
        {"zh": "多行文本", "en": "long text"}, icon="align-left", group="basic", control="long_text"
    )
    options = {
        "max_length": whole("最大长度", "longest", 1, MOST, LONGEST),
        "rows": whole("行数", "rows", 2, 30, 4),
    }
    samples = (
        Sample("第一行\r\n第二行", "第一行\n第二行", "第一行\n第二行", "第一行\n第二行"),
        Sample("one\ttab", "one\ttab", "one\ttab", "one\ttab"),
        Sample("a" * 20_000, "a" * 20_000, "a" * 20_000, "a" * 20_000),
        Sample("\n \n"),
        Sample("a" * 20_001, wrong="too_long"),
        Sample("a\x00b", wrong="bad_character"),
        Sample("\udfff", wrong="bad_character"),
        Sample(["a"], wrong="not_text"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return text_of(raw, spec.options.get("max_length", LONGEST))

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = LongText()
