"""Conditions: bare where a NULL may stand for false, exact under NOT and in a SELECT."""

# ruff: noqa: ARG001  (every rule is told whether it must be exact; some always are)

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import sqlalchemy as sa

from rule_dsl.targets.ops import Op, is_filled
from rule_dsl.values import FAR
from runtime.store.columns import DIGITS, ExactNumber, key_json
from runtime.store.lowering import rows
from runtime.store.lowering.elements import TYPES, Ordered, Typed, call
from runtime.store.lowering.place import (
    Place,
    Sql,
    called,
    condition,
    folded,
    scale_of,
    total,
    value,
)

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "less": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
}
FLIPPED: dict[str, Callable[[Any, Any], Any]] = {
    "less": lambda a, b: a > b,
    "at_most": lambda a, b: a >= b,
}


def _and(op: Op, place: Place, exact: bool) -> Sql:
    return sa.and_(*(condition(arg, place, exact=exact) for arg in op.args)).self_group()


def _or(op: Op, place: Place, exact: bool) -> Sql:
    return sa.or_(*(condition(arg, place, exact=exact) for arg in op.args)).self_group()


def _not(op: Op, place: Place, exact: bool) -> Sql:
    test = op.args[0]
    if test.name == "blank":
        return _filled(test.args[0], place)
    return sa.not_(condition(test, place, exact=True))


def _tick(op: Op, place: Place, exact: bool) -> Sql:
    column = place.column(op.value) if op.name == "field" else place.outer(op.value)
    return total(column, exact=exact)


def _blank(op: Op, place: Place, exact: bool) -> Sql:
    return (
        sa.not_(_filled(op.args[0], place))
        if op.args[0].sort == "rows"
        else (_plain(op.args[0], place).is_(None))
    )


def _filled(op: Op, place: Place) -> Sql:
    if op.sort == "rows":
        return rows.any_lines(op, place)
    return _plain(op, place).is_not(None)


def _plain(op: Op, place: Place) -> Sql:
    """A value whose being NULL is all that matters: a column as it is."""
    if op.name == "field":
        return place.column(op.value)
    return place.outer(op.value) if op.name == "outer" else value(op, place)


def _number_column(op: Op, place: Place) -> Sql | None:
    """The column of a number field, to compare without converting it."""
    if op.sort != "number" or op.name not in ("field", "outer"):
        return None
    column = _plain(op, place)
    return column if isinstance(column.type, ExactNumber) else None


def _same(op: Op, place: Place, exact: bool) -> Sql:
    left, right = (folded(arg, place) for arg in op.args)
    if left.name == "const":
        left, right = right, left
    if right.name == "const" and right.value is None:
        return _blank(Op("blank", "bool", (left,)), place, exact)
    if left.sort == "bool":
        sides = (condition(side, place, exact=True) for side in (left, right))
        return _equal_ticks(*sides)
    number = _number_column(left, place)
    if number is not None:
        native = _same_number(number, right, place, exact)
        if native is not None:
            return native
    one, other = value(left, place), value(right, place)
    if is_filled(left) or is_filled(right):
        return total(one == other, exact=exact)
    return one.is_not_distinct_from(other)


def _equal_ticks(left: Sql, right: Sql) -> Sql:
    """Equality of two conditions, which have no common form of ``=`` on both databases."""
    return sa.case((left, right), else_=sa.not_(right))


def _same_number(column: Sql, right: Op, place: Place, exact: bool) -> Sql | None:
    """A number column beside a constant or a column of the same scale, without converting."""
    other = _number_column(right, place)
    if other is not None and scale_of(other) == scale_of(column):
        return column.is_not_distinct_from(other)
    if right.name != "const" or right.value is None:
        return None
    scale = scale_of(column)
    units = FAR.scaleb(right.value, scale)
    if units != units.to_integral_value() or abs(units) >= 10**DIGITS:
        return sa.false()
    return total(column == sa.literal(right.value, column.type), exact=exact)


def _order(op: Op, place: Place, exact: bool) -> Sql:
    left, right = (folded(arg, place) for arg in op.args)
    if any(side.name == "const" and side.value is None for side in (left, right)):
        return sa.false()
    native = _order_options(op.name, left, right, place)
    if native is None and left.sort == "number":
        native = _order_numbers(op.name, left, right, place)
    if native is None:
        native = _order_values(op.name, left, right, place)
    if is_filled(left) and is_filled(right):
        return native
    return total(native, exact=exact)


