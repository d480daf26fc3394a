"""Reading numbers exactly: digits are counted before a Decimal is made, exponents are refused."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from rule_dsl.values import number_text
from runtime.fields.base import Unreadable
from runtime.fields.parts.texts import brief, line_of, narrow

DIGITS = 18
"""What a stored number can hold; its scale is part of it."""
WRITTEN_DIGITS = 38
EXACT = Context(prec=80)
_FLOAT = Context(prec=15, rounding=ROUND_HALF_EVEN)
_NUMBER = re.compile(
    r"([+-]?)\s*([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)(?:\.([0-9]*))?\s*([万亿]?)", re.ASCII
)
_POWERS = {"": 0, "万": 4, "亿": 8}


def read_number(raw: Any, endings: Iterable[str] = ()) -> Decimal | None:
    """The number that was written, exactly; None when empty.

    Accepts thousands separators, full-width digits, 万 and 亿, and ``endings`` (a unit) after it.
    A binary float counts with the 15 digits a spreadsheet shows.
    """
    match raw:
        case bool():
            raise Unreadable("not_a_number", written=brief(raw))
        case int() if raw.bit_length() <= 126:
            return Decimal(raw)
        case float() if math.isfinite(raw) and abs(raw) < 10**18:
            return _FLOAT.create_decimal_from_float(raw)
        case Decimal() if raw.is_finite() and abs(raw.adjusted()) <= WRITTEN_DIGITS:
            return raw
        case int() | float() | Decimal():
            raise Unreadable("too_many_digits", digits=DIGITS)
        case None | str():
            text = line_of(raw, 100)
        case _:
            raise Unreadable("not_a_number", written=brief(raw))
    return None if text is None else _from_text(text, endings)


def _from_text(text: str, endings: Iterable[str]) -> Decimal:
    plain = narrow(text).strip()
    for ending in sorted(endings, key=len, reverse=True):
        if ending and plain.casefold().endswith(narrow(ending).casefold()):
            plain = plain[: -len(ending)].strip()
            break
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found[2] or found[3]):
        raise Unreadable("not_a_number", written=brief(text))
    whole = found[2].replace(",", "").replace(" ", "")
    places = found[3] or ""
    if len(whole.lstrip("0")) + len(places) > WRITTEN_DIGITS:
        raise Unreadable("too_many_digits", digits=DIGITS)
    number = Decimal(f"{found[1]}{whole or '0'}.{places or '0'}")
    return number.scaleb(_POWERS[found[4]], EXACT)


def fitted(number: Decimal, options: Mapping[str, Any], scale: int) -> Decimal:
    """The number at its scale, within 18 digits and the declared ``min`` and ``max``."""
    if _places(number) > scale:
        code = "too_many_places" if scale else "not_whole"
        raise Unreadable(code, places=scale, written=brief(number_text(number)))
    if number and number.adjusted() >= DIGITS - scale:
        raise Unreadable("too_many_digits", digits=DIGITS - scale)
    low, high = bound(options, "min"), bound(options, "max")
    if low is not None and number < low:
        raise Unreadable("too_small", low=number_text(low))
    if high is not None and number > high:
        raise Unreadable("too_large", high=number_text(high))
    fixed = number.quantize(Decimal(1).scaleb(-scale), context=EXACT)
    return fixed or abs(fixed)


def bound(options: Mapping[str, Any], name: str) -> Decimal | None:
    """A declared ``min`` or ``max``."""
    return read_number(options.get(name))


def grouped(number: Decimal, scale: int) -> str:
    """The number as people read it: ``1,234.50``."""
    return f"{number.quantize(Decimal(1).scaleb(-scale), context=EXACT):,f}"


def unit_words(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The declared unit in every language."""
    unit = options.get("unit")
    return (unit,) if isinstance(unit, str) else tuple((unit or {}).values())


def _places(number: Decimal) -> int:
    """How many decimal places it needs."""
    exponent = number.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
