"""A postal address."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.schemas import flag
from runtime.fields.parts.texts import brief, line_of
from runtime.spec.app import FieldSpec

PARTS = ("province", "city", "district", "detail")
LONGEST = 500


class Address(FieldType):
    """An address as one line, its parts from the largest to the smallest, a blank between them.

    It is text, so that rules, filters and exports read it like any other.
    """

    key = "address"
    face = Face({"zh": "地址", "en": "address"}, icon="map-pin", group="basic", control="address")
    options = {"detail": flag("填写详细地址", "ask for the street", default=True)}
    samples = (
        Sample("浙江省 宁波市 北仑区 明州路 88 号", *("浙江省 宁波市 北仑区 明州路 88 号",) * 3),
        Sample(
            {"province": "浙江省", "city": "宁波市", "district": "北仑区", "detail": "明州路88号"},
            *("浙江省 宁波市 北仑区 明州路88号",) * 3,
        ),
        Sample(
            {"province": "上海市", "city": "", "detail": "世纪大道 1 号"},
            *("上海市 世纪大道 1 号",) * 3,
        ),
        Sample("1 Main St\nSpringfield", *("1 Main St Springfield",) * 3),
        Sample({"province": "", "city": None}),
        Sample(""),
        Sample({"country": "中国"}, wrong="not_an_address"),
        Sample(["浙江省"], wrong="not_an_address"),
        Sample({"detail": ["x"]}, wrong="not_text"),
        Sample("路" * 501, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        if isinstance(raw, Mapping) and set(raw) <= set(PARTS):
            parts = (line_of(raw.get(part), LONGEST) for part in PARTS)
            raw = " ".join(part for part in parts if part)
        if raw is not None and not isinstance(raw, str):
            raise Unreadable("not_an_address", written=brief(raw))
        return line_of(raw, LONGEST)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = Address()
