"""What a condition can never be, always is, or also lets in: warnings and hints after checking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rule_dsl.check.compare import describe, field_at, named, percent_text
from rule_dsl.check.context import Context, localized
from rule_dsl.errors import Fact
from rule_dsl.tree import Node, Span
from rule_dsl.types import PERCENT
from rule_dsl.vocabulary import Field

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_COMPARISONS = frozenset(_FLIPPED)
_DAYS = {"d": Decimal(1), "w": Decimal(7), "h": Decimal(1) / 24}
_NEGATABLE = _COMPARISONS | {"between", "contains", "in"}


@dataclass(frozen=True, slots=True)
class Bound:
    """``field op constant``, the constant as a number or a text to be equal to."""

    key: str
    operator: str
    value: Decimal | str
    node: Node


def look(c: Context, tree: Node) -> None:
    """Say what is odd about the conditions of a tree."""
    for node in _walk(tree):
        if node.head == "and":
            _contradiction(c, node)
        if node.head in _COMPARISONS:
            _range(c, node)
            _same_sides(c, node)
            _overdue(c, node)
        if node.head == "between":
            _reversed(c, node)
        if node.head == "not":
            _also_empty(c, node)


def _walk(tree: Node) -> Iterator[Node]:
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(arg for arg in reversed(node.args) if isinstance(arg, Node))


def _bound(node: Node) -> Bound | None:
    if node.head not in _COMPARISONS:
        return None
    left, right = node.args
    if not (isinstance(left, Node) and isinstance(right, Node)):
        return None
    for subject, constant, operator in (
        (left, right, node.head),
        (right, left, _FLIPPED[node.head]),
    ):
        value = _constant(constant)
        if value is not None and subject.head in ("field", "path", "until"):
            return Bound(str(subject.dump()), operator, value, node)
    return None


def _constant(node: Node) -> Decimal | str | None:
    match node.head:
        case "number":
            return Decimal(str(node.args[0]))
        case "dur" if node.args[1] in _DAYS:
            return Decimal(str(node.args[0])) * _DAYS[str(node.args[1])]
        case "date" | "moment" | "opt" | "state" | "bool":
            return str(node.args[0])
    return None


def _contradiction(c: Context, node: Node) -> None:
    bounds = [b for arg in node.args if isinstance(arg, Node) and (b := _bound(arg))]
    for index, first in enumerate(bounds):
        for second in bounds[index + 1 :]:
            if first.key == second.key and _exclude(first, second):
                _say_never(c, first, second)
                return


def _exclude(first: Bound, second: Bound) -> bool:
    a, b = first.value, second.value
    if isinstance(a, str) != isinstance(b, str):
        return False
    pair = {first.operator, second.operator}
    if pair == {"="}:
        return a != b
    if pair == {"=", "!="}:
        return a == b
    if "!=" in pair:
        return False
    for low, high in ((first, second), (second, first)):
        is_low, is_high = low.operator in (">", ">=", "="), high.operator in ("<", "<=", "=")
        if is_low and is_high and low.operator + high.operator != "==":
            strict = low.operator == ">" or high.operator == "<"
            if _greater(low.value, high.value) or (strict and low.value == high.value):
                return True
    return False


def _greater(a: Decimal | str, b: Decimal | str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return str(a) > str(b)
    return a > b


def _say_never(c: Context, first: Bound, second: Bound) -> None:
    left = first.node.args[0]
    name = describe(c, left) if isinstance(left, Node) else ""
    sides = [_side(c, bound) for bound in (first, second)]
    conditions = {
        "zh": "和".join(f"{s['zh']}" for s in sides),
        "en": " and ".join(s["en"] for s in sides),
    }
    c.say("warning", "never_true", _span(second.node), name=name, conditions=conditions)


def _side(c: Context, bound: Bound) -> dict[str, str]:
    right = bound.node.args[1]
    shown = named(c, right) if isinstance(right, Node) else ""
    return {
        lang: bound.node.head + (shown if isinstance(shown, str) else shown[lang])
        for lang in ("zh", "en")
    }


def _range(c: Context, node: Node) -> None:
    left, right = node.args
    if not (isinstance(left, Node) and isinstance(right, Node) and right.head == "number"):
        return
    item = field_at(c, left)
    if item is None or (item.low is None and item.high is None):
        return
    outcome = _outcome(node.head, Decimal(str(right.args[0])), item)
    if outcome is None:
        return
    words = {True: {"zh": "成立", "en": "always true"}, False: {"zh": "不成立", "en": "never true"}}
    c.say(
        "warning",
        "out_of_range",
        _span(node),
        name=localized(item.labels),
        low=_edge(item.low, left),
        high=_edge(item.high, left),
        outcome=words[outcome],
    )


def _outcome(operator: str, value: Decimal, item: Field) -> bool | None:
    low = Decimal(item.low) if item.low is not None else None
    high = Decimal(item.high) if item.high is not None else None
    below = low is not None and value < low
    above = high is not None and value > high
    if operator in (">", ">="):
        if above or (operator == ">" and value == high):
            return False
        always = below or (operator == ">=" and value == low)
        return True if always and not item.optional else None
    if operator in ("<", "<="):
        if below or (operator == "<" and value == low):
            return False
        always = above or (operator == "<=" and value == high)
        return True if always and not item.optional else None
    if below or above:
        return operator == "!="
    return None


def _edge(edge: str | None, node: Node) -> Fact:
    if edge is None:
        return "…"
    return percent_text(edge) if node.type == PERCENT else edge


def _same_sides(c: Context, node: Node) -> None:
    left, right = node.args
    if isinstance(left, Node) and left == right and left.head in ("field", "path"):
        c.say("warning", "compared_with_itself", _span(node))


def _reversed(c: Context, node: Node) -> None:
    _, low, high = node.args
    if not (isinstance(low, Node) and isinstance(high, Node)):
        return
    a, b = _constant(low), _constant(high)
    if a is None or b is None or isinstance(a, str) != isinstance(b, str):
        return
    if _greater(a, b):
        c.say("warning", "reversed_range", _span(node), low=named(c, low), high=named(c, high))


def _overdue(c: Context, node: Node) -> None:
    left, right = node.args
    if not (isinstance(left, Node) and isinstance(right, Node)):
        return
    if left.head == "until" and node.head in ("<", "<="):
        c.suggest("also_overdue", _span(node), name=describe(c, left), bound=named(c, right))


def _also_empty(c: Context, node: Node) -> None:
    inner = node.args[0]
    if not isinstance(inner, Node) or inner.head not in _NEGATABLE:
        return
    for arg in inner.args:
        item = field_at(c, arg) if isinstance(arg, Node) else None
        if item is not None and item.optional and item.type.kind != "bool":
            c.suggest("not_includes_empty", _span(node), name=localized(item.labels))
            return


def _span(node: Node) -> Span:
    return node.span or Span(0, 0)
