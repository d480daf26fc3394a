"""Durations as they are written: 3天, 1小时30分钟, 一个半小时, 2 days and 4 hours, 1h30m.

Several units come to the smallest of them: 1小时30分钟 is 90 minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from rule_dsl.lexer.numerals import numbers_at, plain, skip_space
from rule_dsl.lexer.trie import Trie
from rule_dsl.synonyms.units import SIZES, UNITS
from rule_dsl.values import FAR

Length = tuple[int, Decimal, str]
"""Where it ends, how many, of which unit."""
HALF = Decimal("0.5")
_BETWEEN = re.compile(r" *(?:[零又]|and(?= ))? *")
QUARTER = Decimal(15)
_QUARTERS = re.compile(r"个?刻钟|quarters? of an hour\b")
_MINUTES = re.compile(r"m(?![a-z])")


@cache
def units() -> Trie[str]:
    """Spelling of a unit → unit."""
    trie: Trie[str] = Trie()
    for unit, spellings in UNITS.items():
        for spelling in spellings:
            trie.add(spelling, unit)
    return trie


def durations(folded: str, position: int, amount: Decimal) -> Iterator[tuple[int, str, str]]:
    """Every duration whose first number has just been read: its end, its amount, its unit."""
    for end, count, unit in _longer(folded, _counted(folded, position, amount)):
        yield end, plain(count), unit


def _counted(folded: str, position: int, amount: Decimal) -> Iterator[Length]:
    """One number with its unit: 3天, 三天半, 三个半小时."""
    if folded.startswith("个半", position):
        position, amount = position + 2, FAR.add(amount, HALF)
    quarters = _QUARTERS.match(folded, position)
    if quarters:
        yield quarters.end(), FAR.multiply(amount, QUARTER), "min"
    for end, found in units().match(folded, position, is_unit=True):
        yield end, amount, found[0]
        if folded.startswith("半", end):
            yield end + 1, FAR.add(amount, HALF), found[0]


def _longer(folded: str, found: Iterator[Length]) -> Iterator[Length]:
    """A duration, and itself with the smaller units that follow it."""
    for end, amount, unit in found:
        yield end, amount, unit
        between = _BETWEEN.match(folded, end)
        after = between.end() if between else end
        yield from _longer(folded, _smaller(folded, after, (end, amount, unit)))


def _smaller(folded: str, start: int, larger: Length) -> Iterator[Length]:
    """A smaller unit that starts here, added to the larger one before it."""
    _, total, unit = larger
    family, size = SIZES.get(unit, ("", 0))
    for end, count in numbers_at(folded, start):
        for stop, amount, smaller in _follower(folded, skip_space(folded, end), count):
            kind, least = SIZES.get(smaller, (None, 0))
            if kind == family and least < size:
                scaled = FAR.multiply(total, Decimal(size // least))
                yield stop, FAR.add(scaled, amount), smaller


def _follower(folded: str, position: int, count: Decimal) -> Iterator[Length]:
    """What may follow a larger unit: here a single m is minutes."""
    yield from _counted(folded, position, count)
    minutes = _MINUTES.match(folded, position)
    if minutes:
        yield minutes.end(), count, "min"
