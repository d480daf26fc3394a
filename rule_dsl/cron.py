"""Cron expressions: minute, hour, day of the month, month, day of the week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_PART = re.compile(r"(\*|[a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?(?:/(\d{1,2}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class _Column:
    """One of the five columns: its first and last number, and the names its numbers have."""

    first: int
    last: int
    names: Sequence[str] = ()


_COLUMNS = (
    _Column(0, 59),
    _Column(0, 23),
    _Column(1, 31),
    _Column(1, 12, _MONTHS),
    _Column(0, 7, _WEEKDAYS),
)


class BadCron(ValueError):
    """What is no cron expression; ``code`` says why, ``part`` where."""

    def __init__(self, code: str, part: str) -> None:
        super().__init__(f"{code}: {part}")
        self.code = code
        self.part = part


@dataclass(frozen=True, slots=True)
class Cron:
    """When a cron expression comes round. Weekdays count from Sunday, 0.

    Where both days and weekdays are limited, either of them is enough.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    is_any_day: bool
    is_any_weekday: bool
    is_any_hour: bool

    def comes_on(self, day: date) -> bool:
        """Whether there is a time on this day."""
        if day.month not in self.months:
            return False
        by_day, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.is_any_day or self.is_any_weekday:
            return by_day and by_weekday
        return by_day or by_weekday


def read_cron(text: str) -> Cron:
    """A cron expression.

    Raises:
        BadCron: ``cron_columns`` (not five of them), ``cron_part`` (one that cannot be read),
            ``cron_never`` (a day that no month has).
    """
    parts = text[: MOST_LETTERS + 1].lower().split()
    if len(parts) != len(_COLUMNS) or len(text) > MOST_LETTERS:
        raise BadCron("cron_columns", text[:MOST_LETTERS])
    columns = zip(parts, _COLUMNS, strict=True)
    minutes, hours, days, months, weekdays = (_numbers(*each) for each in columns)
    found = Cron(
        minutes=tuple(sorted(minutes)),
        hours=tuple(sorted(hours)),
        days=days,
        months=months,
        weekdays=frozenset(each % 7 for each in weekdays),
        is_any_day=parts[2].startswith("*"),
        is_any_weekday=parts[4].startswith("*"),
        is_any_hour=parts[1].startswith("*"),
    )
    if found.is_any_weekday and not any(min(days) <= _LONGEST[month - 1] for month in months):
        raise BadCron("cron_never", f"{parts[2]} {parts[3]}")
    return found


def _numbers(text: str, column: _Column) -> frozenset[int]:
    """The numbers of one column: 5, 1-5, */15, mon,wed."""
    found: set[int] = set()
    for part in text.split(","):
        read = _PART.fullmatch(part)
        if read is None:
            raise BadCron("cron_part", text)
        start, end, step = read.groups()
        if start == "*" and end is not None:
            raise BadCron("cron_part", text)
        first = column.first if start == "*" else _number(start, column, text)
        last = column.last if start == "*" or (end is None and step) else first
        if end is not None:
            last = _number(end, column, text)
        if first > last or step in {"0", "00"}:
            raise BadCron("cron_part", text)
        found.update(range(first, last + 1, int(step or 1)))
    return frozenset(found)


def _number(word: str, column: _Column, text: str) -> int:
    if word.isdecimal():
        number = int(word)
    elif word in column.names:
        number = column.first + column.names.index(word)
    else:
        raise BadCron("cron_part", text)
    if not column.first <= number <= column.last:
        raise BadCron("cron_part", text)
    return number
