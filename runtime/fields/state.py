"""Where a record is in its lifecycle."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.options import declared, option_name, read_option
from runtime.fields.parts.texts import line_of
from runtime.spec.app import FieldSpec

LONGEST = 63
_LIFE = {
    "options": [
        {"key": "draft", "label": {"zh": "草稿", "en": "draft"}},
        {"key": "granted", "label": {"zh": "已批准", "en": "granted"}, "tone": "ok"},
    ]
}


class State(FieldType):
    """A state's key. Only moves change it; seeds and imports may bring it.

    Nothing is declared here: its ``options`` are the states of the form's lifecycles, put there
    when the app is compiled; before that any key is taken.
    """

    key = "state"
    face = Face({"zh": "状态", "en": "state"}, icon="progress", group="basic", control="readonly")
    holds_state = True
    samples = (
        Sample("draft", "draft", "draft", "草稿", options=_LIFE),
        Sample("已批准", "granted", "granted", "已批准", options=_LIFE),
        Sample("waiting", "waiting", "waiting", "waiting"),
        Sample("Granted", "granted", "granted", "已批准", options=_LIFE),
        Sample("", options=_LIFE),
        Sample("作废", options=_LIFE, wrong="no_such_option"),
        Sample(1, options=_LIFE, wrong="no_such_option"),
        Sample(["draft"], options=_LIFE, wrong="no_such_option"),
        Sample("草" * 201, options=_LIFE, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_option(raw, spec) if declared(spec) else line_of(raw, LONGEST)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else option_name(value, spec, reader.lang)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("state", f"{form}.{spec.key}")


BLOCK = State()
