"""The type rules: what arithmetic gives, what may be compared, and the words for types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from rule_dsl.check.context import (
    UNKNOWN_TYPE,
    Context,
    is_unknown,
    localized,
)
from rule_dsl.check.units import field_at
from rule_dsl.tree import Node, Span
from rule_dsl.types import DATE, DURATION, MONEY, NUMBER, PERCENT, Type

TYPE_WORDS: dict[str, tuple[str, str]] = {
    "number": ("数字", "a number"),
    "money": ("金额", "an amount of money"),
    "percent": ("百分数", "a percentage"),
    "text": ("文本", "text"),
    "bool": ("是/否", "a yes/no"),
    "date": ("日期", "a date"),
    "time": ("时刻", "a time of day"),
    "moment": ("时间", "a moment"),
    "duration": ("时长", "a duration"),
    "choice": ("选项", "a choice"),
    "choices": ("多选", "a multiple choice"),
    "state": ("状态", "a state"),
    "person": ("人员", "a person"),
    "department": ("部门", "a department"),
    "link": ("关联记录", "a linked record"),
    "rows": ("明细", "lines"),
    "file": ("附件", "a file"),
    "event": ("事件", "an event"),
    "action": ("动作", "an action"),
    "name": ("名称", "a name"),
    "empty": ("空", "empty"),
}
MONTHS = frozenset({"mo", "q", "y"})
WHOLE_DAYS = frozenset({"d", "w", "wd"}) | MONTHS
DAY_SUBTRACTION = Type("duration", "days")
"""What date − date gives: days, which may be compared with a bare number."""
UNTIL_DATE = Type("duration", "date")


def type_fact(kind: Type) -> dict[str, str]:
    """A type as a fact."""
    zh, en = TYPE_WORDS[kind.kind]
    return {"zh": zh, "en": en}


def kinds_fact(kinds: Iterable[str]) -> dict[str, str]:
    """Several kinds of value as a fact."""
    listed = sorted(kinds)
    return {
        "zh": _either([TYPE_WORDS[kind][0] for kind in listed], "、", "或"),
        "en": _either([TYPE_WORDS[kind][1] for kind in listed], ", ", " or "),
    }


def _either(words: list[str], comma: str, last: str) -> str:
    return last.join(filter(None, (comma.join(words[:-1]), *words[-1:])))


def arithmetic(c: Context, operator: str, left: Node, right: Node, span: Span) -> Node:
    """``left operator right`` with its type."""
    if is_unknown(left) or is_unknown(right):
        return Node(operator, (left, right), UNKNOWN_TYPE, span)
    left, right = as_days(left, right.type), as_days(right, left.type)
    kind = result_type(operator, left, right)
    if kind is None:
        if operator == "*" and left.type == right.type == MONEY:
            return c.refuse("money_times_money", span)
        clash = _hours_of_date(c, left, right)
        if operator in ("+", "-") and clash is not None:
            return c.refuse("hours_against_date", span, name=clash)
        return c.refuse(
            "cannot_calculate",
            span,
            left=type_fact(left.type),
            right=type_fact(right.type),
            operator=operator,
        )
    return Node(operator, (left, right), kind, span)


def _hours_of_date(c: Context, left: Node, right: Node) -> Mapping[str, str] | None:
    """The date that hours are added to or taken from, as a fact."""
    for day, length in ((left, right), (right, left)):
        if day.type == DATE and length.head == "dur" and length.args[1] not in WHOLE_DAYS:
            item = field_at(c, day)
            return localized(item.labels) if item is not None else type_fact(DATE)
    return None


def as_days(node: Node, beside: Type) -> Node:
    """Date − date beside a number is a number of days (Excel habit)."""
    if node.type == DAY_SUBTRACTION and beside.is_numeric:
        return replace(node, type=NUMBER)
    return node


def result_type(operator: str, left: Node, right: Node) -> Type | None:
    """The type of ``left operator right``; None where it makes no sense."""
    a, b = left.type, right.type
    if a.kind == "empty":
        a = b if b.is_numeric else NUMBER
    if b.kind == "empty":
        b = NUMBER if not a.is_numeric else a
    if a.is_numeric and b.is_numeric:
        return _numeric(operator, a, b)
    if a.kind in ("date", "moment"):
        return _temporal(operator, left, right)
    if b.kind in ("date", "moment") and operator == "+" and a.kind == "duration":
        return _temporal(operator, right, left)
    if a.kind == "duration" and b.kind == "duration" and operator in ("+", "-"):
        return DURATION
    if a.kind == "duration" and b.kind == "duration" and operator == "/":
        return NUMBER
    if a.kind == "duration" and b.is_numeric and operator in ("*", "/"):
        return DURATION
    if b.kind == "duration" and a.is_numeric and operator == "*":
        return DURATION
    return None


def _numeric(operator: str, a: Type, b: Type) -> Type | None:
    if operator in ("+", "-"):
        if a == b:
            return a
        return MONEY if MONEY in (a, b) and PERCENT not in (a, b) else NUMBER
    if operator == "*":
        if a == MONEY and b == MONEY:
            return None
        return MONEY if MONEY in (a, b) else NUMBER
    if a == MONEY:
        return NUMBER if b == MONEY else MONEY
    return NUMBER


def _temporal(operator: str, left: Node, right: Node) -> Type | None:
    a, b = left.type, right.type
    if operator not in ("+", "-"):
        return None
    if b.kind in ("date", "moment"):
        if operator == "+":
            return None
        return DAY_SUBTRACTION
    if b == NUMBER:
        return a
    if b.kind != "duration":
        return None
    unit = right.args[1] if right.head == "dur" else None
    if a == DATE and unit is not None and unit not in WHOLE_DAYS:
        return None
    return a


def roll_type(aggregate: str, kind: Type) -> Type:
    """The type of an aggregate over values of a type."""
    if aggregate == "count" or (aggregate == "average" and kind.kind == "percent"):
        return NUMBER
    return kind


def is_small(node: Node) -> bool:
    """Whether a literal number is at most one, so that 0.5 may stand for 50%."""
    return abs(Decimal(str(node.args[0]))) <= 1
