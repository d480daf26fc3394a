"""Where an expression is lowered: the row whose columns are meant, and the rules that apply.

What does not read a record is computed before the statement and goes in as a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause

from rule_dsl.targets.ops import Op
from rule_dsl.targets.python import compile_ops
from runtime.store.columns import ExactNumber
from runtime.store.lowering import deep
from runtime.store.lowering.elements import (
    ARRAYS,
    LETTERS,
    TYPES,
    Call,
    Integers,
    Number,
    Typed,
    call,
)
from runtime.store.lowering.sources import Clock, Sources

Sql = ColumnElement[Any]
NATIVE = frozenset({"and", "or"})
"""Conditions whose parts may each meet an index, however deep they are."""
READING = frozenset({"field", "outer", "changed_at", "possible_since", "happened", "trend_own"})


@dataclass(frozen=True, slots=True)
class Rules:
    """How each operation is lowered, as a value and as a condition."""

    values: Mapping[str, Callable[[Op, Place], Sql]]
    conditions: Mapping[str, Callable[[Op, Place, bool], Sql]]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose columns are meant: the form and table here, and the statement's own table."""

    sources: Sources
    clock: Clock
    form: str
    table: FromClause
    root: FromClause
    rules: Rules
    is_deep: bool = False

    def inside(self, form: str, table: FromClause) -> Place:
        """The place of a row of another form."""
        return replace(self, form=form, table=table)

    def column(self, key: str) -> Sql:
        """The column of a field of the row here."""
        return self.table.c[self.sources.column(self.form, key).name]

    def outer(self, key: str) -> Sql:
        """The column of a field of the statement's own record."""
        return self.root.c[self.sources.column(self.sources.subject, key).name]


def is_constant(op: Op) -> bool:
    """Whether the operation reads no record."""
    return op.name not in READING and op.source is None and all(map(is_constant, op.args))


def folded(op: Op, place: Place) -> Op:
    """The operation, computed now where it reads no record."""
    if op.name == "const" or not is_constant(op):
        return op
    scope = place.clock.scope
    if op.name in ("today", "now"):
        return Op("const", op.sort, value=scope.today if op.name == "today" else scope.now)
    return Op("const", op.sort, value=compile_ops(op)(scope))


def constant(op: Op) -> Sql:
    """A constant as a bound parameter of its type; an empty one as a typed NULL."""
    if op.value is None:
        return Typed(ARRAYS[op.sort].removesuffix("[]"), op.sort, (sa.null(),))
    if op.sort == "bool":
        return sa.true() if op.value else sa.false()
    return sa.literal(op.value, TYPES[op.sort])


def value(op: Op, place: Place) -> Sql:
    """The value of an operation; conditions are exactly true or false."""
    op = folded(op, place)
    if op.name == "const":
        return constant(op)
    if op.sort == "bool":
        return condition(op, place, exact=True)
    if is_too_deep(op, place):
        return whole(op, place)
    return _by_rule(op, place)


def is_too_deep(op: Op, place: Place) -> bool:
    """Whether SQLite should get the operation as one call."""
    return not place.is_deep and deep.depth(op) >= deep.DEEP


def whole(op: Op, place: Place) -> Sql:
    """An operation nested too deep for SQLite, over what only the database can give."""
    inside = replace(place, is_deep=True)
    inputs: list[Op] = []
    program = deep.outlined(prefolded(op, place), inputs)
    letters = "".join(LETTERS[each.sort] for each in inputs) + LETTERS[op.sort]
    words = (deep.program_text(program), deep.surroundings(place.clock.scope), letters)
    element = deep.Deep(
        value(op, inside),
        *(sa.literal(word, sa.Text()) for word in words),
        *values(tuple(inputs), place),
    )
    element.type = TYPES[op.sort]
    return element


def prefolded(op: Op, place: Place) -> Op:
    """The operation with everything that reads no record computed."""
    op = folded(op, place)
    if deep.is_input(op):
        return op
    return replace(op, args=tuple(prefolded(arg, place) for arg in op.args))


def _by_rule(op: Op, place: Place) -> Sql:
    rule = place.rules.values.get(op.name)
    return called(op.name, op, place) if rule is None else rule(op, place)


def condition(op: Op, place: Place, *, exact: bool) -> Sql:
    """A condition; ``exact`` asks for true or false where false might be NULL."""
    op = folded(op, place)
    if op.name == "const":
        return constant(op)
    if op.name not in NATIVE and is_too_deep(op, place):
        return whole(op, place)
    rule = place.rules.conditions.get(op.name)
    return total(_by_rule(op, place), exact=exact) if rule is None else rule(op, place, exact)


def total(test: Sql, *, exact: bool) -> Sql:
    """A condition whose NULL means false, as exactly false where asked."""
    return sa.func.coalesce(test, sa.false(), type_=TYPES["bool"]) if exact else test


def values(ops: tuple[Op, ...], place: Place) -> list[Sql]:
    """Several values."""
    return [value(op, place) for op in ops]


def called(name: str, op: Op, place: Place, extra: tuple[Sql, ...] = ()) -> Call:
    """An operation as a call of our function, with constants of its surroundings at the end."""
    letters = "".join(LETTERS[arg.sort] for arg in op.args) + "i" * len(extra)
    return call(name, op.sort, [*values(op.args, place), *extra], letters)


def stored(column: Sql, op: Op) -> Sql:
    """A stored value as a computed one."""
    if op.sort == "number":
        return Number(str(scale_of(column)), "number", (column,))
    return column


def scale_of(column: Sql) -> int:
    """The declared scale of a number column."""
    return column.type.scale or 0 if isinstance(column.type, ExactNumber) else 0


def integers(numbers: tuple[int, ...]) -> Sql:
    """A constant list of whole numbers."""
    return sa.literal(numbers, Integers())


def zone(place: Place) -> tuple[Sql, Sql]:
    """The zone's transitions: when, and the offsets between them."""
    table = place.clock.scope.table
    return integers(table.starts), integers(table.offsets)


def walls(place: Place) -> tuple[Sql, Sql]:
    """The zone's transitions by local time."""
    table = place.clock.scope.table
    return integers(table.walls), integers(table.offsets)


def calendar(place: Place) -> tuple[Sql, Sql, Sql]:
    """The calendar: working weekdays, days added to them, days taken from them."""
    own = place.clock.calendar
    return integers(tuple(sorted(own.weekly))), integers(own.added), integers(own.taken)


def hours(place: Place) -> tuple[Sql, ...]:
    """The calendar with the working spans of a day."""
    spans = tuple(edge for span in place.clock.calendar.spans for edge in span)
    return *calendar(place), integers(spans)
