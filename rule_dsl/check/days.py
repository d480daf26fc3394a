"""Today and what is counted from it: tomorrow, this week, last year, the last 24 hours."""

from __future__ import annotations

from rule_dsl.tree import Node, Span
from rule_dsl.types import DATE, MOMENT, NUMBER

DAYS = {"tomorrow": ("+", "1"), "yesterday": ("-", "1")}
DAYS |= {"in_two_days": ("+", "2"), "two_days_ago": ("-", "2")}
_UNITS = ("week", "month", "quarter", "year")
_TIMES = {"this": 0, "next": 1, "last": -1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def clock(word: str, span: Span | None = None) -> Node:
    """Today, now, or a day counted from today."""
    if word == "now":
        return Node("now", (), MOMENT, span)
    today = Node("today", (), DATE, span)
    if word not in DAYS:
        return today
    operator, count = DAYS[word]
    return Node(operator, (today, Node("number", (count,), NUMBER, span)), DATE, span)


def period(word: str, span: Span | None = None) -> tuple[Node, Node]:
    """The first and the last day of this_week, next_month, last_year …"""
    time, _, unit = word.partition("_")
    day = _moved(clock("today", span), unit, _TIMES[time], span)
    if unit == "month":
        months = Node("number", (str(_TIMES[time]),), NUMBER, span)
        end = Node("eomonth", (clock("today", span), months), DATE, span)
    else:
        end = Node(f"endof{unit}", (day,), DATE, span)
    return Node(f"startof{unit}", (day,), DATE, span), end


def _moved(today: Node, unit: str, times: int, span: Span | None) -> Node:
    if not times:
        return today
    if unit == "week":
        days = Node("number", ("7",), NUMBER, span)
        return Node("+" if times > 0 else "-", (today, days), DATE, span)
    months = Node("number", (str(times * _MONTHS[unit]),), NUMBER, span)
    return Node("edate", (today, months), DATE, span)


PERIODS = {f"{time}_{unit}": period(f"{time}_{unit}") for time in _TIMES for unit in _UNITS}
"""Every such stretch of days, by its word."""
