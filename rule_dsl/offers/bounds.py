"""Values and their bounds: over 5, between 2 and 8, higher than the limit; and what they make together."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.item import Bound, Choice, Condition, Item, Json, Value, hole
from rule_dsl.synonyms.units import UNITS
from rule_dsl.types import TEMPORAL

RULES = Rules()

NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "=", "between": "outside"}
_CLASHING = ({"money", "percent"},)
_STATES = frozenset({"choice", "state"})


@RULES.one("value")
def _implied(reader: Reader, item: Item) -> Iterator[Made]:
    value: Value = item.value
    if value.scope not in ("", reader.subject):
        home = reader.at_home(value)
        if home is not None:
            yield "value", home, 1


@RULES.two("value", "value")
def _path(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    for link, field, order in ((left.value, right.value, 0), (right.value, left.value, 1)):
        leads = link.type.kind == "link" and link.type.of == field.scope
        if leads and link.scope == reader.subject and isinstance(link.node, str):
            node = ["path", link.node, field.node]
            made = Value(node, field.type, reader.subject, field.field, field.unit)
            yield "value", made, order - 1


@RULES.two("value form", "cond")
def _about(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """患者体温过高: what the record is about only names the record."""
    form = left.value if left.kind == "form" else left.value.type.of
    condition: Condition = right.value
    links = reader.links_to(form or "")
    if not links or condition.about is None or condition.scope != reader.subject:
        return
    node = condition.about.node
    if isinstance(node, str):
        yield "cond", condition, 3
    elif node[:2] == ["path", links[0]]:
        yield "cond", condition, 1


@RULES.two("cond", "value form")
def _about_after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.kind == "form" or right.value.type.kind == "link":
        yield from _about(reader, right, left)


@RULES.two("num", "value")
def _so_many(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value.type.is_numeric:
        yield "numvalue", (left, right.value), 0


@RULES.two("numvalue", "post:>= post:<=")
def _so_many_or_more(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    number, value = left.value
    node = compare(value, Bound(right.kind.removeprefix("post:"), (number,)))
    if node is not None:
        yield "cond", Condition(node, value.scope, value), 0


@RULES.two("fallsto", "value num pct")
def _falls_to(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "fallen", right, 0


@RULES.two("fallen", "post:<=")
def _falls_below(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    """掉到安全库存以下."""
    yield "bound", Bound("<", (left.value,)), 0
    yield "bound", Bound("<=", (left.value,)), 1


@RULES.two("form", "value")
def _of_form(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    value: Value = right.value
    if value.scope == left.value:
        home = reader.at_home(value)
        if home is not None:
            yield "value", home, -1 if value.scope != reader.subject else 0


@RULES.two("value", "form")
def _form_of(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _of_form(reader, right, left)


@RULES.two("op:in", "choice choices")
def _among(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "bound", Bound("=", (right,)), 0


@RULES.two("not", "bound")
def _negated(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    bound: Bound = right.value
    if bound.operator in NEGATED:
        yield "bound", Bound(NEGATED[bound.operator], bound.values), 0


@RULES.two("num pct dur", "range")
def _begun(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "from", left, 0


@RULES.two("from", "num pct dur")
def _span(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if left.value.kind == right.kind or {left.value.kind, right.kind} <= {"num", "dur"}:
        yield "span", (left.value, right), 0


@RULES.one("span")
def _inside(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "bound", Bound("between", item.value), 2


@RULES.two("between", "span")
def _between(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "bound", Bound("between", right.value), 0


@RULES.two("outside not", "span")
def _outside(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "bound", Bound("outside", right.value), 0


@RULES.two("bound", "rangeend")
def _ended(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.value.operator in ("between", "outside"):
        yield "bound", left.value, 0


@RULES.two("than", "value num pct")
def _than(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "thanv", right, 0


@RULES.two("op:= op:!= op:< op:<= op:> op:>=", "num pct dur value choice choices text yes no")
def _compared_with(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "bound", Bound(left.kind.removeprefix("op:"), (right,)), 0


@RULES.two("num pct dur choice", "post:>= post:<=")
def _or_more(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "bound", Bound(right.kind.removeprefix("post:"), (left,)), 0


@RULES.two("thanv", "more:> more:<")
def _more_than(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "bound", Bound(right.kind.removeprefix("more:"), (left.value,)), 0


@RULES.one("vague:>", "vague:<")
def _vague(_reader: Reader, item: Item) -> Iterator[Made]:
    empty = Item("hole", item.start, item.end, hole("how_much", item.start, item.end))
    yield "bound", Bound(item.kind.removeprefix("vague:"), (empty,)), 0


@RULES.two("value", "bound")
def _compared(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    node = compare(left.value, right.value)
    if node is not None:
        yield "cond", Condition(node, left.value.scope or reader.subject, left.value), 0


@RULES.two("bound", "value")
def _turned(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    value: Value = right.value
    if value.type.is_numeric and left.value.values[0].kind in ("num", "pct", "dur", "hole"):
        node = compare(value, left.value)
        if node is not None:
            yield "cond", Condition(node, value.scope or reader.subject, value), 1


@RULES.two("value", "num pct yes no text")
def _equal(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    node = compare(left.value, Bound("=", (right,)))
    if node is not None and (right.kind != "num" or right.value == "0"):
        yield "cond", Condition(node, left.value.scope or reader.subject, left.value), 3


@RULES.two("num", "value")
def _nought(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if left.value == "0" and right.value.type.is_numeric:
        node = ["=", right.value.node, "0"]
        yield "cond", Condition(node, right.value.scope or reader.subject, right.value), 2


def compare(left: Value, bound: Bound) -> Json | None:
    """A checked comparison; None where the two do not belong together."""
    sides = [_side(left, each) for each in bound.values]
    if any(side is None for side in sides):
        return None
    if bound.operator in ("between", "outside"):
        node = ["between", left.node, *sides]
        return node if bound.operator == "between" else ["not", node]
    if left.type.kind in TEMPORAL and bound.values[0].kind == "dur":
        if bound.operator not in (">", ">="):
            return None
        clock = ["today"] if left.type.kind == "date" else ["now"]
        return [bound.operator, ["-", clock, left.node], sides[0]]
    if isinstance(sides[0], list) and sides[0][:1] == ["several"]:
        if bound.operator not in ("=", "!="):
            return None
        node = ["in", left.node, *sides[0][1:]]
        return node if bound.operator == "=" else ["not", node]
    if not left.type.is_numeric and left.type.kind not in ("date", "moment", "duration"):
        ordered = left.field is not None and left.field.ordered
        if bound.operator not in ("=", "!=") and not ordered:
            return None
    return [bound.operator, left.node, sides[0]]


def _side(left: Value, item: Item) -> Json | None:
    kind = left.type.kind
    match item.kind:
        case "hole":
            return item.value if left.type.is_numeric else None
        case "num":
            return item.value if kind in ("number", "money") else None
        case "pct":
            return item.value if kind in ("percent", "number") else None
        case "dur":
            return _length(left, item.value)
        case "value":
            return item.value.node if _comparable(left, item.value) else None
        case "choice":
            choice: Choice = item.value
            same = left.type.of == f"{choice.form}.{choice.field}"
            return choice.node if same and kind in _STATES else None
        case "choices":
            first: Choice = item.value[0]
            same = left.type.of == f"{first.form}.{first.field}"
            return ["several", *(each.node for each in item.value)] if same else None
        case "text":
            return item.value if kind == "text" else None
        case "yes" | "no":
            return item.kind == "yes" if kind == "bool" else None
    return None


def _length(left: Value, length: Json) -> Json | None:
    """A length of time, or its number where the field counts that unit."""
    if left.type.is_numeric:
        spellings = UNITS[length[2]]
        return (
            length[1]
            if any(unit in spellings or f"个{unit}" in spellings for unit in left.unit)
            else None
        )
    return length if left.type.kind in ("duration", "date", "moment") else None


def _comparable(left: Value, right: Value) -> bool:
    a, b = left.type, right.type
    if left.node == right.node:
        return False
    if a.is_numeric and b.is_numeric:
        return {a.kind, b.kind} not in _CLASHING
    return a == b or {a.kind, b.kind} <= {"date", "moment"}


def negate(node: Json) -> Json:
    """The complement of a condition."""
    if node[0] in ("=", "!="):
        return (
            ["!=" if node[0] == "=" else "=", *node[1:]] if node[2] is not True else ["not", node]
        )
    return node[1] if node[0] == "not" else ["not", node]
