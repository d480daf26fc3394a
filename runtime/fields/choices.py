"""Several of declared options."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.options import declared, find_option, option_name, read_option, split
from runtime.fields.parts.schemas import OPTIONS, flag, piece
from runtime.fields.parts.texts import brief, line_of
from runtime.spec.app import FieldSpec

_FINISHES = {
    "options": [
        {"key": "paint", "label": {"zh": "喷漆", "en": "paint"}},
        {"key": "zinc", "label": {"zh": "镀锌", "en": "zinc"}},
        {"key": "both", "label": {"zh": "打磨、抛光", "en": "sand, polish"}},
    ]
}
_TWO = frozenset({"paint", "zinc"})


class Choices(FieldType):
    """A set of option keys, shown in the order they are declared in."""

    key = "choices"
    face = Face(
        {"zh": "多选", "en": "choices"}, icon="list-check", group="choice", control="choices"
    )
    options = {
        "options": piece("选项", "options", OPTIONS, required=True),
        "ordered": flag("选项有高低顺序", "options have an order"),
    }
    samples = (
        Sample("镀锌、喷漆", _TWO, ["paint", "zinc"], "喷漆、镀锌", options=_FINISHES),
        Sample(["zinc", "paint"], _TWO, ["paint", "zinc"], "喷漆、镀锌", options=_FINISHES),
        Sample("Paint; ZINC", _TWO, ["paint", "zinc"], "喷漆、镀锌", options=_FINISHES),
        Sample(
            "喷漆、打磨、抛光",
            frozenset({"paint", "both"}),
            ["both", "paint"],
            "喷漆、打磨、抛光",
            options=_FINISHES,
        ),
        Sample([], options=_FINISHES),
        Sample("", options=_FINISHES),
        Sample("喷漆、电镀", options=_FINISHES, wrong="no_such_option"),
        Sample(["paint", 3], options=_FINISHES, wrong="no_such_option"),
        Sample({"paint": True}, options=_FINISHES, wrong="not_a_list"),
        Sample("漆" * 5001, options=_FINISHES, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("keys")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        if raw is None or isinstance(raw, str):
            pieces = list(split(line_of(raw, 5_000) or "", lambda text: find_option(text, spec)))
        elif isinstance(raw, list | tuple | frozenset) and len(raw) <= 500:
            pieces = list(raw)
        else:
            raise Unreadable("not_a_list", written=brief(raw))
        keys = (read_option(each, spec) for each in pieces)
        return frozenset(key for key in keys if key is not None) or None

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        order = [each["key"] for each in declared(spec)]
        places = {key: at for at, key in enumerate(order)}
        keys = sorted(value or (), key=lambda key: (places.get(key, len(order)), key))
        between = "、" if reader.lang == "zh" else ", "
        return between.join(option_name(key, spec, reader.lang) for key in keys)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("choices", f"{form}.{spec.key}")


BLOCK = Choices()
