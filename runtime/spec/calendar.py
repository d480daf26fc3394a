"""The app's working calendar, as the rule language counts with it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from rule_dsl.calendar import Calendar
from runtime.spec.app import AppSpec

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def calendar_of(spec: AppSpec) -> Calendar:
    """The calendar in ``app.yaml``; what it leaves out is as in most offices.

    ``extra`` are days that work although the week or a holiday says otherwise.
    """
    said = spec.calendar

    def texts(key: str) -> tuple[str, ...]:
        return tuple(str(each) for each in said.get(key, ()))

    return _calendar(texts("workdays"), texts("hours"), texts("holidays"), texts("extra"))


@lru_cache(maxsize=64)
def _calendar(
    workdays: tuple[str, ...],
    hours: tuple[str, ...],
    holidays: tuple[str, ...],
    extra: tuple[str, ...],
) -> Calendar:
    given: dict[str, Any] = {
        "holidays": frozenset(date.fromisoformat(day) for day in holidays),
        "make_up": frozenset(date.fromisoformat(day) for day in extra),
    }
    if workdays:
        given["weekly"] = frozenset(WEEKDAYS.index(day) for day in workdays)
    if hours:
        given["hours"] = tuple(sorted(_span(each) for each in hours))
    return Calendar(**given)


def _span(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return _minutes(start), _minutes(end)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
