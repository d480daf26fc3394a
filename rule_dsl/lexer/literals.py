"""Numbers, durations, dates and times as they are written in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from functools import cache

from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.words import Word
from rule_dsl.synonyms.units import COUNTERS, UNITS

_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)")
_CHINESE = re.compile(r"[零一二三四五六七八九十百千两半]+")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")
_SPOKEN = re.compile(
    r"(早上|上午|早|中午|下午|晚上|晚|凌晨)?(\d{1,2}|[一二三四五六七八九十两]{1,3})点(半|(\d{1,2})分)?"
)
_MYRIADS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


@cache
def units() -> Trie[str]:
    """Spelling of a unit → unit."""
    trie: Trie[str] = Trie()
    for unit, spellings in UNITS.items():
        for spelling in spellings:
            trie.add(spelling, unit)
    return trie


@cache
def counters() -> Trie[None]:
    """Counters, which mean nothing."""
    trie: Trie[None] = Trie()
    for counter in COUNTERS:
        trie.add(counter, None)
    return trie


def plain(number: Decimal) -> str:
    """A number as the tree writes it: no exponent, no trailing zeros, no minus before zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def chinese_number(text: str) -> Decimal | None:
    """三 → 3, 十五 → 15, 两百二十 → 220, 半 → 0.5; None where it is none."""
    if text == "半":
        return Decimal("0.5")
    if "半" in text:
        return None
    if not any(char in "十百千" for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 1
    seen = False
    for char in text:
        if char in _DIGITS:
            digit, seen = _DIGITS[char], True
        else:
            total += digit * {"十": 10, "百": 100, "千": 1000}[char]
            digit, seen = 0, False
    return Decimal(total + (digit if seen else 0))


def numbers(folded: str, start: int, in_call: bool, fields: Trie[str]) -> Iterator[Word]:
    """Every number, percentage or duration that starts here."""
    written = (None if in_call else _GROUPED.match(folded, start)) or _PLAIN.match(folded, start)
    if written:
        yield from _with_suffix(folded, start, written, fields)
        return
    spoken = _CHINESE.match(folded, start)
    if spoken:
        for end in range(spoken.end(), start, -1):
            number = chinese_number(folded[start:end])
            if number is not None:
                yield from _counted(folded, start, end, number, None)


def _with_suffix(
    folded: str, start: int, written: re.Match[str], fields: Trie[str]
) -> Iterator[Word]:
    number = Decimal(written.group().replace(",", ""))
    end = written.end()
    if end < len(folded) and folded[end] in _MYRIADS:
        number *= _MYRIADS[folded[end]]
        end += 1
    after = _skip_space(folded, end)
    if after < len(folded) and folded[after] == "%":
        value = plain(number.scaleb(-2))
        yield Word("PERCENT", start, after + 1, folded[start : after + 1], value, "literal")
    yield from _counted(folded, start, end, number, fields)
    yield Word("NUMBER", start, end, folded[start:end], (plain(number), None), "literal")


def _counted(
    folded: str, start: int, end: int, number: Decimal, fields: Trie[str] | None
) -> Iterator[Word]:
    after = _skip_space(folded, end)
    for stop, found in units().match(folded, after):
        value = (plain(number), found[0])
        yield Word("DUR", start, stop, folded[start:stop], value, "literal")
    for stop, _ in counters().match(folded, after):
        yield Word("NUMBER", start, stop, folded[start:stop], (plain(number), None), "literal")
    if fields is not None:
        for stop, unit in fields.match(folded, after):
            value = (plain(number), unit[0])
            yield Word("NUMBER", start, stop, folded[start:stop], value, "literal")
    elif not folded[start:end].startswith("半"):
        yield Word("NUMBER", start, end, folded[start:end], (plain(number), None), "spoken")


def _skip_space(folded: str, position: int) -> int:
    while position < len(folded) and folded[position] == " ":
        position += 1
    return position


def moments(folded: str, start: int) -> Iterator[Word]:
    """Every date, time or moment that starts here."""
    found = _DATE.match(folded, start)
    if found:
        year, month, day = (int(part) for part in found.groups() if part is not None)
        iso = f"{year:04}-{month:02}-{day:02}"
        clock = _CLOCK.match(folded, _skip_space(folded, found.end()))
        if clock:
            text = f"{iso} {_clock_text(clock)}"
            yield Word("MOMENT", start, clock.end(), folded[start : clock.end()], text, "literal")
        yield Word("DATE", start, found.end(), found.group(), iso, "literal")
        return
    yield from times(folded, start)


def times(folded: str, start: int) -> Iterator[Word]:
    """A time of day: 10:00, 早10点, 下午3点半."""
    clock = _CLOCK.match(folded, start)
    if clock:
        text = _clock_text(clock)
        yield Word("TIME", start, clock.end(), clock.group(), text, "literal")
    spoken = _SPOKEN.match(folded, start)
    if spoken:
        part, hour_text, rest, minutes = spoken.groups()
        read = Decimal(hour_text) if hour_text.isdecimal() else chinese_number(hour_text)
        hour = int(read or 0)
        if part in ("下午", "晚上", "晚") and hour < 12:
            hour += 12
        minute = 30 if rest == "半" else int(minutes or 0)
        yield Word("TIME", start, spoken.end(), spoken.group(), f"{hour:02}:{minute:02}", "literal")


def _clock_text(found: re.Match[str]) -> str:
    hour, minute, second = found.groups()
    return f"{int(hour):02}:{minute}" + (f":{second}" if second else "")


def is_date(text: str) -> bool:
    """Whether an ISO date exists in the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """Whether a time of day exists."""
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """Whether ``date time`` exists."""
    day, _, clock = text.partition(" ")
    return is_date(day) and is_time(clock)
