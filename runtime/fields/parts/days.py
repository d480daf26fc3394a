"""Reading days and moments in the ways people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from runtime.fields.base import Unreadable
from runtime.fields.parts.texts import brief, line_of, narrow

_DAY = r"(?P<y>[0-9]{4})\s*[-/.年]\s*(?P<m>[0-9]{1,2})\s*[-/.月]\s*(?P<d>[0-9]{1,2})\s*[日号]?"
_COMPACT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_NAMED = re.compile(
    r"(?:(?P<d>[0-9]{1,2})[- ](?P<name>[a-z]{3})[a-z]{0,6}\.?[- ,]+(?P<y>[0-9]{4})"
    r"|(?P<name2>[a-z]{3})[a-z]{0,6}\.? (?P<d2>[0-9]{1,2}),? (?P<y2>[0-9]{4}))"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MIDNIGHT = re.compile(rf"{_DAY}(?:[t ]\s*0{{1,2}}:00(?::00(?:\.0{{1,6}})?)?)?")
_MOMENT = re.compile(
    rf"{_DAY}\s*[t ]?\s*(?P<h>[0-9]{{1,2}})\s*[:时点]\s*(?P<min>[0-9]{{1,2}})?"
    r"(?:[:分]\s*(?P<s>[0-9]{1,2})(?:\.(?P<f>[0-9]{1,6})[0-9]{0,3})?\s*秒?|分)?"
    r"\s*(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?"
)
FIRST, LAST = 1000, 9998
"""The years a day or moment may lie in: four digits on both databases, in every zone."""


def read_day(raw: Any) -> date | None:
    """The day that was written; None when empty."""
    match raw:
        case datetime() if raw.time() == time():
            return _within(raw.date())
        case datetime():
            raise Unreadable("not_a_date", written=brief(raw))
        case date():
            return _within(raw)
        case None | str():
            text = line_of(raw, 60)
        case _:
            raise Unreadable("not_a_date", written=brief(raw))
    if text is None:
        return None
    plain = narrow(text).casefold()
    found = _MIDNIGHT.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found:
        return _day(text, (found["y"], found["m"], found["d"]))
    named = _NAMED.fullmatch(plain)
    month = named and (named["name"] or named["name2"])
    if named and month in _MONTHS:
        parts = (named["y"] or named["y2"], _MONTHS.index(month) + 1, named["d"] or named["d2"])
        return _day(text, parts)
    raise Unreadable("not_a_date", written=brief(text))


def read_moment(raw: Any, zone: str) -> datetime | None:
    """The instant that was written, in UTC; without an offset it is in ``zone``."""
    match raw:
        case datetime():
            return _instant(raw, zone)
        case date():
            return _instant(datetime.combine(raw, time()), zone)
        case None | str():
            text = line_of(raw, 60)
        case _:
            raise Unreadable("not_a_moment", written=brief(raw))
    if text is None:
        return None
    plain = narrow(text).casefold()
    found = _MOMENT.fullmatch(plain)
    if found is None:
        code = "moment_needs_time" if _MIDNIGHT.fullmatch(plain) else "not_a_moment"
        raise Unreadable(code, written=brief(text))
    day = _day(text, (found["y"], found["m"], found["d"]))
    micro = int((found["f"] or "0").ljust(6, "0"))
    try:
        clock = time(int(found["h"]), int(found["min"] or 0), int(found["s"] or 0), micro)
        offset = datetime.strptime(found["zone"].upper(), "%z").tzinfo if found["zone"] else None
    except ValueError:
        raise Unreadable("not_a_moment", written=brief(text)) from None
    return _instant(datetime.combine(day, clock, offset), zone)


def moment_text(moment: datetime, zone: str) -> str:
    """The instant on the reader's clock; with its offset where the clock shows it twice."""
    local = moment.astimezone(ZoneInfo(zone))
    parts = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    text = local.replace(tzinfo=None, fold=0).isoformat(" ", parts)
    return f"{text}{local:%z}" if is_shown_twice(moment, zone) else text


def is_shown_twice(moment: datetime, zone: str) -> bool:
    """Whether the reader's clock shows this hour a second time, for clocks go back."""
    local = moment.astimezone(ZoneInfo(zone))
    return bool(local.fold) or local.replace(fold=1).utcoffset() != local.utcoffset()


def _day(text: str, parts: tuple[Any, Any, Any]) -> date:
    year, month, day = (int(part) for part in parts)
    try:
        return _within(date(year, month, day))
    except ValueError as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("no_such_day", written=brief(text)) from None


def _within(day: date) -> date:
    if not FIRST <= day.year <= LAST:
        raise Unreadable("year_out_of_range", first=FIRST, last=LAST)
    return day


def _instant(local: datetime, zone: str) -> datetime:
    _within(local.date())
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    there = local.replace(tzinfo=ZoneInfo(zone))
    instant = there.astimezone(UTC)
    if instant.astimezone(there.tzinfo).replace(tzinfo=None) != local.replace(fold=0):
        raise Unreadable("no_such_time", written=f"{local:%Y-%m-%d %H:%M}", zone=zone)
    return instant
