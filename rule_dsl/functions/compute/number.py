"""Functions on numbers: exact where the result is, else computed far and rounded to 12 places."""

from __future__ import annotations

import math
from decimal import Context, Decimal

from rule_dsl.values import (
    FAR,
    ONE,
    ZERO,
    add,
    divide,
    fit,
    magnitude,
    multiply,
    negate,
    round_places,
    subtract,
    whole,
)

Number = Decimal | None
PI_FAR = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640629")
MOST_PLACES = 60


def settle(value: Decimal) -> Number:
    """A value computed far beyond 12 places, rounded to them."""
    return None if magnitude(value) >= 40 else fit(round_places(value, 12))


def abs_(number: Number) -> Number:
    return None if number is None else fit(number.copy_abs())


def sign(number: Number) -> Number:
    return None if number is None else Decimal((number > 0) - (number < 0))


def _places(places: Number) -> int | None:
    """Decimal places as an int: cut off, and never beyond what a number can have."""
    return None if places is None else max(-39, min(MOST_PLACES, whole(places)))


def round_(number: Number, places: Number = ZERO) -> Number:
    keep = _places(places)
    return None if number is None or keep is None else fit(round_places(number, keep))


def rounddown(number: Number, places: Number = ZERO) -> Number:
    keep = _places(places)
    return None if number is None or keep is None else fit(round_places(number, keep, "ROUND_DOWN"))


def roundup(number: Number, places: Number = ZERO) -> Number:
    keep = _places(places)
    return None if number is None or keep is None else fit(round_places(number, keep, "ROUND_UP"))


trunc = rounddown


def int_(number: Number) -> Number:
    return None if number is None else fit(round_places(number, 0, "ROUND_FLOOR"))


def _steps(number: Decimal, step: Decimal, rounding: str) -> Number:
    """The multiple of ``|step|`` that this rounding of ``number / step`` gives."""
    size = step.copy_abs()
    if not size:
        return ZERO
    quotient = FAR.divide(number, size)
    if magnitude(quotient) >= 60:
        return None
    count = round_places(quotient, 0, rounding)
    exact = FAR.multiply(count, size)
    # A quotient that is not exact may have been rounded up to the whole number it is just below.
    if rounding == "ROUND_FLOOR" and exact > number:
        exact = FAR.subtract(exact, size)
    if rounding == "ROUND_CEILING" and exact < number:
        exact = FAR.add(exact, size)
    return fit(exact)


def ceiling(number: Number, step: Number = ONE) -> Number:
    return None if number is None or step is None else _steps(number, step, "ROUND_CEILING")


def floor(number: Number, step: Number = ONE) -> Number:
    return None if number is None or step is None else _steps(number, step, "ROUND_FLOOR")


def mround(number: Number, step: Number) -> Number:
    return None if number is None or step is None else _steps(number, step, "ROUND_HALF_UP")


def mod(number: Number, divisor: Number) -> Number:
    if number is None or not divisor:
        return None
    size = divisor.copy_abs()
    rest = subtract(number, _steps(number, size, "ROUND_FLOOR"))
    if rest is None or not rest or divisor > 0:
        return rest
    return subtract(rest, size)


def quotient(number: Number, divisor: Number) -> Number:
    if number is None or not divisor:
        return None
    counted = FAR.divide(number, divisor)
    return None if magnitude(counted) >= 40 else fit(round_places(counted, 0, "ROUND_DOWN"))


def power(number: Number, exponent: Number) -> Number:
    if number is None or exponent is None or exponent.copy_abs() > 1000:
        return None
    is_whole = exponent == exponent.to_integral_value()
    if is_whole and exponent >= 0:
        return _whole_power(number, int(exponent))
    if not number:
        return ZERO if exponent > 0 else None
    if is_whole:
        raised = _whole_power(number, -int(exponent))
        return ZERO if raised is None else divide(ONE, raised)
    if number < 0:
        return None
    return _exp(FAR.multiply(FAR.ln(number), exponent))


def _whole_power(number: Decimal, exponent: int) -> Number:
    """Repeated squaring from the highest bit, each product fitted: one order on every target."""
    result: Number = ONE
    for bit in f"{exponent:b}":
        result = multiply(result, result)
        if bit == "1":
            result = multiply(result, number)
    return result


def _exp(value: Decimal) -> Number:
    if value >= 90:
        return None
    if value <= -60:
        return ZERO
    return settle(FAR.exp(value))


def sqrt(number: Number) -> Number:
    return None if number is None or number < 0 else settle(FAR.sqrt(number))


def exp(number: Number) -> Number:
    return None if number is None else _exp(number)


def ln(number: Number) -> Number:
    return None if number is None or number <= 0 else settle(FAR.ln(number))


def log10(number: Number) -> Number:
    return None if number is None or number <= 0 else settle(FAR.log10(number))


def log(number: Number, base: Number = Decimal(10)) -> Number:
    if number is None or base is None or number <= 0 or base <= 0 or base == 1:
        return None
    return settle(FAR.divide(FAR.ln(number), FAR.ln(base)))


def pi() -> Decimal:
    return round_places(PI_FAR, 12)


def gcd(*numbers: Number) -> Number:
    kept = [int(number) for number in numbers if number is not None]
    return Decimal(math.gcd(*kept)) if kept else None


def lcm(*numbers: Number) -> Number:
    kept = [int(number) for number in numbers if number is not None]
    return fit(Decimal(math.lcm(*kept), _wide(kept))) if kept else None


def _wide(numbers: list[int]) -> Context:
    return Context(prec=40 * len(numbers) + 1)


def fact(number: Number) -> Number:
    if number is None or not 0 <= whole(number) <= 33:
        return None
    return Decimal(math.factorial(whole(number)))


def combin(number: Number, chosen: Number) -> Number:
    if number is None or chosen is None:
        return None
    count, take = whole(number), whole(chosen)
    return fit(Decimal(math.comb(count, take))) if 0 <= take <= count <= 120 else None


def even(number: Number) -> Number:
    if number is None:
        return None
    up = _steps(number.copy_abs(), Decimal(2), "ROUND_CEILING")
    return up if up is None or number >= 0 else negate(up)


def odd(number: Number) -> Number:
    if number is None:
        return None
    half = _steps(subtract(number.copy_abs(), ONE) or ZERO, Decimal(2), "ROUND_CEILING")
    if half is None:
        return None
    up = add(max(half, ZERO), ONE)
    return up if number >= 0 else negate(up)


def iseven(number: Number) -> bool:
    return number is not None and int(number) % 2 == 0


def isodd(number: Number) -> bool:
    return number is not None and int(number) % 2 == 1


def clamp(number: Number, low: Number, high: Number) -> Number:
    if number is None or low is None or high is None or low > high:
        return None
    return max(low, min(high, number))


def degrees(number: Number) -> Number:
    return None if number is None else settle(FAR.divide(FAR.multiply(number, 180), PI_FAR))


def radians(number: Number) -> Number:
    return None if number is None else settle(FAR.divide(FAR.multiply(number, PI_FAR), 180))


def numberif(condition: bool | None) -> Decimal:
    return ONE if condition else ZERO
