"""Near, past, overdue by, held for."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.item import Bound, Condition, Item, Json, Value, hole
from rule_dsl.types import TEMPORAL

RULES = Rules()


@RULES.two("within", "value")
def _until(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    if right.value.type.kind in TEMPORAL:
        yield "until", right.value, 0


@RULES.two("value", "before")
def _ahead(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.value.type.kind in TEMPORAL:
        yield "until", left.value, 0


@RULES.two("until", "before")
def _still_ahead(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "until", left.value, 0


@RULES.two("until", "dur wlen")
def _near_length(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _near(left.value, right.value)


@RULES.two("until", "bound")
def _near_bound(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    bound: Bound = right.value
    if bound.operator in ("<", "<=") and bound.values[0].kind == "dur":
        yield from _near(left.value, bound.values[0].value)


@RULES.two("value", "wlen")
def _value_near(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _near(left.value, right.value)


@RULES.two("wlen", "until")
def _near_until(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _near(right.value, left.value)


@RULES.two("dur wlen", "before")
def _before(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "durbefore", left.value, 0


@RULES.two("durbefore", "value")
def _near_english(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    for kind, condition, cost in _near(right.value, left.value):
        yield kind, condition, cost
        yield "trail", condition, cost + 1


@RULES.two("value until", "vaguesoon")
def _soon(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _near(left.value, hole("how_long", right.start, right.end))


@RULES.two("vaguesoon", "value")
def _soon_before(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _near(right.value, hole("how_long", left.start, left.end))


@RULES.two("value", "overdue")
def _overdue(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    value: Value = left.value
    if value.type.kind in TEMPORAL:
        clock = ["today"] if value.type.kind == "date" else ["now"]
        yield "cond", Condition(["<", value.node, clock], value.scope, value), 0


@RULES.two("overdue op:>", "value")
def _past(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _overdue(reader, right, left)


@RULES.two("cond", "bound")
def _held(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    bound: Bound = right.value
    if bound.operator in (">", ">=") and _lasts(left.value):
        length = _held_length(bound.values[0])
        if length is not None:
            node = ["held", left.value.node, bound.operator, length]
            yield "cond", Condition(node, left.value.scope), 0
    elif bound.values[0].kind == "dur" and left.value.node[0] == "<":
        yield from _overdue_by(left.value, bound)


@RULES.two("cond", "dur")
def _overdue_for(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _overdue_by(left.value, Bound(">=", (right,)))


@RULES.two("cond", "vaguelong")
def _held_long(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if _lasts(left.value):
        node = ["held", left.value.node, ">", hole("how_long", right.start, right.end)]
        yield "cond", Condition(node, left.value.scope), 0


def _near(value: Value, length: Json) -> Iterator[Made]:
    if value.type.kind in TEMPORAL and value.scope != "":
        node = ["near", value.node, length]
        yield "cond", Condition(node, value.scope, value), 0


def _lasts(condition: Condition) -> bool:
    """Whether a condition is one that lasts: a tick or a state."""
    about = condition.about
    return (
        about is not None
        and condition.node[0] in ("=", "not", "!=")
        and (about.type.kind in ("bool", "state", "choice"))
    )


def _held_length(item: Item) -> Json | None:
    if item.kind == "dur":
        return item.value
    if item.kind == "num":
        return ["dur", item.value, hole("unit", item.start, item.end)]
    return None


def _overdue_by(condition: Condition, bound: Bound) -> Iterator[Made]:
    """过期一天以上: the day was that long ago, or longer."""
    past = condition.node[0] == "<" and condition.node[2] in (["today"], ["now"])
    if not past or bound.operator not in (">", ">="):
        return
    node = [bound.operator, ["-", condition.node[2], condition.node[1]], bound.values[0].value]
    yield "cond", Condition(node, condition.scope, condition.about), 0
