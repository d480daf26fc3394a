"""The instants at which a schedule says to run."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar
from rule_dsl.cron import read_cron
from rule_dsl.tree import Node

LONGEST_SEARCH = 366 * 8 + 1
"""Days to look back: two leap days may be eight years apart."""
LONGEST_INTERVAL = 365 * 24 * 60
"""Minutes between two slots of 每N分钟, every N hours, at most."""
DAY = 24 * 60
ANCHOR = datetime(2001, 1, 1)  # noqa: DTZ001  (a local time has no zone)
"""A Monday's midnight, from which intervals that do not divide a day are counted."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an app's schedules are read with: its zone and its calendar."""

    zone: ZoneInfo
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class _Plan:
    """The days a schedule comes on and its times of day, in minutes.

    ``is_repeated`` says that a time which comes twice in a night is two slots, not one.
    """

    comes_on: Callable[[date], bool]
    times: Sequence[int]
    is_repeated: bool = False


def last_due(schedule: Node, now: datetime, where: Surroundings) -> datetime | None:
    """The latest instant, at or before ``now``, at which the schedule says to run.

    Times of day are the app's. One that clocks put back bring twice is the first of the two, one
    that clocks put forward leave out is read with the offset before the change. What runs every
    hour or more often runs in both of the hours.

    Raises:
        ValueError: the schedule cannot be read.
    """
    if schedule.args[0] == "every":
        step = interval(schedule)
        if DAY % step:
            start = _instant(ANCHOR, where.zone)
            return start + (now - start) // timedelta(minutes=step) * timedelta(minutes=step)
    plan = _plan(schedule, where.calendar)
    today = now.astimezone(where.zone).date()
    for back in range(-1, LONGEST_SEARCH):
        day = today - timedelta(days=back)
        if plan.comes_on(day):
            slots = (slot for slot in _of_day(plan, day, where.zone) if slot <= now)
            found = max(slots, default=None)
            if found is not None:
                return found
    return None


def interval(schedule: Node) -> int:
    """The minutes between two slots of 每N分钟, every N hours.

    Raises:
        ValueError: it is none, or less than a minute, or more than a year.
    """
    length = schedule.child(1)
    amount, unit = str(length.args[0]), str(length.args[1])
    if not amount.isdecimal() or unit not in ("min", "h"):
        raise ValueError(f"no interval: {amount} {unit}")
    minutes = int(amount) * (60 if unit == "h" else 1)
    if not 1 <= minutes <= LONGEST_INTERVAL:
        raise ValueError(f"no interval: {amount} {unit}")
    return minutes


def _plan(schedule: Node, calendar: Calendar) -> _Plan:
    kind, *args = schedule.args
    if kind == "every":
        step = interval(schedule)
        return _Plan(_always, range(0, DAY, step), is_repeated=step <= 60)
    if kind == "cron":
        cron = read_cron(_text(args[0]))
        times = [hour * 60 + minute for hour in cron.hours for minute in cron.minutes]
        return _Plan(cron.comes_on, times, is_repeated=cron.is_any_hour)
    clock = time.fromisoformat(_text(args[-1]).zfill(5))
    times = [clock.hour * 60 + clock.minute]
    return _Plan(_days(str(kind), str(args[0]), calendar), times)


def _days(kind: str, wanted: str, calendar: Calendar) -> Callable[[date], bool]:
    if kind == "monthly" and wanted != "last":
        number = int(wanted)
        return lambda day: day.day == min(number, _length(day))
    if kind == "weekly":
        number = int(wanted)
        return lambda day: day.isoweekday() == number
    kinds: dict[str, Callable[[date], bool]] = {
        "daily": _always,
        "workdays": calendar.is_working,
        "monthly": lambda day: day.day == _length(day),
        "quarterly": lambda day: day.day == 1 and day.month % 3 == 1,
        "yearly": lambda day: (day.month, day.day) == (1, 1),
    }
    if kind not in kinds:
        raise ValueError(f"no schedule: {kind}")
    return kinds[kind]


def _of_day(plan: _Plan, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The instants of a day's times."""
    for minutes in plan.times:
        local = datetime.combine(day, time(*divmod(minutes, 60)))
        first = _instant(local, zone)
        yield first
        if plan.is_repeated:
            again = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
            if again > first:
                yield again


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time's instant: the earlier of two; in a gap, with the offset before it."""
    return local.replace(tzinfo=zone).astimezone(UTC)


def _length(day: date) -> int:
    return months.monthrange(day.year, day.month)[1]


def _always(_: date) -> bool:
    return True


def _text(part: Node | str | None) -> str:
    return str(part.args[-1] if isinstance(part, Node) else part)
