"""When a schedule last came round: the latest slot at or before a moment."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter

from rule_dsl.calendar import Calendar
from rule_dsl.tree import Node

LONGEST_SEARCH = 800
"""Days to look back: more than two years hold every yearly slot."""


def last_due(schedule: Node, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime | None:
    """The latest instant, at or before ``now``, at which the schedule says to run.

    Times of day are in the app's zone; a time that a change of clocks leaves out is run at the
    next that exists.
    """
    kind, *args = (str(a.args[-1] if isinstance(a, Node) else a) for a in schedule.args)
    local = now.astimezone(zone)
    if kind == "every":
        step = (
            timedelta(minutes=int(args[0])) if args[1] == "min" else timedelta(hours=int(args[0]))
        )
        midnight = datetime.combine(local.date(), time(), zone).astimezone(UTC)
        return midnight + (now - midnight) // step * step
    if kind == "cron":
        before: datetime = croniter(args[0], local).get_prev(datetime)  # type: ignore[no-untyped-call]
        return before.astimezone(UTC)
    matches, clock = _DAYS[kind], time.fromisoformat(args[-1].zfill(5))
    for back in range(LONGEST_SEARCH):
        day = local.date() - timedelta(days=back)
        slot = datetime.combine(day, clock, zone).astimezone(UTC)
        if slot <= now and matches(day, args, calendar):
            return slot
    return None


Match = Callable[[date, list[str], Calendar], bool]


def _always(*_: object) -> bool:
    return True


def _monthly(day: date, args: list[str], _: Calendar) -> bool:
    last = months.monthrange(day.year, day.month)[1]
    return day.day == (last if args[0] == "last" else min(int(args[0]), last))


_DAYS: Mapping[str, Match] = {
    "daily": _always,
    "workdays": lambda day, _, calendar: calendar.is_working(day),
    "weekly": lambda day, args, _: day.isoweekday() == int(args[0]),
    "monthly": _monthly,
    "quarterly": lambda day, _, __: day.day == 1 and day.month % 3 == 1,
    "yearly": lambda day, _, __: (day.month, day.day) == (1, 1),
}
