"""Amounts, lengths of time and times of day as they are spoken; what the strict lexer reads, and more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rule_dsl.lexer import literals
from rule_dsl.lexer.numerals import chinese_number, plain
from rule_dsl.lexer.quotes import read_quote
from rule_dsl.lexer.trie import Trie
from rule_dsl.offers.item import Bound, Item
from rule_dsl.synonyms.units import UNITS

_ONES = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_SIZES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "k": 1000, "m": 1_000_000}
_WORD_NUMBER = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?:{_WORD_NUMBER}|hundred|thousand)(?:[ -](?:and )?(?:{_WORD_NUMBER}|hundred|thousand|million))*\b"
)
_SHORT = re.compile(r"(\d+(?:\.\d+)?) ?(k|thousand|million)\b")
_LATIN_UNITS = {
    spelling: unit for unit, some in UNITS.items() for spelling in some if spelling.isascii()
} | {
    "business day": "wd",
    "business days": "wd",
    "mins": "min",
    "hrs": "h",
    "hr": "h",
    "fortnight": "w",
}
_UNIT = "|".join(sorted(map(re.escape, _LATIN_UNITS), key=len, reverse=True))
_LENGTH = re.compile(rf" ?(?:-)?(?:full |whole )?({_UNIT})\b")
_HALF = re.compile(r"half an? (hour|day|year)\b")
_AN = re.compile(rf"(?:an?|one|each|per) (?:full |whole )?({_UNIT})\b")
_QUARTER = re.compile(r"(?:a )?quarter of an hour\b|一刻钟")
_PERCENT = re.compile(r" ?(?:percent|per cent|pct|%)")
_ZH_LENGTHS = (
    (re.compile(r"半个?(?:小时|钟头)"), ("30", "min")),
    (re.compile(r"(?:一|1)个?半(?:小时|钟头)"), ("90", "min")),
    (re.compile(r"半个?月"), ("15", "d")),
    (re.compile(r"半年"), ("6", "mo")),
    (re.compile(r"三刻钟"), ("45", "min")),
    (re.compile(r"一天一夜|一昼夜"), ("1", "d")),
)
_HOUR = re.compile(r"个?钟头")
_MINUS = re.compile(r"(?:零下|负|minus |negative |-|−)")
_DEGREES = re.compile(r" ?(?:摄氏度|度|℃|°c|degrees?(?: celsius)?)")
_HALVES = (
    ("过半", ("op:>", "0.5")),
    ("不到一半", ("op:<", "0.5")),
    ("没过半", ("op:<", "0.5")),
    ("没到一半", ("op:<", "0.5")),
)
_HALF_WORD = re.compile(r"一半|half\b")
_HUNDREDS = re.compile(r"百分之百|全部完成")
_NO_NUMBER = frozenset("下些直般起定律旦声切经样共")
"""What makes 一 no number: 一下, 一直."""
_SPOKEN_POINT = re.compile(
    r"([零一二三四五六七八九十百两]+)点([零一二三四五六七八九]+)(?![钟分半])"
)
_MONEY = re.compile(r"(?:元|块钱|块|人民币| ?(?:yuan|rmb|dollars))")


def amounts_at(folded: str, source: str, start: int, units: Trie[str]) -> Iterator[Item]:
    """Every literal that starts here."""
    quote = read_quote(source, start)
    if quote is not None and quote.content.strip():
        yield Item("text", start, quote.end, ["text", quote.content])
        return
    yield from _halves(folded, start)
    if is_glued(folded, start):
        return
    minus = _MINUS.match(folded, start)
    if minus is None:
        yield from _unsigned(folded, start, units)
        for found in literals.times(folded, start):
            yield Item("time", start, found.end, ["time", str(found.value)])
    elif minus.end() < len(folded):
        for item in _unsigned(folded, minus.end(), units):
            if item.kind == "num":
                end = _after(_DEGREES, folded, item.end)
                yield Item("num", start, end, "-" + item.value)


def is_glued(folded: str, start: int) -> bool:
    """Whether a Latin word or number has already begun before this place."""
    if not start:
        return False
    return all(char.isascii() and char.isalnum() for char in (folded[start - 1], folded[start]))


def _halves(folded: str, start: int) -> Iterator[Item]:
    for words, (kind, number) in _HALVES:
        if folded.startswith(words, start):
            item = Item("pct", start, start + len(words), number)
            yield Item("bound", start, item.end, Bound(kind[3:], (item,)))
    half = _HALF_WORD.match(folded, start)
    if half:
        yield Item("pct", start, half.end(), "0.5")


def _unsigned(folded: str, start: int, units: Trie[str]) -> Iterator[Item]:
    yield from _spoken_lengths(folded, start)
    for pattern in (_ENGLISH, _SHORT):
        found = pattern.match(folded, start)
        if found:
            number = _english(found)
            if number is not None:
                yield from _counted(folded, (start, found.end()), number)
    yield from _decimals(folded, start)
    if folded[start] == "一" and folded[start + 1 : start + 2] in _NO_NUMBER:
        return
    for word in literals.numbers(folded, start, False, units):
        if word.kind == "DUR":
            yield Item("dur", start, word.end, ["dur", *word.value])
        elif word.kind == "PERCENT":
            yield Item("pct", start, word.end, word.value)
        elif word.kind == "NUMBER":
            yield from _counted(folded, (start, word.end), Decimal(word.value[0]))


def _decimals(folded: str, start: int) -> Iterator[Item]:
    """六点五."""
    spoken = _SPOKEN_POINT.match(folded, start)
    if spoken:
        whole = chinese_number(spoken[1])
        if whole is not None:
            digits = "".join(str("零一二三四五六七八九".index(char)) for char in spoken[2])
            yield from _counted(folded, (start, spoken.end()), whole + Decimal(f"0.{digits}"))


def _spoken_lengths(folded: str, start: int) -> Iterator[Item]:
    for pattern, length in _ZH_LENGTHS:
        found = pattern.match(folded, start)
        if found:
            yield Item("dur", start, found.end(), ["dur", *length])
    quarter = _QUARTER.match(folded, start)
    if quarter:
        yield Item("dur", start, quarter.end(), ["dur", "15", "min"])
    half = _HALF.match(folded, start)
    if half:
        length = {"hour": ("30", "min"), "day": ("12", "h"), "year": ("6", "mo")}[half[1]]
        yield Item("dur", start, half.end(), ["dur", *length])
    one = _AN.match(folded, start)
    if one:
        yield Item("dur", start, one.end(), ["dur", "1", _LATIN_UNITS[one[1]]])


def _counted(folded: str, place: tuple[int, int], number: Decimal) -> Iterator[Item]:
    start, end = place
    length = _LENGTH.match(folded, end)
    if length and length[1] != "m":
        yield Item("dur", start, length.end(), ["dur", plain(number), _LATIN_UNITS[length[1]]])
    hours = _HOUR.match(folded, end)
    if hours:
        yield Item("dur", start, hours.end(), ["dur", plain(number), "h"])
    percent = _PERCENT.match(folded, end)
    if percent:
        yield Item("pct", start, percent.end(), plain(number.scaleb(-2)))
    degrees = _DEGREES.match(folded, end)
    if degrees:
        half = re.compile(r"(\d)(?!\d)").match(folded, degrees.end())
        if half and folded[end : degrees.end()].strip() == "度":
            yield Item("num", start, half.end(), plain(number + Decimal(half[1]) / 10))
        yield Item("num", start, degrees.end(), plain(number))
    money = _MONEY.match(folded, end)
    if money:
        yield Item("num", start, money.end(), plain(number))
    yield Item("num", start, end, plain(number))


def _after(pattern: re.Pattern[str], folded: str, end: int) -> int:
    found = pattern.match(folded, end)
    return found.end() if found else end


def _english(found: re.Match[str]) -> Decimal | None:
    if found.re is _SHORT:
        return Decimal(found[1]) * _SIZES[found[2]]
    total, current = 0, 0
    for word in re.split(r"[ -]", found.group()):
        if word in _SIZES:
            current = max(1, current) * _SIZES[word]
            if _SIZES[word] > 100:
                total, current = total + current, 0
        elif word != "and":
            current += _ONES.get(word, _TENS.get(word, 0))
    return Decimal(total + current)
