"""Options, ticks, and what is empty."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.offers.bounds import compare, negate
from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.item import Bound, Choice, Condition, Item, Value

RULES = Rules()

_HAS_NOT = frozenset({"没有", "没", "无", "还没有", "都没有"})
"""Words for having none that may stand behind their field."""
_STATES = frozenset({"choice", "state"})


@RULES.one("choice")
def _alone(reader: Reader, item: Item) -> Iterator[Made]:
    for value, cost in _owners(reader, item.value):
        yield "cond", Condition(["=", value.node, item.value.node], value.scope, value), cost


@RULES.one("choices")
def _several(reader: Reader, item: Item) -> Iterator[Made]:
    for value, cost in _owners(reader, item.value[0]):
        node = ["in", value.node, *(each.node for each in item.value)]
        yield "cond", Condition(node, value.scope, value), cost


@RULES.one("bound")
def _bounded(reader: Reader, item: Item) -> Iterator[Made]:
    bound: Bound = item.value
    if bound.values[0].kind not in ("choice", "choices"):
        return
    held = bound.values[0].value
    for value, cost in _owners(reader, held if isinstance(held, Choice) else held[0]):
        node = compare(value, bound)
        if node is not None:
            yield "cond", Condition(node, value.scope, value), cost


@RULES.two("choice choices", "and or pause nor")
def _listed(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    found = (left.value,) if left.kind == "choice" else left.value
    if right.kind != "pause" or right.value in ",、":
        yield "choicelist", found, 0


@RULES.two("choicelist", "choice")
def _more(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    first: Choice = left.value[0]
    same = (first.form, first.field) == (right.value.form, right.value.field)
    if same and all(each.node != right.value.node for each in left.value):
        yield "choices", (*left.value, right.value), 0


@RULES.two("value", "choice choices")
def _of_field(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    node = compare(left.value, Bound("=", (right,)))
    if node is not None:
        yield "cond", Condition(node, left.value.scope or reader.subject, left.value), 0


@RULES.two("choice choices", "value")
def _before_field(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    for kind, condition, cost in _of_field(reader, right, left):
        yield kind, condition, cost + 1


def _owners(reader: Reader, choice: Choice) -> Iterator[tuple[Value, int]]:
    """The field whose option it is: of the record, or of what it is linked to."""
    field = reader.field_of(choice.form, choice.field)
    if field is None:
        return
    value = Value(field.key, field.type, choice.form, field)
    home = reader.at_home(value)
    if home is not None:
        yield home, 0 if choice.form == reader.subject else 1
    if choice.form != reader.subject:
        yield value, 1


@RULES.one("value")
def _tick(_reader: Reader, item: Item) -> Iterator[Made]:
    value: Value = item.value
    if value.type.kind == "bool":
        yield "cond", Condition(["=", value.node, True], value.scope, value), 0


@RULES.one("no value")
def _denied_inside(_reader: Reader, item: Item) -> Iterator[Made]:
    value: Value = item.value
    if value.type.kind == "bool":
        yield "cond", Condition(["not", ["=", value.node, True]], value.scope, value), 0


@RULES.two("not", "cond")
def _denied(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    condition: Condition = right.value
    if condition.node[0] == "=" and condition.node[2] is True:
        yield "cond", Condition(["not", condition.node], condition.scope, condition.about), 0
    elif condition.about is not None and condition.about.type.kind in _STATES:
        yield "cond", Condition(negate(condition.node), condition.scope, condition.about), 1


@RULES.two("not empty", "value")
def _none(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    value: Value = right.value
    if _may_be_empty(value):
        yield "cond", Condition(["empty", value.node], value.scope, value), 0


@RULES.two("value", "empty not")
def _empty(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    said = reader.letters.folded[right.start : right.end]
    if _may_be_empty(left.value) and (right.kind == "empty" or said in _HAS_NOT):
        node = ["empty", left.value.node]
        yield (
            "cond",
            Condition(node, left.value.scope, left.value),
            0 if right.kind == "empty" else 1,
        )


@RULES.two("value", "filled")
def _filled(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if _may_be_empty(left.value):
        node = ["not", ["empty", left.value.node]]
        yield "cond", Condition(node, left.value.scope, left.value), 0


@RULES.two("filled", "value")
def _filled_value(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _filled(reader, right, left)


@RULES.two("value orvalues", "or")
def _either(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "valueor", (left.value,) if left.kind == "value" else left.value, 0


@RULES.two("valueor", "value")
def _or_value(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if all(
        _may_be_empty(each) and each.scope == right.value.scope
        for each in (*left.value, right.value)
    ):
        yield "orvalues", (*left.value, right.value), 0


@RULES.two("orvalues", "empty not")
def _all_empty(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    node = ["or", *(["empty", each.node] for each in left.value)]
    yield "cond", Condition(node, left.value[0].scope), 0


@RULES.two("empty not", "orvalues")
def _none_of(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _all_empty(reader, right, left)


def _may_be_empty(value: Value) -> bool:
    kinds = ("bool", "state", "rows", "duration")
    return value.scope != "" and value.type.kind not in kinds and not value.type.is_numeric
