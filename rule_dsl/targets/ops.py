"""What a tree comes to: typed operations, few enough that every target has all of them.

The tree says what an author meant; operations say what is computed. Ambiguous heads (``-`` on
dates, ``=`` on choices, ``<`` on option order) are settled here once, so that no target decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal

from rule_dsl.types import Kind
from rule_dsl.values import Months, WorkingDays, WorkingTime

Sort = Literal[
    "number",
    "text",
    "key",
    "keys",
    "bool",
    "date",
    "moment",
    "local",
    "duration",
    "calendar",
    "rows",
    "empty",
]

SORTS: dict[Kind, Sort] = {
    "number": "number",
    "money": "number",
    "percent": "number",
    "text": "text",
    "bool": "bool",
    "date": "date",
    "moment": "moment",
    "duration": "duration",
    "choice": "key",
    "choices": "keys",
    "state": "key",
    "person": "key",
    "department": "key",
    "link": "key",
    "file": "text",
    "rows": "rows",
    "empty": "empty",
}
NAMED = frozenset(
    "role dept person form opt state msg doc conn queue flow list channel act".split()
)


class Refused(Exception):
    """A tree, or a part of it, that a target cannot carry out; ``code`` says why."""

    def __init__(self, code: str, head: str) -> None:
        super().__init__(f"{code}: {head}")
        self.code = code
        self.head = head


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where rows come from: ``lines`` of the record, ``linked`` records, or ``all`` of a form.

    ``by`` is the field of ``form`` that equals the anchor's value; ``key`` the lines' field.
    ``within`` is the window's length, counted back from now along ``time``.
    """

    kind: Literal["lines", "linked", "all"]
    form: str
    key: str = ""
    by: str = ""
    anchor: Op | None = None
    within: Op | None = None
    limit: int | None = None
    but_itself: bool = False
    time: str = ""
    time_sort: Sort = "moment"


@dataclass(frozen=True, slots=True, eq=False)
class Op:
    """One operation: its name, the sort of its result, its operands, and its constant part."""

    name: str
    sort: Sort
    args: tuple[Op, ...] = ()
    value: Any = None
    source: Source | None = field(default=None)

    def walk(self) -> Iterator[Op]:
        """Itself and everything below it, sources included."""
        yield self
        for arg in self.args:
            yield from arg.walk()
        if self.source is not None:
            for part in (self.source.anchor, self.source.within):
                if part is not None:
                    yield from part.walk()


BOUND = frozenset(
    "outer trend trend_own changed_at rows_changed_at possible_since happened".split()
)
"""Operations that are about one record, and cannot be carried out beside another."""


def const(value: Any, sort: Sort) -> Op:
    """A constant; an empty text is no text."""
    return Op("const", sort, value=value if value != "" else None)


NOTHING = const(None, "empty")
TRUE = const(True, "bool")
FALSE = const(False, "bool")
TODAY = Op("today", "date")
NOW = Op("now", "moment")


def conj(*conditions: Op) -> Op:
    """All of the conditions."""
    return conditions[0] if len(conditions) == 1 else Op("and", "bool", conditions)


def negation(condition: Op) -> Op:
    """The exact complement."""
    return condition.args[0] if condition.name == "not" else Op("not", "bool", (condition,))


def elsewhere_worked(op: Op, reads: Callable[[Op], Op]) -> Op:
    """An operation carried out beside another record than its own: ``reads`` says how each field of
    its own is read from there.

    Raises:
        Refused: ``formula_out_of_reach``; rows and the past belong to one record.
    """
    if op.source is not None or op.name in BOUND:
        raise Refused("formula_out_of_reach", op.name)
    if op.name == "field":
        return reads(op)
    return replace(op, args=tuple(elsewhere_worked(arg, reads) for arg in op.args))


def is_filled(op: Op) -> bool:
    """Whether the value can never be empty."""
    if op.name == "const":
        return op.value is not None
    return op.name in ("today", "now") or op.sort == "bool"


def retyped(op: Op, sort: Sort) -> Op:
    """An empty literal as a value of the sort it stands for; anything else unchanged."""
    if op.sort != "empty":
        return op
    return FALSE if sort == "bool" else const(None, sort)


def one_sort(ops: tuple[Op, ...]) -> tuple[Op, ...]:
    """Values that stand for each other: the empty literals take the others' sort."""
    sort = next((op.sort for op in ops if op.sort != "empty"), None)
    return ops if sort is None else tuple(retyped(op, sort) for op in ops)


def applied(name: str, sort: Sort, args: tuple[Op, ...]) -> Op:
    """A call; the sum and mean of durations are functions of their own, also of none."""
    is_span = sort == "duration" and name in ("sum", "average")
    return Op("call", sort, args, value=f"{name}_span" if is_span else name)


def exact_days(op: Op) -> int | None:
    """The whole days of a constant exact duration, None when it is not whole days."""
    if op.name != "const" or not isinstance(op.value, timedelta):
        return None
    days, rest = divmod(op.value, timedelta(days=1))
    return days if not rest else None


def calendar_constant(amount: Months | WorkingDays | WorkingTime) -> Op:
    """A constant calendar duration."""
    return Op("const", "calendar", value=amount)
