"""Numbers as they are written: digits, and 三, 十五, 两百二十."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

PLAIN = re.compile(r"\d+(?:\.\d+)?")
CHINESE = re.compile(r"[零一二三四五六七八九十百千万亿两半]+")
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"亿": 100_000_000, "万": 10_000}
HALF, QUARTER = Decimal("0.5"), Decimal("0.25")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def plain(number: Decimal) -> str:
    """A number as the tree writes it: no exponent, no trailing zeros, no minus before zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def chinese_number(text: str) -> Decimal | None:
    """三 → 3, 十五 → 15, 两百二十 → 220, 三万五千 → 35000, 半 → 0.5; None where it is none."""
    if text == "半":
        return Decimal("0.5")
    if "半" in text or text[:1] in _MYRIADS:
        return None
    if not any(char in _TENS or char in _MYRIADS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    for myriad, size in _MYRIADS.items():
        many, found, rest = text.partition(myriad)
        if found:
            above, below = chinese_number(many), _below(rest, size)
            return None if above is None or below is None else above * size + below
    total, digit, unit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit, unit = _DIGITS[char], unit if char != "零" else 0
        else:
            unit = _TENS[char]
            total, digit = total + (digit or 1) * unit, 0
    if text[-1] in _DIGITS and unit >= 100:
        digit *= unit // 10
    return Decimal(total + digit)


def _below(text: str, size: int) -> Decimal | None:
    """What stands behind 万 or 亿; one digit alone, as in 三万五, counts the next smaller unit."""
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS[text] * size // 10)
    return chinese_number(text) if text else Decimal(0)


def spoken_numbers(folded: str, start: int) -> Iterator[tuple[int, Decimal]]:
    """Every number in Chinese characters that starts here, with its end, the longest first."""
    spoken = CHINESE.match(folded, start)
    for end in range(spoken.end() if spoken else start, start, -1):
        number = chinese_number(folded[start:end])
        if number is not None:
            yield end, number


_ENGLISH = {
    word: Decimal(value)
    for value, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), 2
    )
} | {"fifteen": Decimal(15), "twenty": Decimal(20), "thirty": Decimal(30), "forty": Decimal(40)}
_ENGLISH |= {"fifty": Decimal(50), "sixty": Decimal(60), "ninety": Decimal(90)}
_ENGLISH_WORD = re.compile(r"(" + "|".join(_ENGLISH) + r")\b")
_ONE = re.compile(
    r"(half an?|half|three quarters of an|a quarter of an|quarter of an|an?|one) (?=[a-z])"
)
_ONES = {"half": HALF, "three": Decimal("0.75"), "a qu": QUARTER, "quar": QUARTER}


def english_number(folded: str, start: int) -> tuple[int, Decimal] | None:
    """Two, twelve, ninety that starts here, with its end."""
    found = _ENGLISH_WORD.match(folded, start)
    return (found.end(), _ENGLISH[found.group()]) if found else None


def english_one(folded: str, start: int) -> tuple[int, Decimal] | None:
    """Half an, a quarter of an, an: how many of the unit that follows."""
    found = _ONE.match(folded, start)
    return (found.end(), _ONES.get(found.group()[:4], Decimal(1))) if found else None


def numbers_at(folded: str, start: int) -> Iterator[tuple[int, Decimal]]:
    """Every number that starts here, in digits or in Chinese characters."""
    written = PLAIN.match(folded, start)
    if written:
        yield written.end(), Decimal(written.group())
    else:
        yield from spoken_numbers(folded, start)


def skip_space(folded: str, position: int) -> int:
    """The next place that is no blank."""
    while position < len(folded) and folded[position] == " ":
        position += 1
    return position
