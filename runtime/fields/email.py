"""An e-mail address."""

from __future__ import annotations

import re

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.texts import brief, line_of, narrow
from runtime.spec.app import FieldSpec

LONGEST = 254
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"\w(?:[\w-]{0,61}\w)?")


def _is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and len(labels) >= 2
        and all(_LABEL.fullmatch(each) and "_" not in each for each in labels)
        and not labels[-1].isdigit()
    )


class Email(FieldType):
    """One address; the part after @ is kept in small letters."""

    key = "email"
    sheet_rank = 55
    face = Face({"zh": "邮箱", "en": "e-mail"}, icon="mail", group="basic", control="text")
    samples = (
        Sample("wang.lei@example.com", *("wang.lei@example.com",) * 3),
        Sample(" Wang@Example.COM ", *("Wang@example.com",) * 3),
        Sample("ｗａｎｇ＠example.com", *("wang@example.com",) * 3),
        Sample("王磊@例子.中国", *("王磊@例子.中国",) * 3),
        Sample(""),
        Sample("wang.lei", wrong="not_an_email"),
        Sample("a@b", wrong="not_an_email"),
        Sample("a@example.com, b@example.com", wrong="not_an_email"),
        Sample("a@example.com\nBcc: b@example.com", wrong="not_an_email"),
        Sample("<a@example.com>", wrong="not_an_email"),
        Sample("a" * 65 + "@example.com", wrong="not_an_email"),
        Sample("a@" + "b" * 260 + ".com", wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        text = line_of(raw, LONGEST)
        if text is None:
            return None
        plain = narrow(text)
        if not _is_address(plain):
            raise Unreadable("not_an_email", written=brief(text))
        local, _, domain = plain.rpartition("@")
        return f"{local}@{domain.lower()}"

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = Email()
