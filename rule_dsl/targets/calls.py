"""Calls of the library's functions, as operations."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rule_dsl.functions import FUNCTIONS, Function, Param
from rule_dsl.targets import arithmetic, compare, related
from rule_dsl.targets.frame import Frame, sort_of
from rule_dsl.targets.ops import (
    FALSE,
    NOTHING,
    NOW,
    SORTS,
    TODAY,
    TRUE,
    Op,
    Refused,
    Sort,
    applied,
    conj,
    const,
    negation,
    one_sort,
    retyped,
)
from rule_dsl.tree import Node

Elaborate = Callable[[Node, Frame], Op]
CALENDAR = frozenset("workday networkdays isworkday nextworkday prevworkday".split())
COUNTING = frozenset("count countblank countunique".split())
"""Functions whose values may be of several sorts."""


def call(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """The operations of a call."""
    function = FUNCTIONS.get(node.head.upper())
    if function is None:
        raise Refused("unknown_head", node.head)
    args = _arguments(node, function, frame, elaborate)
    special = SPECIAL.get(node.head)
    if special is not None:
        return special(args)
    sort = sort_of(node.type, node.head)
    if sort == "empty":
        sort = next((arg.sort for arg in args if arg.sort != "empty"), "number")
    fitted = tuple(_fitted(arg, function, i, args) for i, arg in enumerate(args))
    if node.head in CALENDAR:
        return Op(node.head, sort, fitted)
    if node.head in COUNTING:
        return _counted(node.head, fitted)
    return applied(node.head, sort, fitted)


def _arguments(
    node: Node, function: Function, frame: Frame, elaborate: Elaborate
) -> tuple[Op, ...]:
    """The arguments; a path through rows becomes all its values."""
    args: list[Op] = []
    for index, arg in enumerate(node.args):
        param = function.parameter(index)
        if not isinstance(arg, Node):
            args.append(NOTHING)
            continue
        many = None
        if param is not None and param.many:
            many = related.values(arg, frame, elaborate)
        args.append(many if many is not None else elaborate(arg, frame))
    return tuple(args)


def _fitted(op: Op, function: Function, index: int, args: tuple[Op, ...]) -> Op:
    """An argument in the sort the function computes with."""
    param = function.parameter(index)
    if param is None:
        raise Refused("too_many", function.name)
    if op.name == "values":
        return _spelled_values(op) if function.name in ("CONCAT", "TEXTJOIN") else op
    if function.name in ("CONCAT", "TEXTJOIN") and param.many:
        return arithmetic.spelled(op)
    op = retyped(op, _expected(param, args[index:]))
    if op.sort == "moment" and function.moments == "date":
        return arithmetic.day_of(op)
    if op.sort == "moment" and function.moments == "local":
        return Op("local", "local", (op,))
    return op


def _counted(name: str, args: tuple[Op, ...]) -> Op:
    """A count sort by sort, for a database's list holds one; no two values of two are the same."""
    by_sort: dict[Sort, list[Op]] = {}
    for arg in args:
        by_sort.setdefault(arg.sort, []).append(arg)
    counts = tuple(applied(name, "number", tuple(each)) for each in by_sort.values())
    return counts[0] if len(counts) == 1 else applied("sum", "number", counts)


def _spelled_values(op: Op) -> Op:
    return Op("values", "text", (arithmetic.spelled(op.args[0]), op.args[1]), source=op.source)


def _expected(param: Param, args: tuple[Op, ...]) -> Sort:
    """The sort an empty literal stands for: that of its neighbours, else the parameter's."""
    if param.repeats:
        found = next((arg.sort for arg in args if arg.sort != "empty"), None)
        if found is not None:
            return found
    kinds = sorted(param.kinds)
    return "number" if "number" in kinds else SORTS[kinds[0]]


def _blank(args: tuple[Op, ...]) -> Op:
    return compare.blank(args[0])


def _first_of(args: tuple[Op, ...]) -> Op:
    args = one_sort(args)
    return Op("first_of", args[0].sort, args)


def _ifs(args: tuple[Op, ...]) -> Op:
    """Nested choices from condition, value, condition, value … and perhaps a last value."""
    last = args[-1] if len(args) % 2 else NOTHING
    pairs = list(zip(args[0::2], args[1::2], strict=False))
    *values, result = one_sort((*(value for _, value in pairs), last))
    for (condition, _), value in zip(reversed(pairs), reversed(values), strict=True):
        result = Op("choose", value.sort, (retyped(condition, "bool"), value, result))
    return result


def _switch(args: tuple[Op, ...]) -> Op:
    """Nested choices by equality with the subject."""
    subject, rest = args[0], args[1:]
    last = rest[-1] if len(rest) % 2 else NOTHING
    pairs = list(zip(rest[0::2], rest[1::2], strict=False))
    *values, result = one_sort((*(value for _, value in pairs), last))
    for (case, _), value in zip(reversed(pairs), reversed(values), strict=True):
        test = compare.compared("=", subject, case)
        result = Op("choose", value.sort, (test, value, result))
    return result


def _nth(args: tuple[Op, ...]) -> Op:
    values = one_sort(args[1:])
    return Op("nth", values[0].sort, (retyped(args[0], "number"), *values))


def _xor(args: tuple[Op, ...]) -> Op:
    result = retyped(args[0], "bool")
    for arg in args[1:]:
        result = negation(Op("same", "bool", (result, retyped(arg, "bool"))))
    return result


def _edate(args: tuple[Op, ...]) -> Op:
    base, months = retyped(args[0], "date"), retyped(args[1], "number")
    if base.sort == "date":
        return Op("call", "date", (base, months), value="edate")
    clock = Op("call", "local", (Op("local", "local", (base,)), months), value="edate_clock")
    return Op("moment_of", "moment", (clock,))


def _moment(args: tuple[Op, ...]) -> Op:
    parts = [retyped(args[0], "date"), *(retyped(arg, "number") for arg in args[1:])]
    parts += [const(Decimal(0), "number")] * (4 - len(parts))
    return Op("moment_of", "moment", (Op("call", "local", tuple(parts), value="clock_time"),))


def _workhours(args: tuple[Op, ...]) -> Op:
    local = tuple(Op("local", "local", (retyped(arg, "moment"),)) for arg in args)
    return Op("workhours", "number", local)


def _addworkhours(args: tuple[Op, ...]) -> Op:
    local = Op("local", "local", (retyped(args[0], "moment"),))
    hours = retyped(args[1], "number")
    moved = Op("moment_of", "moment", (Op("addworkhours", "local", (local, hours)),))
    # Nothing to add leaves the moment itself, also where its local time is that of two moments.
    nothing = Op("same", "bool", (hours, const(Decimal(0), "number")))
    return Op("choose", "moment", (nothing, retyped(args[0], "moment"), moved))


SPECIAL: dict[str, Callable[[tuple[Op, ...]], Op]] = {
    "and": lambda args: conj(*(retyped(arg, "bool") for arg in args)),
    "or": lambda args: Op("or", "bool", tuple(retyped(arg, "bool") for arg in args)),
    "not": lambda args: negation(retyped(args[0], "bool")),
    "true": lambda _args: TRUE,
    "false": lambda _args: FALSE,
    "today": lambda _args: TODAY,
    "now": lambda _args: NOW,
    "isblank": _blank,
    "coalesce": _first_of,
    "ifs": _ifs,
    "switch": _switch,
    "choose": _nth,
    "xor": _xor,
    "edate": _edate,
    "moment": _moment,
    "dateof": lambda args: arithmetic.day_of(retyped(args[0], "date")),
    "workhours": _workhours,
    "addworkhours": _addworkhours,
}
