"""Tags: a set of short free texts, with suggestions."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.options import SEPARATORS
from runtime.fields.parts.schemas import piece
from runtime.fields.parts.texts import brief, line_of, text_of
from runtime.spec.app import FieldSpec

LONGEST, MOST = 50, 50


def _tag(raw: Json) -> str | None:
    text = line_of(raw, LONGEST) if isinstance(raw, str) else None
    if text is None and raw not in (None, ""):
        raise Unreadable("not_text", written=brief(raw))
    if text is not None and SEPARATORS.search(text):
        raise Unreadable("tag_with_separator", written=brief(text))
    return text


class Tags(FieldType):
    """Words stuck to a record by people or rules."""

    key = "tags"
    holds_marks = True
    face = Face({"zh": "标签", "en": "tags"}, icon="tags", group="choice", control="tags")
    options = {
        "suggestions": piece(
            "建议的标签",
            "suggestions",
            {
                "type": "array",
                "maxItems": 200,
                "uniqueItems": True,
                "items": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            },
        )
    }
    samples = (
        Sample(
            "物流异常，VIP", frozenset({"物流异常", "VIP"}), ["VIP", "物流异常"], "VIP、物流异常"
        ),
        Sample(["VIP", " VIP "], frozenset({"VIP"}), ["VIP"], "VIP"),
        Sample("two words", frozenset({"two words"}), ["two words"], "two words"),
        Sample("签" * 50, frozenset({"签" * 50}), ["签" * 50], "签" * 50),
        Sample("、,"),
        Sample([]),
        Sample("签" * 51, wrong="too_long"),
        Sample(["a,b"], wrong="tag_with_separator"),
        Sample([3], wrong="not_text"),
        Sample(",".join(map(str, range(51))), wrong="too_many_tags"),
        Sample(7, wrong="not_a_list"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("keys")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        if raw is None or isinstance(raw, str):
            pieces: list[Json] = list(SEPARATORS.split(text_of(raw, LONGEST * MOST * 2) or ""))
        elif isinstance(raw, list | tuple | frozenset):
            pieces = list(raw)
        else:
            raise Unreadable("not_a_list", written=brief(raw))
        if len(pieces) > MOST:
            raise Unreadable("too_many_tags", most=MOST, count=len(pieces))
        return frozenset(tag for tag in map(_tag, pieces) if tag is not None) or None

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return ("、" if reader.lang == "zh" else ", ").join(sorted(value or ()))

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("choices", f"{form}.{spec.key}")


BLOCK = Tags()
