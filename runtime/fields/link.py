"""A link to a record of a form."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.schemas import piece
from runtime.fields.parts.things import read_thing
from runtime.spec.app import FieldSpec

_SUPPLIER = {"form": "supplier"}
_NAMES = {"supplier": {"r1": "苏州安达", "r2": "S-0002"}}


class Link(FieldType):
    """Another record, by its id or its title."""

    key = "link"
    face = Face({"zh": "关联记录", "en": "link"}, icon="link", group="relation", control="link")
    options = {
        "form": piece(
            "关联的表单",
            "linked form",
            {"type": "string", "format": "form", "maxLength": 63},
            required=True,
        )
    }
    samples = (
        Sample("r1", "r1", "r1", "苏州安达", options=_SUPPLIER, names=_NAMES),
        Sample("苏州安达", "r1", "r1", "苏州安达", options=_SUPPLIER, names=_NAMES),
        Sample("S-0002", "r2", "r2", "S-0002", options=_SUPPLIER, names=_NAMES),
        Sample("", options=_SUPPLIER, names=_NAMES),
        Sample("苏州", options=_SUPPLIER, names=_NAMES, wrong="not_found_there"),
        Sample(True, options=_SUPPLIER, names=_NAMES, wrong="not_found_there"),
        Sample(["r1"], options=_SUPPLIER, names=_NAMES, wrong="not_found_there"),
        Sample("r" * 501, options=_SUPPLIER, names=_NAMES, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("id", points=spec.options.get("form"))

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_thing(raw, spec.options["form"], reader)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else reader.lookup.name(spec.options["form"], value)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("link", spec.options.get("form"))


BLOCK = Link()
