"""Values: what an operation gives in a SELECT or as a side of a comparison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from rule_dsl.functions import FUNCTIONS
from rule_dsl.targets.ops import Op, Sort
from rule_dsl.values import Months, WorkingDays, WorkingTime
from runtime.store.lowering import rows
from runtime.store.lowering.elements import ARRAYS, LETTERS, TYPES, Joined, Listed, call
from runtime.store.lowering.place import (
    Place,
    Sql,
    calendar,
    called,
    condition,
    constant,
    folded,
    hours,
    stored,
    value,
    values,
    walls,
    zone,
)


def _field(op: Op, place: Place) -> Sql:
    return stored(place.column(op.value) if op.name == "field" else place.outer(op.value), op)


def _choose(op: Op, place: Place) -> Sql:
    test, chosen, other = op.args
    return sa.case(
        (condition(test, place, exact=False), value(chosen, place)),
        else_=value(other, place),
    )


def _first_of(op: Op, place: Place) -> Sql:
    parts = values(op.args, place)
    return sa.func.coalesce(*parts, type_=TYPES[op.sort]) if len(parts) > 1 else parts[0]


def _nth(op: Op, place: Place) -> Sql:
    index = call("trunc", "number", [value(op.args[0], place)], "n")
    options = {
        sa.literal(Decimal(number), TYPES["number"]): value(arg, place)
        for number, arg in enumerate(op.args[1:], 1)
    }
    return sa.case(options, value=index, else_=sa.null())


def _rank(op: Op, place: Place) -> Sql:
    subject = value(op.args[0], place)
    order = {key: sa.literal(Decimal(n), TYPES["number"]) for n, key in enumerate(op.value)}
    return (
        sa.case(order, value=subject, else_=sa.null()) if order else constant(Op("const", "number"))
    )


def _function(op: Op, place: Place) -> Sql:
    """A library function; one that takes many values gets its last ones as a list."""
    function = FUNCTIONS.get(op.value.removesuffix("_span").upper())
    if function is None or not function.params or not function.params[-1].repeats:
        return called(op.value, op, place)
    if op.value == "count" and len(op.args) == 1 and op.args[0].name == "values":
        return rows.counted(op.args[0], place)
    fixed = next(i for i, param in enumerate(function.params) if param.repeats or param.many)
    before, many = op.args[:fixed], op.args[fixed:]
    parts = values(before, place)
    letters = "".join(LETTERS[arg.sort] for arg in before)
    sort: Sort = next((arg.sort for arg in many if arg.sort != "empty"), "number")
    parts.append(_list(many, place, ARRAYS[sort]))
    return call(op.value, op.sort, parts, f"{letters}*{LETTERS[sort]}")


def _list(many: tuple[Op, ...], place: Place, array: str) -> Sql:
    """Single values and gathered ones, in order, as one list."""
    lists: list[Sql] = []
    plain: list[Sql] = []
    for arg in many:
        if arg.name != "values":
            plain.append(value(arg, place))
            continue
        if plain:
            lists.append(Listed(array, "empty", plain))
            plain = []
        lists.append(rows.gathered(arg, place, array))
    if plain:
        lists.append(Listed(array, "empty", plain))
    return lists[0] if len(lists) == 1 else Joined(array, "empty", lists)


def _shift(op: Op, place: Place) -> Sql:
    """A stored date or moment moved by a constant calendar duration."""
    base, length = op.args
    amount = folded(length, place).value
    sign: int = op.value
    if isinstance(amount, timedelta):
        return _shift_exactly(base, amount * sign, place)
    if amount is None or (isinstance(amount, WorkingTime) and base.sort == "date"):
        return constant(Op("const", base.sort))
    if base.sort == "date":
        return _shift_local(base, amount, sign, place)
    local = Op("local", "local", (base,))
    moved = _shift_local(local, amount, sign, place)
    if isinstance(amount, WorkingTime) and amount.microseconds == 0:
        return value(base, place)
    return call("moment_of", "moment", [moved, *walls(place)], "lii")


def _shift_exactly(base: Op, amount: timedelta, place: Place) -> Sql:
    if base.sort == "moment":
        length = Op("const", "duration", value=amount)
        return called("plus", Op("plus", "moment", (base, length)), place)
    days = abs(amount) // timedelta(days=1) * (1 if amount >= timedelta() else -1)
    count = Op("const", "number", value=Decimal(days))
    return called("plus_days", Op("plus_days", "date", (base, count)), place)


def _shift_local(
    base: Op, amount: Months | WorkingDays | WorkingTime, sign: int, place: Place
) -> Sql:
    suffix = "_clock" if base.sort == "local" else ""
    if isinstance(amount, WorkingTime):
        length = Op("const", "duration", value=timedelta(microseconds=amount.microseconds * sign))
        return called("addworktime", Op("", "local", (base, length)), place, hours(place))
    count = Op("const", "number", value=Decimal(amount.count * sign))
    moved = Op("", base.sort, (base, count))
    if isinstance(amount, Months):
        return called("edate" + suffix, moved, place)
    return called("workday" + suffix, moved, place, calendar(place))


RULES: dict[str, Callable[[Op, Place], Sql]] = {
    "field": _field,
    "outer": _field,
    "choose": _choose,
    "first_of": _first_of,
    "nth": _nth,
    "rank": _rank,
    "call": _function,
    "shift": _shift,
    "moment_plus": lambda op, place: called("plus", op, place),
    "day_plus": lambda op, place: called("plus_days", op, place),
    "isworkday": lambda op, place: called("isworkday", op, place, calendar(place)),
    "text_of": lambda op, place: called(f"text_of_{op.args[0].sort}", op, place),
    "day_of": lambda op, place: called("day_of", op, place, zone(place)),
    "local": lambda op, place: called("local", op, place, zone(place)),
    "moment_of": lambda op, place: called("moment_of", op, place, walls(place)),
    "workday": lambda op, place: called("workday", op, place, calendar(place)),
    "networkdays": lambda op, place: called("networkdays", op, place, calendar(place)),
    "nextworkday": lambda op, place: called("nextworkday", op, place, calendar(place)),
    "prevworkday": lambda op, place: called("prevworkday", op, place, calendar(place)),
    "workhours": lambda op, place: called("workhours", op, place, hours(place)),
    "addworkhours": lambda op, place: called("addworkhours", op, place, hours(place)),
}
