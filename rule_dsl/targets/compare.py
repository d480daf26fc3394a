"""Comparisons: total, two-valued, and with time arithmetic moved to the side of the clock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rule_dsl.targets import arithmetic
from rule_dsl.targets.frame import Frame
from rule_dsl.targets.ops import (
    FALSE,
    Op,
    Refused,
    conj,
    const,
    exact_days,
    is_filled,
    negation,
    retyped,
)
from rule_dsl.tree import Node
from rule_dsl.types import TEMPORAL

Elaborate = Callable[[Node, Frame], Op]
FLIPPED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
CLOCKS = frozenset({"today", "now"})


def comparison(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """A comparison node."""
    left, right = node.args
    if not isinstance(left, Node) or not isinstance(right, Node):
        raise Refused("no_operand", node.head)
    moved = _moved(node.head, left, right, (frame, elaborate))
    if moved is None:
        moved = _moved(FLIPPED[node.head], right, left, (frame, elaborate))
    if moved is not None:
        return moved
    ranks = _ranked(node.head, left, right, frame)
    first, second = elaborate(left, frame), elaborate(right, frame)
    if ranks is not None:
        first, second = ranked(first, ranks), ranked(second, ranks)
    return compared(node.head, first, second)


def _moved(head: str, left: Node, right: Node, ways: tuple[Frame, Elaborate]) -> Op | None:
    """``x - clock <= length`` as ``x <= clock + length``, where that is the same.

    It is what an index can answer, and the only meaning a length in months or working days has.
    """
    frame, elaborate = ways
    length = _length(right, frame, elaborate)
    sides = _difference(left, frame, elaborate)
    if length is None or sides is None:
        return None
    later, earlier = sides
    if later.sort != earlier.sort:
        later, earlier = arithmetic.day_of(later), arithmetic.day_of(earlier)
    clocked = {later.name, earlier.name} & CLOCKS
    if not clocked and length.sort != "calendar" and length.name != "param":
        return None
    if earlier.sort == "date" and length.sort == "duration" and length.name == "const":
        days = exact_days(length)
        if days is None:
            raise Refused("hours_on_a_date", left.head)
        if abs(days) > arithmetic.FURTHEST:
            return None
    if later.name in CLOCKS and earlier.name not in CLOCKS:
        # clock - x <= length: x >= clock - length
        moved = arithmetic.shifted(later, length, -1)
        return _both_filled(FLIPPED[head], earlier, moved)
    return _both_filled(head, later, arithmetic.shifted(earlier, length, 1))


def _both_filled(head: str, left: Op, right: Op) -> Op:
    """The comparison where an empty side makes ``=`` false: a difference of empties is empty."""
    result = compared(head, left, right)
    if head not in ("=", "!=") or is_filled(left) or is_filled(right):
        return result
    same = conj(negation(blank(left)), compared("=", left, right))
    return same if head == "=" else negation(same)


def _length(node: Node, frame: Frame, elaborate: Elaborate) -> Op | None:
    """The right side as a constant length: a duration, or a bare number of days."""
    if node.head == "dur" or (node.head == "param" and node.type.kind == "duration"):
        return elaborate(node, frame)
    if node.head == "number":
        days = elaborate(node, frame)
        return (
            arithmetic.as_duration(days) if days.value == days.value.to_integral_value() else None
        )
    return None


def _difference(node: Node, frame: Frame, elaborate: Elaborate) -> tuple[Op, Op] | None:
    """The two sides of a difference of times."""
    args = [arg for arg in node.args if isinstance(arg, Node)]
    if node.head == "until" and len(args) == 1:
        end = elaborate(args[0], frame)
        return (end, arithmetic.clock_for(end)) if end.sort in ("date", "moment") else None
    if node.head == "-" and len(args) == 2 and all(a.type.kind in TEMPORAL for a in args):
        return elaborate(args[0], frame), elaborate(args[1], frame)
    return None


def _ranked(head: str, left: Node, right: Node, frame: Frame) -> tuple[str, ...] | None:
    """The declared order of the options that ``<`` and ``>`` compare by."""
    if head in ("=", "!="):
        return None
    for side in (left, right):
        if side.type.kind in ("choice", "state") and side.type.of is not None:
            form, _, key = side.type.of.rpartition(".")
            found = frame.form_named(form).fields[key]
            return tuple(option.key for option in found.options)
    return None


def ranked(op: Op, order: tuple[str, ...]) -> Op:
    """An option's place in the declared order."""
    if op.name == "const":
        return const(Decimal(order.index(op.value)) if op.value in order else None, "number")
    return Op("rank", "number", (retyped(op, "key"),), value=order)


