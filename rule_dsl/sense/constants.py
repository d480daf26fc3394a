"""What does not depend on the record: a constant on an axis, the line it is a point of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from rule_dsl.functions.compute.date import UNIT_MICROSECONDS
from rule_dsl.tree import Node

Axis = Literal[
    "number", "text", "truth", "option", "key", "length", "day", "from_today", "instant", "from_now"
]
DAY = UNIT_MICROSECONDS["d"]
FURTHEST = 300_000
"""Days beyond which a time may fall out of the calendar, so that nothing is said of it."""
_EPOCH = datetime(1, 1, 1)  # noqa: DTZ001 - literals are local times


@dataclass(frozen=True, slots=True)
class Constant:
    """A point: of numbers, texts, options; of days and moments, or of those counted from now."""

    axis: Axis
    value: Any


def constant(node: Node) -> Constant | None:
    """The constant a node stands for, if it does."""
    first = node.args[0] if node.args else None
    match node.head:
        case "number":
            return Constant("number", Decimal(str(first)))
        case "text" if len(node.args) == 1 and isinstance(first, str) and first:
            return Constant("text", first)
        case "bool":
            return Constant("truth", int(first == "true"))
        case "opt" | "state":
            return Constant("option", first)
        case "person" | "dept":
            return Constant("key", first)
        case "dur":
            length = microseconds(node)
            return None if length is None else Constant("length", length)
    return _time(node)


def microseconds(node: Node) -> int | None:
    """An exact duration; None for months and working time, which have no length of their own."""
    amount, unit = (str(arg) for arg in node.args)
    size: Mapping[str, int] = UNIT_MICROSECONDS
    if node.head != "dur" or unit not in size:
        return None
    exact = Decimal(amount) * size[unit]
    return (
        int(exact) if exact == exact.to_integral_value() and abs(exact) < FURTHEST * DAY else None
    )


def days(node: Node) -> int | None:
    """A number, or an exact duration, as whole days."""
    if node.head == "number":
        found = Decimal(str(node.args[0]))
        is_whole = found == found.to_integral_value() and abs(found) < FURTHEST
        return int(found) if is_whole else None
    length = microseconds(node) if node.head == "dur" else None
    return None if length is None or length % DAY else length // DAY


def _time(node: Node) -> Constant | None:
    match node.head:
        case "today":
            return Constant("from_today", 0)
        case "now":
            return Constant("from_now", 0)
        case "date" if len(node.args) == 1:
            return Constant("day", date.fromisoformat(str(node.args[0])).toordinal())
        case "moment" if len(node.args) == 1:
            local = datetime.fromisoformat(str(node.args[0]))
            is_local = local.tzinfo is None
            return Constant("instant", _since_epoch(local)) if is_local else None
        case "+" | "-" if len(node.args) == 2:
            return _moved(node)
    return None


def _since_epoch(local: datetime) -> int:
    length = local - _EPOCH
    return (length.days * 86_400 + length.seconds) * 1_000_000 + length.microseconds


def _moved(node: Node) -> Constant | None:
    """The clock, moved by so many days or so long."""
    base = _time(node.child(0)) if node.child(0).head in ("today", "now") else None
    if base is None:
        return None
    by = node.child(1)
    amount = days(by)
    if base.axis == "from_now" and amount is not None:
        amount *= DAY
    elif base.axis == "from_now" and by.head == "dur":
        amount = microseconds(by)
    if amount is None:
        return None
    return Constant(base.axis, base.value + (amount if node.head == "+" else -amount))
