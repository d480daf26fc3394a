"""Numbers that stand for a length of time: a field whose unit is 小时 holds hours."""

from __future__ import annotations

from decimal import Decimal

from rule_dsl.check.context import Context
from rule_dsl.lexer.durations import units
from rule_dsl.lexer.numerals import plain
from rule_dsl.synonyms.units import SIZES
from rule_dsl.tree import Node
from rule_dsl.types import DURATION
from rule_dsl.values import DIVISION_PLACES, FAR
from rule_dsl.vocabulary import Field

KEEPING = frozenset(
    "+ - * / sum average max min median round roundup rounddown abs if roll".split()
)
"""Heads whose value is in the unit of their parts."""


def field_at(c: Context, node: Node) -> Field | None:
    """The field a node reads, if it reads just one."""
    if node.head == "field":
        return c.field_of(c.form.key, str(node.args[0]))
    if node.head == "alias":
        return c.field_of(c.subject, str(node.args[0]))
    if node.head == "path" and isinstance(node.args[0], Node):
        base = node.args[0]
        owner = str(base.args[0]) if base.head == "form" else base.type.of
        return c.field_of(owner, str(node.args[1]))
    return None


def unit_of(c: Context, node: Node) -> str | None:
    """The unit of time that a number is in; None for any other number."""
    item = field_at(c, node)
    spelled = item.unit if item is not None else ()
    if node.head == "param":
        found = (n for n in c.vocabulary.names if (n.kind, n.key) == ("param", node.args[0]))
        spelled = next((name.unit for name in found), ())
    for spelling in spelled:
        for found_unit in units().exact(spelling):
            return found_unit
    if node.head not in KEEPING:
        return None
    known = [unit for part in node.children() if (unit := unit_of(c, part)) is not None]
    both = node.head in ("*", "/") and len(known) > 1
    return known[0] if known and not both else None


def in_unit(length: Node, unit: str | None) -> Node | None:
    """A written length as a number of units; None where it is no such number."""
    amount, own = (str(arg) for arg in length.args)
    if unit == own:
        return Node("number", (amount,), length.type, length.span)
    measure, size = SIZES.get(own, ("", 0))
    wanted, least = SIZES.get(unit or "", ("", 0))
    if not measure or measure != wanted:
        return None
    number = FAR.divide(FAR.multiply(Decimal(amount), Decimal(size)), Decimal(least))
    if number != round(number, DIVISION_PLACES):
        return None
    return Node("number", (plain(number),), length.type, length.span)


def as_length(c: Context, node: Node) -> Node:
    """A number of hours as a length of time: so many times one hour."""
    unit = None if node.head == "number" or not node.type.is_numeric else unit_of(c, node)
    if unit is None:
        return node
    return Node("*", (node, Node("dur", ("1", unit), DURATION, node.span)), DURATION, node.span)


def beside(c: Context, operator: str, node: Node, other: Node) -> Node:
    """One side of a sum, difference or quotient, in the unit of the other side."""
    if operator not in ("+", "-", "/"):
        return node
    if node.head == "dur" and other.type.is_numeric:
        found = in_unit(node, unit_of(c, other))
        return node if found is None else Node("number", found.args, other.type, node.span)
    is_time = other.type.kind in ("date", "moment")
    if other.type.kind == "duration" or (is_time and unit_of(c, node) != "d"):
        return node if other.head == "dur" else as_length(c, node)
    return node


def alike(c: Context, args: list[Node]) -> list[Node]:
    """The arguments of one call: written lengths among numbers of a unit are such numbers."""
    measured = (a for a in args if a.type.is_numeric and unit_of(c, a) is not None)
    first = next(measured, None)
    if first is None:
        return args
    return [beside(c, "+", a, first) if a.head == "dur" else a for a in args]