def compared(head: str, left: Op, right: Op) -> Op:
    """A comparison of two values."""
    left, right = _alike(left, right)
    match head:
        case "=":
            return same(left, right)
        case "!=":
            return negation(same(left, right))
        case "<":
            return _ordered("less", left, right)
        case "<=":
            return _ordered("at_most", left, right)
        case ">":
            return _ordered("less", right, left)
        case _:
            return _ordered("at_most", right, left)


def _alike(left: Op, right: Op) -> tuple[Op, Op]:
    """Both sides of one sort."""
    left, right = retyped(left, right.sort), retyped(right, left.sort)
    sorts = {left.sort, right.sort}
    if sorts == {"date", "moment"}:
        return arithmetic.day_of(left), arithmetic.day_of(right)
    if sorts == {"duration", "number"}:
        return arithmetic.as_duration(left), arithmetic.as_duration(right)
    if "keys" in sorts and sorts <= {"keys", "key", "text"} and len(sorts) > 1:
        return _as_set(left), _as_set(right)
    if sorts == {"text", "key"}:
        return left, right
    if len(sorts) > 1 or sorts & {"rows", "calendar"}:
        raise Refused("no_comparison", " ".join(sorted(sorts)))
    return left, right


def _as_set(op: Op) -> Op:
    if op.sort == "keys":
        return op
    if op.name != "const":
        raise Refused("no_comparison", "key keys")
    return const(None if op.value is None else frozenset({op.value}), "keys")


def same(left: Op, right: Op) -> Op:
    """Equal, or both empty."""
    for one, other in ((left, right), (right, left)):
        if one.name == "const" and one.value is None:
            return blank(other)
    return Op("same", "bool", (left, right))


def _ordered(name: str, left: Op, right: Op) -> Op:
    if left.sort in ("bool", "keys", "empty"):
        raise Refused("no_order", left.sort)
    return Op(name, "bool", (left, right))


def blank(op: Op) -> Op:
    """Whether the value is empty; a tick never is."""
    if op.sort == "bool":
        return FALSE
    return Op("blank", "bool", (op,))


def contains(whole: Op, part: Op) -> Op:
    """A text holds a part; a set holds an option."""
    if whole.sort == "keys":
        return Op("has", "bool", (whole, retyped(part, "key")))
    return Op("holds", "bool", (retyped(whole, "text"), retyped(part, "text")))


def among(ops: tuple[Op, ...]) -> Op:
    """The first value is one of the others; several choices: at least one of them is."""
    subject, *options = ops
    if subject.sort == "keys":
        tests = [Op("has", "bool", (subject, option)) for option in options]
    elif all(_is_plain(option) for option in options) and subject.sort not in ("bool", "rows"):
        values = {option.value for option in options}
        return Op("among", "bool", (subject,), value=frozenset(values))
    else:
        tests = [compared("=", subject, option) for option in options]
    return Op("or", "bool", tuple(tests)) if tests else FALSE


def _is_plain(option: Op) -> bool:
    return option.name == "const" and isinstance(option.value, Decimal | str)


def between(value: Op, low: Op, high: Op, *, node: Node, frame: Frame) -> Op:
    """From low to high, both included."""
    first = node.args[0]
    ranks = _ranked("<", first, first, frame) if isinstance(first, Node) else None
    if ranks is not None:
        value, low, high = (ranked(x, ranks) for x in (value, low, high))
    return conj(compared("<=", low, value), compared("<=", value, high))
