"""What happens, what has not happened for a time, and what is not to happen before something else."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.offers.bounds import compare, negate
from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.item import Absence, Bound, Choice, Condition, Item, hole

RULES = Rules()


@RULES.one("act")
def _act(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "evt", ["event", "act", item.value], 0


@RULES.one("submitted")
def _submitted(reader: Reader, _item: Item) -> Iterator[Made]:
    yield "evt", ["event", "submitted", ["form", reader.subject]], 0


@RULES.two("created", "form")
def _created(reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    if right.value == reader.subject:
        yield "evt", ["event", "created", ["form", reader.subject]], 0


@RULES.two("form", "created")
def _created_after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _created(reader, right, left)


@RULES.two("created", "choice cond")
def _new_kind(reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    if right.kind == "cond" and right.value.scope == reader.subject:
        yield "when", (["event", "created", ["form", reader.subject]], right.value.node), 2


@RULES.two("evt", "evt")
def _again(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """新建好一张: the same thing said twice is said once."""
    if left.value == right.value:
        yield "evt", left.value, 0


@RULES.two("who", "evt")
def _done_by(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """Who does it is told; what the record is about only names the record: 患者签到."""
    who = left.value[0]
    if (
        len(left.value) == 1
        and isinstance(who, list)
        and who[0] in ("role", "dept")
        and len(right.value) == 3
    ):
        yield "evt", [*right.value, ["by", who]], 2


@RULES.two("value form", "evt")
def _about(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    form = left.value if left.kind == "form" else left.value.type.of
    if reader.links_to(form or "") and (left.kind == "form" or left.value.type.kind == "link"):
        yield "evt", right.value, 1


@RULES.two("value", "changed")
def _changed(reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.value.scope == reader.subject and isinstance(left.value.node, str):
        yield "evt", ["event", "changed", left.value.node], 0


@RULES.two("changed", "value")
def _changed_before(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _changed(reader, right, left)


@RULES.two("evt", "changed")
def _changed_twice(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.value[1] == "changed":
        yield "evt", left.value, 0


@RULES.two("changedto", "choice num pct text yes no")
def _to(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "turned", right, 0


@RULES.one("turned")
def _state(reader: Reader, item: Item) -> Iterator[Made]:
    new, own = item.value, reader.state
    if new.kind == "choice" and own is not None and _is_of(new.value, reader.subject, own.key):
        yield "evt", ["event", "changed_to", own.key, new.value.node], 0


def _is_of(choice: Choice, form: str, field: str) -> bool:
    return (choice.form, choice.field) == (form, field)


@RULES.two("value", "turned")
def _turned(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    new, value = right.value, left.value
    if value.scope != reader.subject or not isinstance(value.node, str):
        return
    if new.kind == "choice":
        if _is_of(new.value, reader.subject, value.node):
            yield "evt", ["event", "changed_to", value.node, new.value.node], 0
    elif value.type.is_numeric and new.kind in ("num", "pct"):
        yield "evt", ["event", "changed_to", value.node, new.value], 0


@RULES.one("dur")
def _length(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "len", item.value, 0


@RULES.two("within", "dur wlen")
def _within(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "wlen", right.value, 0


@RULES.two("dur wlen", "within")
def _inside(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "wlen", left.value, 0


@RULES.one("wlen")
def _plain(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "len", item.value, 0


@RULES.one("bound")
def _over(_reader: Reader, item: Item) -> Iterator[Made]:
    bound: Bound = item.value
    if bound.operator in (">", ">=") and bound.values[0].kind == "dur":
        yield "len", bound.values[0].value, 0


@RULES.one("vaguelong")
def _long(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "len", hole("how_long", item.start, item.end), 0


@RULES.one("vaguesoon")
def _soon(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "len", hole("how_long", item.start, item.end), 2


@RULES.two("last", "dur wlen")
def _lately(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "lately", right.value, 0


@RULES.one("wlen")
def _in_that_time(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "lately", item.value, 2


@RULES.two("not", "act")
def _undone(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "notact", right.value, 0


@RULES.one("no act")
def _undone_inside(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "notact", item.value, 0


@RULES.two("not", "notact")
def _nobody(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "notact", right.value, 0


@RULES.two("not", "updated")
def _untouched(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "notact", right.value, 0


@RULES.two("update", "value")
def _update(reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    if right.value.scope == reader.subject:
        yield "updated", right.value.node, 0


@RULES.two("len", "notact")
def _absent(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "absent", Absence(left.value, right.value), 0


@RULES.two("notact", "len")
def _absent_for(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "absent", Absence(right.value, left.value), 0


@RULES.two("num", "notact")
def _unitless(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    length = ["dur", left.value, hole("unit", left.start, left.end)]
    yield "absent", Absence(length, right.value), 4


@RULES.two("notact", "numwithin bound")
def _unitless_for(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    number = right.value.values[0] if right.kind == "bound" else right.value
    if number.kind == "num":
        length = ["dur", number.value, hole("unit", number.start, number.end)]
        yield "absent", Absence(length, left.value), 4


@RULES.two("within if", "num")
def _within_number(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "numwithin", right, 0


@RULES.two("evt", "vaguelong")
def _takes_long(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """Granting takes too long."""
    if left.value[1] == "act":
        open_length = hole("how_long", right.start, right.end)
        yield "absent", Absence(open_length, left.value[2]), 2


@RULES.two("if", "dur")
def _after_length(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if reader.letters.folded[left.start : left.end] == "after":
        yield "len", right.value, 0


@RULES.two("by press changed", "evt")
def _pressed(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    """Somebody hits the button: only the button counts."""
    if right.value[1] == "act":
        yield "evt", right.value, 1


@RULES.two("len", "if")
def _after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if reader.letters.folded[right.start : right.end] == "after":
        yield "lenafter", left.value, 0


@RULES.two("lenafter", "evt")
def _later(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "later", (right.value, left.value), 0


@RULES.two("later", "notact")
def _late(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    event, length = left.value
    yield "timed", (event, Absence(length, right.value)), 0


@RULES.two("absent", "evt")
def _counted(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if {"of", "after"} & set(reader.between(left, right).split()):
        yield "timed", (right.value, left.value), 0


@RULES.two("absent", "if")
def _absent_after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if reader.letters.folded[right.start : right.end] == "after":
        yield "absentafter", left.value, 0


@RULES.two("absentafter", "evt")
def _counted_after(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "timed", (right.value, left.value), 0


@RULES.two("block", "evt")
def _forbidden(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    if right.value[1] in ("act", "submitted", "created"):
        yield "forbidden", right.value, 0


@RULES.two("evt", "block")
def _forbidden_after(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.end - right.start > 1:
        for kind, value, cost in _forbidden(reader, right, left):
            yield kind, value, cost + 1


@RULES.two("evt", "before")
def _before(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "pre", left.value, 0


@RULES.two("before", "evt")
def _before_english(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "pre", right.value, 0


@RULES.two("must", "cond")
def _must(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "mustbe", right.value, 0


@RULES.two("value", "mustbe")
def _must_itself(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value.about == left.value:
        yield "mustbe", right.value, 0


@RULES.two("cond", "must")
def _must_after(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "mustbe", left.value, 2


@RULES.two("block", "cond")
def _must_not(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    condition: Condition = right.value
    if condition.node[0] == "empty":
        yield "mustbe", Condition(negate(condition.node), condition.scope, condition.about), 0


@RULES.two("block", "bound empty")
def _not_so(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "mustnot", right, 0


@RULES.two("value", "mustnot")
def _value_must_not(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    value, what = left.value, right.value
    node = ["empty", value.node] if what.kind == "empty" else compare(value, what.value)
    if node is not None and value.scope:
        yield "never", Condition(node, value.scope, value), 0
