"""An amount of money in the field's currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from rule_dsl.types import MONEY, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.numbers import fitted, grouped, read_number
from runtime.fields.parts.schemas import MAX, MIN, piece, whole
from runtime.fields.parts.texts import brief, narrow
from runtime.spec.app import FieldSpec
from runtime.spreadsheet.figures import Figure

SCALE, CURRENCY = 2, "CNY"
SIGNS = {
    "CNY": ("¥", "元", "块", "人民币", "RMB", "CN¥"),
    "USD": ("$", "US$", "美元"),
    "EUR": ("€", "欧元"),
    "GBP": ("£", "英镑"),
    "JPY": ("JP¥", "日元", "円"),
    "HKD": ("HK$", "港元", "港币"),
    "TWD": ("NT$", "新台币"),
    "KRW": ("₩", "韩元"),
    "SGD": ("S$", "新加坡元", "新元"),
    "AUD": ("A$", "澳元"),
    "CAD": ("C$", "加元"),
    "CHF": ("CHF", "瑞士法郎"),
    "INR": ("₹", "卢比"),
    "MYR": ("RM", "林吉特"),
    "THB": ("฿", "泰铢"),
    "VND": ("₫", "越南盾"),
}
_PLAIN = re.compile(r"-?[0-9,]*\.?[0-9]*", re.ASCII)
_USD = {"currency": "USD", "min": "0"}


def _signs(currency: str) -> list[str]:
    words = {currency, *SIGNS[currency]}
    return sorted(words, key=len, reverse=True)


def _bare(written: str, currency: str) -> str:
    """The amount without the currency's sign before or after it."""
    if _PLAIN.fullmatch(written):
        return written
    text = narrow(written).strip()
    minus = "-" if text.startswith("-") else ""
    text = text.removeprefix("-").strip()
    for sign in _signs(currency):
        if text.casefold().startswith(sign.casefold()):
            return minus + text[len(sign) :].strip()
        if text.casefold().endswith(sign.casefold()):
            return minus + text[: -len(sign)].strip()
    if any(sign.casefold() in text.casefold() for other in SIGNS for sign in _signs(other)):
        raise Unreadable("other_currency", written=brief(written), currency=currency)
    return minus + text


class Money(FieldType):
    """An exact amount; its currency is the field's, not the value's."""

    key = "money"
    face = Face(
        {"zh": "金额", "en": "money"},
        icon="coin-yuan",
        group="basic",
        control="number",
        align="end",
    )
    options = {
        "currency": piece("币种", "currency", {"enum": list(SIGNS), "default": CURRENCY}),
        "scale": whole("小数位", "places", 0, 6, SCALE),
        "min": MIN,
        "max": MAX,
    }
    samples = (
        Sample("￥1,234.5", Decimal("1234.50"), "1234.5", "¥1,234.50"),
        Sample("５万元", Decimal(50000), "50000", "¥50,000.00"),
        Sample("-¥3", Decimal(-3), "-3", "-¥3.00"),
        Sample(19.99, Decimal("19.99"), "19.99", "¥19.99"),
        Sample("US$ 12.50", Decimal("12.50"), "12.5", "$12.50", options=_USD),
        Sample(
            "9999999999999999.99",
            Decimal("9999999999999999.99"),
            "9999999999999999.99",
            "¥9,999,999,999,999,999.99",
        ),
        Sample(" "),
        Sample("10000000000000000", wrong="too_many_digits"),
        Sample("0.005", wrong="too_many_places"),
        Sample("$5", wrong="other_currency"),
        Sample("-1", options=_USD, wrong="too_small"),
        Sample("一百", wrong="not_a_number"),
        Sample({"amount": "5"}, wrong="not_a_number"),
    )

    def units(self, spec: FieldSpec) -> tuple[str, ...]:
        currency = spec.options.get("currency", CURRENCY)
        return (*SIGNS[currency], currency)

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("number", scale=spec.options.get("scale", SCALE))

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        if isinstance(raw, str) and len(raw) <= 100:
            raw = _bare(raw, spec.options.get("currency", CURRENCY))
        number = read_number(raw)
        return None if number is None else fitted(number, spec.options, self.storage(spec).scale)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        if value is None:
            return ""
        sign = SIGNS[spec.options.get("currency", CURRENCY)][0]
        minus = "-" if value < 0 else ""
        return f"{minus}{sign}{grouped(abs(value), self.storage(spec).scale)}"

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        return None if value is None else Figure(value, self.show(value, spec, reader))

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return MONEY


BLOCK = Money()
