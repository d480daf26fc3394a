"""A telephone number."""

from __future__ import annotations

import re

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.texts import brief, line_of, narrow
from runtime.spec.app import FieldSpec

_DROPPED = re.compile(r"[ ().]")
_PHONE = re.compile(r"\+?[0-9]+(?:-[0-9]+)*(?:x[0-9]{1,6})?")
_MOBILE = re.compile(r"(\+86)?-?1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}")


class Phone(FieldType):
    """Five to fifteen digits, without blanks; an extension stands after ``x``."""

    key = "phone"
    face = Face({"zh": "电话", "en": "phone"}, icon="phone", group="basic", control="text")
    samples = (
        Sample("138 0013 8000", "13800138000", "13800138000", "13800138000"),
        Sample("１３８-００１３-８０００", "13800138000", "13800138000", "13800138000"),
        Sample(13800138000.0, "13800138000", "13800138000", "13800138000"),
        Sample(
            "(0574) 8888-6666 转 12", "05748888-6666x12", "05748888-6666x12", "05748888-6666x12"
        ),
        Sample("+44 20 7946 0958", "+442079460958", "+442079460958", "+442079460958"),
        Sample("10086", "10086", "10086", "10086"),
        Sample(""),
        Sample("1234", wrong="not_a_phone"),
        Sample("1" * 16, wrong="not_a_phone"),
        Sample("call me", wrong="not_a_phone"),
        Sample("1" * 51, wrong="too_long"),
        Sample(["10086"], wrong="not_text"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        text = line_of(raw, 50)
        if text is None:
            return None
        plain = narrow(text).casefold().replace("转", "x").replace("ext", "x")
        plain = _DROPPED.sub("", plain)
        if _MOBILE.fullmatch(plain):
            plain = plain.replace("-", "")
        digits = sum(letter.isdigit() for letter in plain.partition("x")[0])
        if not _PHONE.fullmatch(plain) or not 5 <= digits <= 15:
            raise Unreadable("not_a_phone", written=brief(text))
        return plain

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = Phone()
