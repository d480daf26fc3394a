"""A trace tells every node's value, the first false part, and why a value is empty."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

from rule_dsl.targets.scope import Scope
from rule_dsl.targets.trace import trace
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, NUMBER
from tests.rule_dsl.targets.world import NOW, VOCABULARY

COUNT = Node("field", ("count",), NUMBER)
PRICE = Node("field", ("price",), NUMBER)


def number(text: str) -> Node:
    return Node("number", (text,), NUMBER)


def scope(**record: object) -> Scope:
    return Scope(record, NOW, ZoneInfo("Asia/Shanghai"))


def test_the_first_false_part_is_named_with_its_value() -> None:
    more = Node(">", (COUNT, number("3")), BOOL)
    dear = Node(">", (PRICE, number("10")), BOOL)
    found = trace(
        Node("and", (more, dear), BOOL), VOCABULARY, "order", scope(count=Decimal(5), price=None)
    )
    assert found.value is False
    assert found.first_false is not None
    assert found.first_false.node is dear
    assert [(step.node.head, step.value) for step in found.steps][1:3] == [
        (">", True),
        ("field", 5),
    ]


def test_a_division_by_zero_and_a_number_too_large_are_warned_of() -> None:
    by_zero = Node("/", (COUNT, PRICE), NUMBER)
    large = Node("*", (number("9" * 38), COUNT), NUMBER)
    values = scope(count=Decimal(100), price=Decimal(0))
    assert trace(by_zero, VOCABULARY, "order", values).steps[0].warning == "division_by_zero"
    assert trace(large, VOCABULARY, "order", values).steps[0].warning == "overflow"


def test_an_empty_side_is_no_reason_to_warn() -> None:
    tree = Node("/", (COUNT, PRICE), NUMBER)
    found = trace(tree, VOCABULARY, "order", scope(count=Decimal(1), price=None))
    assert found.steps[0].warning is None
