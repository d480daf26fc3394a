"""A department of this installation."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.things import read_thing
from runtime.spec.app import FieldSpec

_NAMES = {"department": {"d1": "生产部", "d2": "行政部"}}


class Department(FieldType):
    """A department, by id, key or name."""

    key = "department"
    face = Face(
        {"zh": "部门", "en": "department"}, icon="sitemap", group="people", control="department"
    )
    samples = (
        Sample("d1", "d1", "d1", "生产部", names=_NAMES),
        Sample("生产部", "d1", "d1", "生产部", names=_NAMES),
        Sample("行政部\n", "d2", "d2", "行政部", names=_NAMES),
        Sample(None, names=_NAMES),
        Sample("财务部", names=_NAMES, wrong="not_found_there"),
        Sample({"id": "d1"}, names=_NAMES, wrong="not_found_there"),
        Sample("部" * 501, names=_NAMES, wrong="too_long"),
        Sample("\ud800", names=_NAMES, wrong="bad_character"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("id")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_thing(raw, "department", reader)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else reader.lookup.name("department", value)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("department")


BLOCK = Department()
