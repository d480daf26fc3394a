"""The values of the language in Python, and exact arithmetic on them.

A number is a Decimal, a text a str, a tick a bool, a day a date, a moment an aware UTC datetime,
an exact duration a timedelta, a choice, state, person or link its key, several choices a
frozenset of keys, lines a tuple of mappings. Empty is None, and so is the text ''.

Numbers have at most 38 significant digits and at most 60 places; a result from 10**38 on is
empty. ``+ - *`` are exact within that, ``/`` goes to 12 places; halves round away from zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation
from typing import Any

DIGITS = 38
PLACES = 60
DIVISION_PLACES = 12
LONGEST = timedelta(microseconds=10**18)
MICROSECOND = timedelta(microseconds=1)
ZERO = Decimal(0)
ONE = Decimal(1)

NEAR = Context(prec=DIGITS, rounding=ROUND_HALF_UP, traps=[])
"""Rounds an exact result to what a number can hold."""
FAR = Context(prec=160, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero])
"""Wide enough that sums and products of two numbers are exact and quotients beyond doubt."""
_FINEST = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A calendar duration: it has no length of its own, only one from a given day on."""

    count: int


@dataclass(frozen=True, slots=True, order=True)
class WorkingDays:
    """A duration in working days of the app's calendar."""

    count: int


@dataclass(frozen=True, slots=True, order=True)
class WorkingTime:
    """A duration in working hours of the app's calendar, as microseconds."""

    microseconds: int


CalendarDuration = Months | WorkingDays | WorkingTime
Duration = timedelta | CalendarDuration
Row = Mapping[str, Any]
Value = Decimal | str | bool | date | datetime | Duration | frozenset[str] | tuple[Row, ...] | None


def fit(exact: Decimal) -> Decimal | None:
    """An exact result as a number: rounded once to 38 digits and 60 places, None when too big."""
    if not exact:
        return ZERO
    if exact.adjusted() < DIGITS - PLACES:
        return exact.quantize(_FINEST, context=FAR) if exact.adjusted() >= -PLACES - 1 else ZERO
    near = NEAR.plus(exact)
    return None if near.adjusted() >= DIGITS else near


def magnitude(number: Decimal) -> int:
    """The power of ten of the first digit; of zero 0, whatever exponent it carries."""
    return number.adjusted() if number else 0


def round_places(number: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Rounded to decimal places (negative: tens, hundreds …)."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    return number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=FAR)


def whole(number: Decimal) -> int:
    """The whole part, cut off; bounded, because nothing that counts goes beyond it."""
    if magnitude(number) > 15:
        return 10**16 if number > 0 else -(10**16)
    return int(number)


def add(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """``left + right``; empty with an empty side."""
    return None if left is None or right is None else fit(FAR.add(left, right))


def subtract(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """``left - right``; empty with an empty side."""
    return None if left is None or right is None else fit(FAR.subtract(left, right))


def multiply(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """``left * right``; empty with an empty side."""
    return None if left is None or right is None else fit(FAR.multiply(left, right))


def divide(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """``left / right`` to 12 places; empty with an empty side or by zero."""
    if left is None or not right:
        return None
    quotient = FAR.divide(left, right)
    return None if magnitude(quotient) > DIGITS else fit(round_places(quotient, DIVISION_PLACES))


def negate(number: Decimal | None) -> Decimal | None:
    """``-number``."""
    return None if number is None else NEAR.minus(number)


def bounded(duration: timedelta | None) -> timedelta | None:
    """A duration, or empty when it is longer than 10**18 microseconds."""
    return None if duration is None or abs(duration) > LONGEST else duration


def microseconds(duration: timedelta) -> int:
    """An exact duration's microseconds, exactly."""
    return duration // MICROSECOND


def number_text(number: Decimal) -> str:
    """Canonical text: plain, no exponent, no trailing zeros, no minus before zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
