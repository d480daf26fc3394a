"""Numbers, durations, dates and times as they are written in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from functools import cache

from rule_dsl.lexer.durations import durations
from rule_dsl.lexer.numerals import (
    PLAIN,
    chinese_number,
    english_number,
    english_one,
    numbers_at,
    plain,
    skip_space,
    spoken_numbers,
)
from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.words import Word
from rule_dsl.synonyms.units import COUNTERS

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")
_SPOKEN = re.compile(
    r"(早上|上午|早|中午|下午|晚上|晚|凌晨)?(\d{1,2}|[一二三四五六七八九十两]{1,3})点(半|(\d{1,2})分)?"
)
_HALF_DAY = re.compile(r"(0?[1-9]|1[0-2])(?::(\d{2}))? ?([ap])\.?m\b")
_PERCENT = re.compile(r" *(?:%|(?:percent|per cent|pct)\b)")
_OF_HUNDRED = "百分之"
_OF = "的"
_TIMES = "倍"
_BEFORE = re.compile(r" +(?:before|ahead of)(?= )")
_LATER = re.compile(r"(?:之|以)?后(?:仍然|依然|依旧|仍|还|尚)?(?:没有|没|未)")
_AHEAD = re.compile(r"提?前")
_OF_THAT = re.compile(r" +of(?= )")
_TIMES_THAT = re.compile(r" +times(?= )")
_TENTHS = re.compile(r"(成|折)(?:(?<=成)([一二三四五六七八九\d])(?!\d))?(?![品本功员套分为交型叠])")
TEN = Decimal(10)
_LARGE = re.compile(
    r"(百万|千万|[万亿千百])(?![克米瓦卡赫帕伏])(?:(\d)([千百]?)(?![\d.,:万亿%年月日天小分秒周]))?"
)
_SIZES = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}
"""How many places a word is worth: 5千, 2万5千, 3万5."""


@cache
def counters() -> Trie[None]:
    """Counters, which mean nothing."""
    trie: Trie[None] = Trie()
    for counter in COUNTERS:
        trie.add(counter, None)
    return trie


def numbers(folded: str, start: int, in_call: bool, fields: Trie[str]) -> Iterator[Word]:
    """Every number, percentage or duration that starts here."""
    written = (None if in_call else _GROUPED.match(folded, start)) or PLAIN.match(folded, start)
    if written:
        yield from _with_suffix(folded, start, written, fields)
        return
    if folded[start : start + 1].isascii():
        yield from _english(folded, start, fields)
        return
    if folded.startswith(_OF_HUNDRED, start):
        for end, number in numbers_at(folded, start + len(_OF_HUNDRED)):
            value = plain(number.scaleb(-2))
            yield Word("PERCENT", start, end, folded[start:end], value, "literal")
        return
    for end, number in spoken_numbers(folded, start):
        yield from _counted(folded, (start, end), number, None)
        yield from _in_unit(folded, (start, end), number, fields)


def _english(folded: str, start: int, fields: Trie[str]) -> Iterator[Word]:
    """Two hours, half an hour, ninety percent, three days before."""
    if start >= len(folded):
        return
    many, one = english_number(folded, start), english_one(folded, start)
    for end, number in filter(None, (many, one)):
        for stop, amount, unit in durations(folded, skip_space(folded, end), number):
            if _fits_whole(amount, unit):
                yield Word("DUR", start, stop, folded[start:stop], (amount, unit), "literal")
    if many is not None:
        end, number = many
        percent = _PERCENT.match(folded, end)
        if percent:
            value = plain(number.scaleb(-2))
            stop = percent.end()
            yield Word("PERCENT", start, stop, folded[start:stop], value, "literal")
        yield from _in_unit(folded, (start, end), number, fields)
        for stop in (*(stop for stop, _ in counters().match(folded, skip_space(folded, end))), end):
            yield Word("NUMBER", start, stop, folded[start:stop], (plain(number), None), "spoken")


def _fits_whole(amount: str, unit: str) -> bool:
    """Half a month is no length."""
    return unit not in ("mo", "q", "wd") or "." not in amount


def _with_suffix(
    folded: str, start: int, written: re.Match[str], fields: Trie[str]
) -> Iterator[Word]:
    number = Decimal(written.group().replace(",", ""))
    end = written.end()
    large = _LARGE.match(folded, end)
    if large:
        number, end = _larger(number, large), large.end()
    percent = _PERCENT.match(folded, end)
    if percent:
        value, stop = plain(number.scaleb(-2)), percent.end()
        yield Word("PERCENT", start, stop, folded[start:stop], value, "literal")
    yield from _counted(folded, (start, end), number, fields)
    yield Word("NUMBER", start, end, folded[start:end], (plain(number), None), "literal")


def _larger(number: Decimal, found: re.Match[str]) -> Decimal:
    """2万5千 and 3万5: what follows counts the size it names, or else the next smaller one."""
    size, more, named = found.groups()
    total = number.scaleb(_SIZES[size])
    if more is None:
        return total
    return total + Decimal(more).scaleb(_SIZES[named] if named else _SIZES[size] - 1)


def _counted(
    folded: str, written: tuple[int, int], number: Decimal, fields: Trie[str] | None
) -> Iterator[Word]:
    start, end = written
    yield from _tenths(folded, written, number)
    after = skip_space(folded, end)
    for stop, amount, unit in durations(folded, after, number):
        yield Word("DUR", start, stop, folded[start:stop], (amount, unit), "literal")
    for stop, _ in counters().match(folded, after, is_unit=True):
        yield Word("NUMBER", start, stop, folded[start:stop], (plain(number), None), "literal")
    if fields is not None:
        yield from _in_unit(folded, written, number, fields)
    elif not folded[start:end].startswith("半"):
        yield Word("NUMBER", start, end, folded[start:end], (plain(number), None), "spoken")


def _tenths(folded: str, written: tuple[int, int], number: Decimal) -> Iterator[Word]:
    """三成, 三成五, 八折, 8.5折, 八五折 (two digits of a price cut are hundredths)."""
    start, end = written
    found = _TENTHS.match(folded, end)
    if found is None:
        return
    kind, more = found.groups()
    if kind == "成" and more:
        number += (chinese_number(more) or Decimal(more)) / 10
    places = -2 if kind == "折" and number >= TEN else -1
    if 0 < number <= (TEN if places == -1 else TEN * TEN):
        value = plain(number.scaleb(places))
        yield Word("PERCENT", start, found.end(), folded[start : found.end()], value, "literal")


def shares(folded: str, start: int) -> Iterator[Word]:
    """的120%, 的1.5倍: so much of what stands before it."""
    after = skip_space(folded, start + len(_OF))
    for word in numbers(folded, after, False, Trie()):
        if word.kind == "PERCENT":
            yield replace(word, kind="SHARE", start=start, text=folded[start : word.end])
    for end, number in numbers_at(folded, after):
        if folded.startswith(_TIMES, end):
            stop = end + len(_TIMES)
            yield Word("SHARE", start, stop, folded[start:stop], plain(number), "literal")


def parts(folded: str, word: Word) -> Iterator[Word]:
    """120% of, 1.5 times: so much of what stands behind it."""
    if word.kind == "PERCENT":
        found, much = _OF_THAT.match(folded, word.end), word.value
    else:
        found, much = _TIMES_THAT.match(folded, word.end), word.value[0]
    if found:
        text = folded[word.start : found.end()]
        yield replace(word, kind="PART", end=found.end(), text=text, value=much)


def beside(folded: str, word: Word) -> Iterator[Word]:
    """What stands beside a number and makes one word with it: 80% of, 3 days before, 24小时后仍未."""
    if word.kind in ("NUMBER", "PERCENT"):
        yield from parts(folded, word)
    elif word.kind == "DUR":
        for kind, pattern in (("AHEAD", _BEFORE), ("LATE", _LATER)):
            found = pattern.match(folded, word.end)
            if found:
                text = folded[word.start : found.end()]
                yield replace(word, kind=kind, end=found.end(), text=text)


def ahead(folded: str, start: int) -> Iterator[Word]:
    """前3天, 提前6小时: so long before what is named."""
    lead = _AHEAD.match(folded, start)
    for word in numbers(folded, lead.end(), False, Trie()) if lead else ():
        if word.kind == "DUR":
            text = folded[start : word.end]
            yield replace(word, kind="AHEAD", start=start, text=text)


def _in_unit(
    folded: str, written: tuple[int, int], number: Decimal, fields: Trie[str]
) -> Iterator[Word]:
    start, end = written
    for stop, found in fields.match(folded, skip_space(folded, end), is_unit=True):
        value = (plain(number), found[0])
        yield Word("NUMBER", start, stop, folded[start:stop], value, "literal")


def moments(folded: str, start: int) -> Iterator[Word]:
    """Every date, time or moment that starts here."""
    found = _DATE.match(folded, start)
    if found:
        year, month, day = (int(part) for part in found.groups() if part is not None)
        iso = f"{year:04}-{month:02}-{day:02}"
        clock = _CLOCK.match(folded, skip_space(folded, found.end()))
        if clock:
            text = f"{iso} {_clock_text(clock)}"
            yield Word("MOMENT", start, clock.end(), folded[start : clock.end()], text, "literal")
        yield Word("DATE", start, found.end(), found.group(), iso, "literal")
        return
    yield from times(folded, start)


def times(folded: str, start: int) -> Iterator[Word]:
    """A time of day: 10:00, 早10点, 下午3点半."""
    half_day = _HALF_DAY.match(folded, start)
    if half_day:
        hour, minute, half = int(half_day.group(1)) % 12, half_day.group(2), half_day.group(3)
        text = f"{hour + 12 * (half == 'p'):02}:{minute or '00'}"
        yield Word("TIME", start, half_day.end(), half_day.group(), text, "literal")
        return
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
