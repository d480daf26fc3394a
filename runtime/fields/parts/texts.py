"""Reading texts: lengths and letters are checked before anything else looks at them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from rule_dsl.values import number_text
from runtime.fields.base import Unreadable

LONGEST = 100_000
"""No text of any field is longer, whatever its options say."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x00A0: " ",
    0x202F: " ",
    0x2212: "-",
    0x2013: "-",
    0xFFE5: "¥",
}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as half-width ones, one for one."""
    return text.translate(_WIDE)


def brief(raw: Any) -> str:
    """What was written, short enough for a sentence."""
    if isinstance(raw, list | tuple | frozenset | dict):
        return "[…]"
    text = " ".join(_FORBIDDEN.sub("�", str(raw)[:200]).split())
    return text if len(text) <= 40 else text[:39] + "…"


def text_of(raw: Any, longest: int) -> str | None:
    """Typed text or JSON as text, stripped, ``\\n`` between lines; None when empty.

    A number is taken as its text, for a spreadsheet keeps codes and phones as numbers.
    """
    match raw:
        case None:
            return None
        case str():
            text = raw
        case bool():
            raise Unreadable("not_text", written=brief(raw))
        case int() if abs(raw) < 10**18:
            text = str(raw)
        case float() if abs(raw) < 10**15:
            text = number_text(Decimal(repr(raw)))
        case Decimal() if abs(raw.adjusted()) < 38:
            text = number_text(raw)
        case _:
            raise Unreadable("not_text", written=brief(raw))
    if len(text) > LONGEST:
        raise Unreadable("too_long", longest=longest, length=len(text))
    if _FORBIDDEN.search(text):
        raise Unreadable("bad_character")
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > longest:
        raise Unreadable("too_long", longest=longest, length=len(text))
    return text or None


def line_of(raw: Any, longest: int) -> str | None:
    """Like :func:`text_of`, in one line: as a browser does, breaks become spaces."""
    text = text_of(raw, longest)
    return None if text is None else " ".join(part.strip() for part in text.split("\n"))
