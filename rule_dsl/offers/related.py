"""Other records: lines, records of the last days, how many there were."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.item import Condition, Item, Value
from rule_dsl.types import NUMBER

RULES = Rules()


@RULES.two("any all", "value")
def _rows(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    value: Value = right.value
    if value.type.kind == "rows" and value.scope == reader.subject:
        yield "rows", (left.kind, value.node, value.type.of), 0


@RULES.two("any all", "form")
def _linked(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    for field in reader.form.fields.values():
        if field.type.kind == "rows" and field.type.of == right.value:
            yield "rows", (left.kind, field.key, field.type.of), 1


@RULES.two("rows", "cond")
def _quantified(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    head, node, form = left.value
    if right.value.scope == form:
        yield "cond", Condition([head, node, right.value.node], reader.subject), -1


@RULES.two("form", "cond")
def _some(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value.scope == left.value != reader.subject:
        yield "some", (left.value, right.value.node), -1


@RULES.two("cond", "form")
def _some_before(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _some(reader, right, left)


@RULES.two("lately", "some")
def _exists(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    form, condition = right.value
    node = ["exists", ["form", form], condition, left.value]
    yield "cond", Condition(node, reader.subject), 0


@RULES.two("some", "lately")
def _exists_after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _exists(reader, right, left)


@RULES.two("lately", "form")
def _count(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value != reader.subject:
        node = ["roll", "count", ["form", right.value], left.value]
        yield "value", Value(node, NUMBER, reader.subject, None, ("次",)), 0


@RULES.two("form", "lately")
def _count_after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _count(reader, right, left)


@RULES.two("value", "count")
def _counted(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    node = left.value.node
    if isinstance(node, list) and node[0] == "roll":
        yield "value", left.value, 0
