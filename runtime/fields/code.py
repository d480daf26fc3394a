"""A code that can be scanned and printed."""

from __future__ import annotations

import re

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.schemas import piece
from runtime.fields.parts.texts import brief, line_of, narrow
from runtime.spec.app import FieldSpec

LONGEST = 500
_CODE_128 = re.compile(r"[\x20-\x7e]{1,80}")
_EAN_13 = re.compile(r"[0-9]{12,13}")
_EAN = {"kind": "ean13"}
_BAR = {"kind": "code128"}


def _ean13(text: str) -> str:
    """The thirteen digits; twelve are given their check digit."""
    if not _EAN_13.fullmatch(text):
        raise Unreadable("not_ean13", written=brief(text))
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(text[:12]))
    right = str(-total % 10)
    if text[12:] not in ("", right):
        raise Unreadable("wrong_check_digit", written=brief(text), right=right)
    return text[:12] + right


class Code(FieldType):
    """What a label says: a QR code, Code 128 or EAN-13."""

    key = "code"
    is_scanned = True
    face = Face(
        {"zh": "条码", "en": "scannable code"}, icon="qrcode", group="basic", control="code"
    )
    options = {
        "kind": piece("码制", "kind of code", {"enum": ["qr", "code128", "ean13"], "default": "qr"})
    }
    samples = (
        Sample("WO-117/注塑", *("WO-117/注塑",) * 3),
        Sample("WO-117", *("WO-117",) * 3, options=_BAR),
        Sample("６９０１２３４５６７８９２", *("6901234567892",) * 3, options=_EAN),
        Sample("690123456789", *("6901234567892",) * 3, options=_EAN),
        Sample(6901234567892.0, *("6901234567892",) * 3, options=_EAN),
        Sample(""),
        Sample("6901234567893", options=_EAN, wrong="wrong_check_digit"),
        Sample("69012345", options=_EAN, wrong="not_ean13"),
        Sample("工单117", options=_BAR, wrong="not_code128"),
        Sample("1" * 81, options=_BAR, wrong="not_code128"),
        Sample("1" * 501, wrong="too_long"),
        Sample({"code": "1"}, wrong="not_text"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        text = line_of(raw, LONGEST)
        kind = spec.options.get("kind")
        if text is None or kind in (None, "qr"):
            return text
        plain = narrow(text)
        if kind == "ean13":
            return _ean13(plain.replace(" ", "").replace("-", ""))
        if not _CODE_128.fullmatch(plain):
            raise Unreadable("not_code128", written=brief(text))
        return plain

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = Code()
