"""``+ - * /`` on numbers, dates, moments and durations; durations as they are written."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import reduce

from rule_dsl.functions.compute.date import UNIT_MICROSECONDS, of_microseconds
from rule_dsl.targets.ops import (
    NOW,
    TODAY,
    Op,
    Refused,
    Sort,
    calendar_constant,
    conj,
    const,
    exact_days,
    retyped,
)
from rule_dsl.tree import Node
from rule_dsl.types import Type
from rule_dsl.values import FAR, Months, WorkingDays, WorkingTime, whole

MONTHS = {"mo": 1, "q": 3, "y": 12}
NAMES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
FURTHEST = 366_000
"""Days a constant may lie from today, so that today plus a constant is always a date."""


def duration_literal(node: Node) -> Op:
    """A duration as written: exact, or months, working days, working hours."""
    amount_text, unit = node.args
    if not isinstance(amount_text, str) or not isinstance(unit, str):
        raise Refused("no_literal", node.head)
    try:
        amount = Decimal(amount_text)
    except InvalidOperation:
        raise Refused("no_literal", node.head) from None
    if unit in MONTHS:
        return calendar_constant(Months(whole(FAR.multiply(amount, Decimal(MONTHS[unit])))))
    if unit == "wd":
        return calendar_constant(WorkingDays(whole(amount)))
    if unit == "wh":
        exact = of_microseconds(FAR.multiply(amount, Decimal(UNIT_MICROSECONDS["h"])))
        return calendar_constant(WorkingTime((exact or timedelta()) // timedelta(microseconds=1)))
    exact = of_microseconds(FAR.multiply(amount, Decimal(UNIT_MICROSECONDS[unit])))
    if exact is None:
        raise Refused("too_long", node.head)
    return const(exact, "duration")


def arithmetic(node: Node, operands: tuple[Op, ...]) -> Op:
    """An arithmetic node, folded from the left."""
    if node.head == "&":
        return Op("call", "text", tuple(map(spelled, operands)), value="concat")
    if len(operands) == 1:
        return _negative(operands[0])
    result = reduce(lambda left, right: _pair(node.head, left, right), operands)
    if result.sort == "duration" and node.type.is_numeric:
        return in_days(result)
    return result


def spelled(op: Op) -> Op:
    """A value as the text that is joined to others."""
    if op.sort in ("text", "empty"):
        return retyped(op, "text")
    if op.sort not in ("number", "date"):
        raise Refused("no_text", op.sort)
    return Op("text_of", "text", (op,))


def _negative(op: Op) -> Op:
    op = retyped(op, "number")
    if op.sort == "number":
        return (
            const(op.value.copy_negate(), "number")
            if op.name == "const" and op.value
            else _negated(op)
        )
    if op.sort == "duration":
        return Op("span_subtract", "duration", (const(timedelta(), "duration"), op))
    raise Refused("no_arithmetic", op.sort)


def _negated(op: Op) -> Op:
    return Op("negate", "number", (op,))


def _pair(head: str, left: Op, right: Op) -> Op:
    left = retyped(left, right.sort if head in "+-" and right.sort == "duration" else "number")
    right = retyped(right, "number")
    sorts = (left.sort, right.sort)
    if sorts == ("number", "number"):
        return Op(NAMES[head], "number", (left, right))
    if head in "+-" and left.sort in ("date", "moment"):
        return _moved(head, left, right)
    if head == "+" and right.sort in ("date", "moment"):
        return _moved(head, right, left)
    return _lengths(head, left, right)


def _moved(head: str, base: Op, other: Op) -> Op:
    """A date or moment plus or minus something."""
    if other.sort in ("date", "moment"):
        if head == "+":
            raise Refused("no_arithmetic", "date + date")
        return difference(base, other)
    return shifted(base, other, 1 if head == "+" else -1)


def difference(later: Op, earlier: Op) -> Op:
    """The time between two: whole days unless both are moments."""
    if later.sort == "moment" and earlier.sort == "moment":
        return Op("moment_diff", "duration", (later, earlier))
    days = Op("day_diff", "number", (day_of(later), day_of(earlier)))
    return Op("span_of_days", "duration", (days,))


def day_of(op: Op) -> Op:
    """A moment's date in the app's zone; a date as it is."""
    return Op("day_of", "date", (op,)) if op.sort == "moment" else op


def shifted(base: Op, amount: Op, sign: int) -> Op:
    """A date or moment that much later (or earlier): days are calendar days on a date, else 24 h."""
    if amount.sort == "number":
        return _shifted_days(base, amount, sign)
    if isinstance(amount.value, WorkingTime) and base.sort == "date":
        raise Refused("hours_on_a_date", "dur")
    if amount.sort == "calendar" or amount.name == "param":
        return Op("shift", base.sort, (base, lengthy(amount)), value=sign)
    if amount.sort != "duration":
        raise Refused("no_arithmetic", amount.sort)
    if base.sort == "moment":
        return Op("moment_plus", "moment", (base, _signed(amount, sign)))
    days = exact_days(amount)
    if days is not None:
        return _shifted_days(base, const(Decimal(days), "number"), sign)
    if amount.name == "const":
        raise Refused("hours_on_a_date", "dur")
    return _shifted_days(base, in_days(amount), sign)


def lengthy(amount: Op) -> Op:
    """A duration to move a time by: a parameter may then also be of months or working time."""
    return Op("param", "calendar", value=amount.value) if amount.name == "param" else amount


def _shifted_days(base: Op, days: Op, sign: int) -> Op:
    if base.sort == "moment":
        return Op(
            "moment_plus", "moment", (base, _signed(Op("span_of_days", "duration", (days,)), sign))
        )
    if days.name == "const" and days.value is not None:
        count = whole(days.value) * sign
        if base.name == "today" and abs(count) <= FURTHEST:
            return Op("today_plus", "date", value=count) if count else TODAY
        return Op("day_plus", "date", (base, const(Decimal(count), "number")))
    return Op("day_plus", "date", (base, days if sign > 0 else _negated(days)))


def _signed(amount: Op, sign: int) -> Op:
    if sign > 0:
        return amount
    if amount.name == "const" and amount.value is not None:
        return const(-amount.value, "duration")
    return Op("span_subtract", "duration", (const(timedelta(), "duration"), amount))


def in_days(duration: Op) -> Op:
    """A duration as a number of days."""
    if duration.name == "span_of_days":
        return duration.args[0]
    return Op("call", "number", (duration,), value="indays")


def as_duration(op: Op) -> Op:
    """A bare number beside a duration means days."""
    if op.sort != "number":
        return retyped(op, "duration")
    if op.name == "const" and op.value is not None:
        return const(
            of_microseconds(FAR.multiply(op.value, Decimal(UNIT_MICROSECONDS["d"]))), "duration"
        )
    return Op("span_of_days", "duration", (op,))


def _lengths(head: str, left: Op, right: Op) -> Op:
    sorts: tuple[Sort, Sort] = (left.sort, right.sort)
    if "calendar" in sorts:
        raise Refused("calendar_duration", head)
    if head in "+-" and set(sorts) <= {"duration", "number"}:
        name = "span_add" if head == "+" else "span_subtract"
        return Op(name, "duration", (as_duration(left), as_duration(right)))
    match (head, *sorts):
        case ("*", "duration", "number"):
            return Op("span_scale", "duration", (left, right))
        case ("*", "number", "duration"):
            return Op("span_scale", "duration", (right, left))
        case ("/", "duration", "number"):
            return Op("span_divide", "duration", (left, right))
        case ("/", "duration", "duration"):
            return Op("span_ratio", "number", (left, right))
    raise Refused("no_arithmetic", f"{left.sort} {head} {right.sort}")


def until(op: Op, type_: Type) -> Op:
    """How long until a date (whole days) or a moment (exactly)."""
    if op.sort not in ("date", "moment"):
        raise Refused("no_time", op.sort)
    length = difference(op, clock_for(op))
    return in_days(length) if type_.is_numeric else length


def clock_for(op: Op) -> Op:
    """Today for a date, now for a moment."""
    return TODAY if op.sort == "date" else NOW


def near(op: Op, amount: Op) -> Op:
    """From now to that far ahead, both edges included."""
    start = clock_for(op)
    end = shifted(start, amount, 1)
    return conj(Op("at_most", "bool", (start, op)), Op("at_most", "bool", (op, end)))
