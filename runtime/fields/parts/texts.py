"""Reading texts: lengths and letters are checked before anything else looks at them."""

from __future__ import annotations

import re
import unicodedata
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
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
_JOINS = "\u200c\u200d"
_TURNS = "\u061c\u200e\u200f"
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f]")
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
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip() if text.isascii() else _seen(text)
    if len(text) > longest:
        raise Unreadable("too_long", longest=longest, length=len(text))
    return text or None


def line_of(raw: Any, longest: int) -> str | None:
    """Like :func:`text_of`, in one line: as a browser does, breaks become spaces."""
    text = text_of(raw, longest)
    if text is None or ("\n" not in text and text.isascii()):
        return text
    return " ".join(_SPACES.sub(" ", part).strip() for part in text.split("\n"))


def _seen(text: str) -> str:
    """A text as it is seen: letters composed, and none that nobody sees.

    What joins or turns letters stays where it does: inside emoji and in scripts that are joined or
    run from right to left.
    """
    text = unicodedata.normalize("NFC", text)
    if not _UNSEEN.search(text):
        return text.strip()
    kept: list[str] = []
    for at, letter in enumerate(text):
        if not _UNSEEN.match(letter) or _is_needed(text, at):
            kept.append(letter)
    return "".join(kept).strip()


def _is_needed(text: str, at: int) -> bool:
    """Whether an unseen letter does something to those that are seen beside it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] in _JOINS:
        return _is_joined(before) and _is_joined(after)
    if text[at] in _TURNS:
        return any(unicodedata.bidirectional(each) in ("R", "AL") for each in before + after)
    return False


def _is_joined(letter: str) -> bool:
    """Whether a letter may be joined to its neighbour: part of an emoji, or of a joined script."""
    return bool(letter) and (
        unicodedata.category(letter) in ("So", "Sk", "Mn", "Mc") or "\u0600" <= letter < "\u1100"
    )
