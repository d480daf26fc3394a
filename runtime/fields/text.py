"""A line of text, with a length and, where declared, a pattern."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import re2

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.schemas import LABELS, piece, whole
from runtime.fields.parts.texts import brief, line_of
from runtime.spec.app import FieldSpec

LONGEST, MOST = 500, 2_000
_QUIET = re2.Options()
_QUIET.log_errors = False
_QUIET.max_mem = 1 << 20
_SKU = {"pattern": "[A-Z]{2}-[0-9]{4}", "expected": {"zh": "如 AB-1234", "en": "like AB-1234"}}


@lru_cache(maxsize=500)
def _matcher(pattern: str) -> Callable[[str], object]:
    """Whether a text matches; nothing matches what is no pattern."""
    try:
        match: Callable[[str], object] = re2.compile(pattern, _QUIET).fullmatch  # type: ignore[no-untyped-call]
    except re2.error:
        return lambda _text: None
    return match


class Text(FieldType):
    """A line of text; several lines become one."""

    key = "text"
    sheet_rank = 20
    face = Face({"zh": "单行文本", "en": "text"}, icon="letter-case", group="basic", control="text")
    options = {
        "max_length": whole("最大长度", "longest", 1, MOST, LONGEST),
        "pattern": piece(
            "格式（RE2）", "pattern (RE2)", {"type": "string", "format": "re2", "maxLength": 500}
        ),
        "expected": piece("格式说明", "what the pattern expects", LABELS),
    }
    samples = (
        Sample("螺丝 M6", "螺丝 M6", "螺丝 M6", "螺丝 M6"),
        Sample("  two\r\nlines ", "two lines", "two lines", "two lines"),
        Sample(13800138000.0, "13800138000", "13800138000", "13800138000"),
        Sample("AB-1234", "AB-1234", "AB-1234", "AB-1234", options=_SKU),
        Sample("五" * 500, "五" * 500, "五" * 500, "五" * 500),
        Sample("   "),
        Sample("五" * 501, wrong="too_long"),
        Sample("nul\x00", wrong="bad_character"),
        Sample("\ud800", wrong="bad_character"),
        Sample("ab-1234", options=_SKU, wrong="not_the_pattern"),
        Sample("(", options={"pattern": "("}, wrong="not_the_pattern"),
        Sample("a" * 30, options={"pattern": "(a+)+b"}, wrong="not_the_pattern"),
        Sample({"a": 1}, wrong="not_text"),
        Sample(True, wrong="not_text"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        text = line_of(raw, spec.options.get("max_length", LONGEST))
        pattern = spec.options.get("pattern")
        if text is not None and pattern and not _matcher(pattern)(text):
            expected = spec.options.get("expected", pattern)
            raise Unreadable("not_the_pattern", written=brief(text), expected=expected)
        return text

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = Text()
