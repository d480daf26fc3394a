"""Functions on dates and durations. What leaves the years 1 to 9999 is empty."""

from __future__ import annotations

import re
from datetime import date as Date  # noqa: N812  (``date`` is the function DATE here)
from datetime import datetime, timedelta
from decimal import Decimal

from rule_dsl.functions.compute.text import lower
from rule_dsl.values import (
    FAR,
    MICROSECOND,
    bounded,
    divide,
    fit,
    magnitude,
    microseconds,
    round_places,
    whole,
)

Number = Decimal | None
Day = Date | None
UNIT_MICROSECONDS = {
    "s": 10**6,
    "min": 60 * 10**6,
    "h": 3600 * 10**6,
    "d": 86400 * 10**6,
    "w": 7 * 86400 * 10**6,
}
DATE_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII),
)
BLANKS = " \t\n\r\u00a0\u3000"


def ordinal_day(ordinal: int) -> Day:
    """The date with this ordinal, if there is one."""
    return Date.fromordinal(ordinal) if 1 <= ordinal <= Date.max.toordinal() else None


def plus_days(day: Day, count: Number) -> Day:
    """A date some days later; a part of a day is cut off."""
    return None if day is None or count is None else ordinal_day(day.toordinal() + whole(count))


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_leap(year: int) -> bool:
    """Whether the year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def plus_months(day: Day, count: int) -> Day:
    """The same day some months later, or that month's last."""
    if day is None:
        return None
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return Date(year, month + 1, min(day.day, month_length(year, month + 1)))


def date(year: Number, month: Number, day: Number) -> Day:
    if year is None or month is None or day is None or not 1 <= whole(year) <= 9999:
        return None
    first = plus_months(Date(whole(year), 1, 1), whole(month) - 1)
    return plus_days(first, Decimal(whole(day) - 1))


def datevalue(text: str | None) -> Day:
    trimmed = (text or "").strip(BLANKS)
    for form in DATE_FORMS:
        found = form.fullmatch(trimmed)
        if found:
            year, month, day = map(int, found.groups())
            fits = year >= 1 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)
            return Date(year, month, day) if fits else None
    return None


def dateof(day: Day) -> Day:
    return day


def clock_time(day: Day, hour: Number, minute: Number, second: Number) -> datetime | None:
    """The local time of a day; 24:00 is the next day's start."""
    if day is None or hour is None or minute is None or second is None:
        return None
    parts = whole(hour), whole(minute), whole(second)
    if not all(0 <= part < 60 for part in parts[1:]) or not 0 <= parts[0] <= 24:
        return None
    seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
    if seconds > 86400 or (seconds == 86400 and day == Date.max):
        return None
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001


def year(day: Day) -> Number:
    return None if day is None else Decimal(day.year)


def month(day: Day) -> Number:
    return None if day is None else Decimal(day.month)


def day(day: Day) -> Number:
    return None if day is None else Decimal(day.day)


def hour(local: datetime | None) -> Number:
    return None if local is None else Decimal(local.hour)


def minute(local: datetime | None) -> Number:
    return None if local is None else Decimal(local.minute)


def second(local: datetime | None) -> Number:
    return None if local is None else Decimal(local.second)


def weekday(day: Day, kind: Number = Decimal(1)) -> Number:
    if day is None or kind is None or kind not in (1, 2, 3):
        return None
    monday_first = day.weekday()
    shown = {1: (monday_first + 1) % 7 + 1, 2: monday_first + 1, 3: monday_first}
    return Decimal(shown[int(kind)])


def isoweeknum(day: Day) -> Number:
    return None if day is None else Decimal(day.isocalendar().week)


def weeknum(day: Day, kind: Number = Decimal(1)) -> Number:
    if day is None or kind is None or kind not in (1, 2, 21):
        return None
    if kind == 21:
        return isoweeknum(day)
    first = Date(day.year, 1, 1)
    into = (first.weekday() + 1) % 7 if kind == 1 else first.weekday()
    return Decimal(((day - first).days + into) // 7 + 1)


def quarter(day: Day) -> Number:
    return None if day is None else Decimal((day.month + 2) // 3)


def dayofyear(day: Day) -> Number:
    return None if day is None else Decimal((day - Date(day.year, 1, 1)).days + 1)


def daysinmonth(day: Day) -> Number:
    return None if day is None else Decimal(month_length(day.year, day.month))


def isleapyear(day: Day) -> bool:
    return day is not None and is_leap(day.year)


def edate(day: Day, months: Number) -> Day:
    return None if months is None else plus_months(day, whole(months))


def eomonth(day: Day, months: Number = Decimal(0)) -> Day:
    if day is None or months is None:
        return None
    return _last(plus_months(day.replace(day=1), whole(months)))


def _last(day: Day) -> Day:
    return None if day is None else day.replace(day=month_length(day.year, day.month))


def startofweek(day: Day) -> Day:
    return None if day is None else ordinal_day(day.toordinal() - day.weekday())


def endofweek(day: Day) -> Day:
    return None if day is None else ordinal_day(day.toordinal() - day.weekday() + 6)


def startofmonth(day: Day) -> Day:
    return None if day is None else day.replace(day=1)


def startofquarter(day: Day) -> Day:
    return None if day is None else Date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def endofquarter(day: Day) -> Day:
    return None if day is None else _last(Date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def startofyear(day: Day) -> Day:
    return None if day is None else Date(day.year, 1, 1)


def endofyear(day: Day) -> Day:
    return None if day is None else Date(day.year, 12, 31)


def days(to: Day, start: Day) -> Number:
    return None if to is None or start is None else Decimal((to - start).days)


def datedif(start: Day, to: Day, unit: str | None) -> Number:
    if start is None or to is None or to < start:
        return None
    months = (to.year - start.year) * 12 + to.month - start.month - (to.day < start.day)
    unit = lower(unit)
    if unit in ("y", "m", "ym"):
        return Decimal({"y": months // 12, "m": months, "ym": months % 12}[unit])
    if unit == "d":
        return Decimal((to - start).days)
    if unit in ("md", "yd"):
        anchor = plus_months(start, months if unit == "md" else months // 12 * 12)
        return None if anchor is None else Decimal((to - anchor).days)
    return None


def _in_units(duration: timedelta | None, unit: str) -> Number:
    if duration is None:
        return None
    return divide(Decimal(microseconds(duration)), Decimal(UNIT_MICROSECONDS[unit]))


def hoursbetween(start: datetime | None, to: datetime | None) -> Number:
    return None if start is None or to is None else _in_units(to - start, "h")


def minutesbetween(start: datetime | None, to: datetime | None) -> Number:
    return None if start is None or to is None else _in_units(to - start, "min")


def indays(duration: timedelta | None) -> Number:
    return _in_units(duration, "d")


def inhours(duration: timedelta | None) -> Number:
    return _in_units(duration, "h")


def inminutes(duration: timedelta | None) -> Number:
    return _in_units(duration, "min")


def of_microseconds(count: Decimal) -> timedelta | None:
    """A duration of so many microseconds, rounded half away from zero to whole ones."""
    if magnitude(count) > 18:
        return None
    return bounded(int(round_places(count, 0)) * MICROSECOND)


def duration(count: Number, unit: str | None) -> timedelta | None:
    size = UNIT_MICROSECONDS.get(unit or "")
    if count is None or size is None:
        return None
    product = fit(FAR.multiply(count, Decimal(size)))
    return None if product is None else of_microseconds(product)