def _order_values(name: str, left: Op, right: Op, place: Place) -> Sql:
    one, other = value(left, place), value(right, place)
    if left.sort in ("text", "key"):
        return Ordered("<" if name == "less" else "<=", "bool", (one, other))
    if left.sort == "number":
        return call(name, "bool", [one, other], "nn")
    return sa.type_coerce(SIGNS[name](one, other), sa.Boolean)


def _order_options(name: str, left: Op, right: Op, place: Place) -> Sql | None:
    """Options below or above a given one, as the list of those."""
    ranks = [side for side in (left, right) if side.name == "rank"]
    fixed = [side for side in (left, right) if side.name == "const"]
    if len(ranks) != 1 or len(fixed) != 1:
        return None
    (rank,), (bound,) = ranks, fixed
    keep = SIGNS[name] if left is rank else FLIPPED[name]
    keys = [key for place_, key in enumerate(rank.value) if keep(Decimal(place_), bound.value)]
    return value(rank.args[0], place).in_(keys) if keys else sa.false()


def _order_numbers(name: str, left: Op, right: Op, place: Place) -> Sql | None:
    """A number column beside a constant or a column of the same scale, without converting."""
    one, other = _number_column(left, place), _number_column(right, place)
    if one is not None and other is not None and scale_of(one) == scale_of(other):
        both: Sql = SIGNS[name](one, other)
        return both
    if one is not None and right.name == "const":
        return _bounded(one, right.value, SIGNS[name], _rounding(name == "less"))
    if other is not None and left.name == "const":
        return _bounded(other, left.value, FLIPPED[name], _rounding(name != "less"))
    return None


def _rounding(up: bool) -> str:
    """``x < 0.125`` is ``x < 0.13`` at two places, ``x <= 0.125`` is ``x <= 0.12``."""
    return ROUND_CEILING if up else ROUND_FLOOR


def _bounded(column: Sql, bound: Decimal, sign: Callable[[Any, Any], Any], rounding: str) -> Sql:
    """A column against a bound, rounded to its scale the way that changes no answer."""
    scale = scale_of(column)
    largest = Decimal(10**DIGITS - 1)
    units = FAR.scaleb(bound, scale)
    if abs(units) > largest:
        is_below = sign(Decimal(0), bound)
        return column.is_not(None) if is_below else sa.false()
    units = units.to_integral_value(rounding=rounding)
    if abs(units) > largest:
        return column.is_not(None) if sign(Decimal(0), bound) else sa.false()
    bounded: Sql = sign(column, sa.literal(units.scaleb(-scale), column.type))
    return bounded


def _among(op: Op, place: Place, exact: bool) -> Sql:
    subject = folded(op.args[0], place)
    values = sorted(op.value)
    column = _number_column(subject, place)
    if column is not None:
        tests = [_same_number(column, Op("const", "number", value=v), place, exact) for v in values]
        return sa.or_(sa.false(), *(test for test in tests if test is not None)).self_group()
    options = [sa.literal(v, TYPES[subject.sort]) for v in values]
    return total(value(subject, place).in_(options), exact=exact)


def _holds(op: Op, place: Place, exact: bool) -> Sql:
    return total(called("holds", op, place), exact=exact)


def _has(op: Op, place: Place, exact: bool) -> Sql:
    """Whether a list holds a key: its text between the commas of the canonical list."""
    keys, key = (folded(arg, place) for arg in op.args)
    if key.name == "const" and key.value is None:
        return sa.false()
    if key.name == "const":
        needle = sa.literal(key_json(key.value), sa.Text())
        test = call(
            "has_json", "bool", [value(keys, place), Typed("text", "text", (needle,))], "jj"
        )
        return total(test, exact=exact)
    return total(called("has", op, place), exact=exact)


def _choose(op: Op, place: Place, exact: bool) -> Sql:
    test, chosen, other = op.args
    picked = sa.case(
        (condition(test, place, exact=False), condition(chosen, place, exact=True)),
        else_=condition(other, place, exact=True),
    )
    return sa.type_coerce(picked, TYPES["bool"])


RULES: dict[str, Callable[[Op, Place, bool], Sql]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "field": _tick,
    "outer": _tick,
    "blank": _blank,
    "same": _same,
    "less": _order,
    "at_most": _order,
    "among": _among,
    "holds": _holds,
    "has": _has,
    "choose": _choose,
}
