"""A person of this installation."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.things import read_thing
from runtime.spec.app import FieldSpec

_NAMES = {"person": {"u1": "王磊", "u2": "李敏"}}


class Person(FieldType):
    """Somebody, by id, login or name."""

    key = "person"
    face = Face({"zh": "人员", "en": "person"}, icon="user", group="people", control="person")
    samples = (
        Sample("u1", "u1", "u1", "王磊", names=_NAMES),
        Sample("王磊", "u1", "u1", "王磊", names=_NAMES),
        Sample(" 李敏 ", "u2", "u2", "李敏", names=_NAMES),
        Sample("", names=_NAMES),
        Sample("张三", names=_NAMES, wrong="not_found_there"),
        Sample(["u1"], names=_NAMES, wrong="not_found_there"),
        Sample("王" * 501, names=_NAMES, wrong="too_long"),
        Sample("u1\x00", names=_NAMES, wrong="bad_character"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("id")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_thing(raw, "person", reader)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else reader.lookup.name("person", value)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("person")


BLOCK = Person()
