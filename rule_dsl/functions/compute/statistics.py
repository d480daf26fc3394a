"""Functions over many values. Empties are skipped; sums are exact and rounded once."""

from __future__ import annotations

import math
from collections import Counter
from datetime import timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import Any

from rule_dsl.functions.compute.date import of_microseconds
from rule_dsl.values import FAR, ONE, ZERO, bounded, divide, fit, microseconds, multiply, whole

Number = Decimal | None
_EXACT = Context(prec=100_000)


def _values(values: tuple[Any, ...]) -> list[Any]:
    return [value for value in values if value is not None and value not in ("", frozenset())]


def _exact_sum(numbers: list[Decimal]) -> Decimal:
    return reduce(FAR.add, numbers, ZERO)


def sum_(*values: Any) -> Any:
    return fit(_exact_sum(_values(values)))


def sum_span(*lengths: timedelta | None) -> timedelta | None:
    """The sum of durations; of none it is a duration too."""
    return bounded(sum(_values(lengths), timedelta()))


def average(*values: Any) -> Any:
    kept = _values(values)
    return divide(_exact_sum(kept), Decimal(len(kept))) if kept else None


def average_span(*lengths: timedelta | None) -> timedelta | None:
    """The mean of durations, in whole microseconds."""
    kept = _values(lengths)
    if not kept:
        return None
    total = sum(map(microseconds, kept))
    return of_microseconds(rational(Fraction(total, len(kept)), 0))


def min_(*values: Any) -> Any:
    return min(_values(values), default=None)


def max_(*values: Any) -> Any:
    return max(_values(values), default=None)


def count(*values: Any) -> Decimal:
    return Decimal(len(_values(values)))


def countblank(*values: Any) -> Decimal:
    return Decimal(len(values) - len(_values(values)))


def countunique(*values: Any) -> Decimal:
    return Decimal(len(set(_values(values))))


def median(*values: Number) -> Number:
    kept = sorted(_values(values))
    if not kept:
        return None
    middle = len(kept) // 2
    if len(kept) % 2:
        return fit(kept[middle])
    return divide(FAR.add(kept[middle - 1], kept[middle]), Decimal(2))


def mode(*values: Number) -> Number:
    counted = Counter(_values(values))
    most = max(counted.values(), default=0)
    return min(number for number, times in counted.items() if times == most) if most > 1 else None


def product(*values: Number) -> Number:
    kept = _values(values)
    result: Number = ONE
    for number in kept:
        result = multiply(result, number)
    return result if kept else None


def sumsq(*values: Number) -> Number:
    return fit(reduce(_EXACT.add, (_EXACT.multiply(n, n) for n in _values(values)), ZERO))


def rational(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half away from zero to places."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _EXACT.scaleb(Decimal(units if value >= 0 else -units), -places)


def _variance(numbers: list[Decimal], divisor: int) -> Fraction | None:
    """The sum of squared distances from the mean, over the divisor: exact."""
    if not numbers or divisor < 1:
        return None
    fractions = [Fraction(number) for number in numbers]
    total = sum(fractions, Fraction())
    squares = sum((number * number for number in fractions), Fraction())
    return (squares - total * total / len(fractions)) / divisor


def _root(value: Fraction | None) -> Number:
    """The square root to 12 places: the 13th digit of the floor decides."""
    if value is None:
        return None
    floor = math.isqrt(value.numerator * 10**26 // value.denominator)
    return fit(rational(Fraction(floor, 10**13), 12))


def _rounded(value: Fraction | None) -> Number:
    return None if value is None else fit(rational(value, 12))


def var(*values: Number) -> Number:
    kept = _values(values)
    return _rounded(_variance(kept, len(kept) - 1))


def varp(*values: Number) -> Number:
    kept = _values(values)
    return _rounded(_variance(kept, len(kept)))


def stdev(*values: Number) -> Number:
    kept = _values(values)
    return _root(_variance(kept, len(kept) - 1))


def stdevp(*values: Number) -> Number:
    kept = _values(values)
    return _root(_variance(kept, len(kept)))


def _nth(numbers: list[Decimal], place: Number) -> Number:
    if place is None or not 1 <= whole(place) <= len(numbers):
        return None
    return numbers[whole(place) - 1]


def large(*values: Number) -> Number:
    """The last argument is the place, as after a range in a spreadsheet."""
    return _nth(sorted(_values(values[:-1]), reverse=True), values[-1]) if values else None


def small(*values: Number) -> Number:
    return _nth(sorted(_values(values[:-1])), values[-1]) if values else None


def range_(*values: Number) -> Number:
    kept = _values(values)
    return fit(FAR.subtract(max(kept), min(kept))) if kept else None


def first(*values: Any) -> Any:
    return next(iter(_values(values)), None)


def last(*values: Any) -> Any:
    return next(iter(_values(values)[::-1]), None)
