"""Conditions put together: and, or, except, neither … nor."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.offers.bounds import compare, negate
from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.item import Condition, Item

RULES = Rules()


@RULES.two("cond", "or")
def _either(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "condor", left.value, 0


@RULES.two("cond", "and")
def _also(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "condand", left.value, 0


@RULES.two("condor condand pause", "pause if or")
def _paused(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.kind != "pause":
        yield left.kind, left.value, 0


@RULES.two("pause", "or")
def _pause_or(_reader: Reader, _left: Item, _right: Item) -> Iterator[Made]:
    yield "or", None, 0


@RULES.two("condor condand", "cond")
def _joined(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _both(left, right.value)


@RULES.two("condor condand", "bound")
def _again(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    about = left.value.about
    node = compare(about, right.value) if about is not None else None
    if node is not None:
        yield from _both(left, Condition(node, left.value.scope, about))


@RULES.two("except", "cond")
def _excepted(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    condition: Condition = right.value
    yield "exc", Condition(negate(condition.node), condition.scope, condition.about), 0


@RULES.two("exc", "pause and")
def _all_others(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value in (None, ",", "、"):
        yield "excp", left.value, 0


@RULES.two("excp exc", "value")
def _other_ones(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """除了A区，其他库区: the field said again."""
    if left.value.about == right.value:
        yield "exc", left.value, 0


@RULES.two("nor", "cond")
def _neither(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    condition: Condition = right.value
    yield "exc", Condition(negate(condition.node), condition.scope), 0


def _both(left: Item, right: Condition) -> Iterator[Made]:
    if left.value.scope != right.scope:
        return
    head = "or" if left.kind == "condor" else "and"
    parts = [
        part
        for node in (left.value.node, right.node)
        for part in (node[1:] if node[0] == head else [node])
    ]
    yield "cond", Condition([head, *parts], right.scope, right.about), 1 if head == "and" else 0
