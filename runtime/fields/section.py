"""A heading that begins a part of the form; it holds no value."""

from __future__ import annotations

from rule_dsl.types import EMPTY, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.schemas import flag
from runtime.fields.parts.texts import brief
from runtime.spec.app import FieldSpec


class Section(FieldType):
    """Layout alone: the fields after it, up to the next one, stand under it."""

    key = "section"
    face = Face(
        {"zh": "分组", "en": "section"}, icon="layout-rows", group="layout", control="section"
    )
    options = {"collapsed": flag("默认收起", "closed at first")}
    samples = (
        Sample(""),
        Sample(None),
        Sample("  "),
        Sample([]),
        Sample("x", wrong="holds_no_value"),
        Sample(0, wrong="holds_no_value"),
        Sample(False, wrong="holds_no_value"),
        Sample(["x"], wrong="holds_no_value"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("none")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
            return None
        raise Unreadable("holds_no_value", written=brief(raw))

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return EMPTY


BLOCK = Section()
