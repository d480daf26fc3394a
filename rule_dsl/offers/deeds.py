"""Actions: a verb and its parts, in whatever order they were said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rule_dsl.offers.bounds import compare
from rule_dsl.offers.chart import Made, Reader, Rules
from rule_dsl.offers.done import nodes
from rule_dsl.offers.item import Bound, Deed, Item, Json, Value

_VERBS = "notify assign give escalate set tag require start call generate make addto recalc clear top".split()
_PART = {
    "notify": ("msg", "doc"),
    "start": ("flow",),
    "call": ("conn",),
    "generate": ("doc",),
    "addto": ("queue",),
}
"""What each verb takes for its object."""
_TAKERS = frozenset({"notify", "assign", "give", "escalate", "make", "top"})
_TOLD = frozenset({"notify", "make", "task", "top"})
"""Verbs that may stand behind the people they go to."""
_TEXTED = frozenset({"notify", "tag", "make"})
_FIELDS = frozenset({"require", "recalc", "clear"})
_PHONES, _TEXTS = ("电话", "语音", "phone", "voice", "call"), ("短信", "sms", "text")
_FAR = 4
"""What it costs a verb to be the weak 给 or to stand behind its object."""

RULES = Rules()


@RULES.one(*_VERBS)
def _verb(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "deed", Deed(item.kind), 0


@RULES.one("phone", "text")
def _by_phone(reader: Reader, item: Item) -> Iterator[Made]:
    found = _channel(reader, _PHONES if item.kind == "phone" else _TEXTS)
    if found is not None:
        yield "deed", Deed("notify", via=found), 0


@RULES.one("channel")
def _by_channel(_reader: Reader, item: Item) -> Iterator[Made]:
    yield "deed", Deed("notify", via=item.value), 2


@RULES.two("deed", "task")
def _task(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.value.verb == "make":
        yield "deed", replace(left.value, verb="task"), 0


@RULES.two("text", "task")
def _titled(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    yield "title", left.value, 0


@RULES.two("task", "text")
def _titled_after(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "title", right.value, 0


@RULES.two("deed", "deed")
def _doubled(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """发微信通知, give a call: two verbs for one action."""
    first, second = left.value, right.value
    if first.verb != "notify" or second.verb != "notify":
        return
    both = ((first.who, second.who), (first.via, second.via), (first.what, second.what))
    if not any(one and other for one, other in both):
        made = Deed("notify", first.who or second.who, first.what or second.what)
        yield "deed", replace(made, via=first.via or second.via, cc=first.cc or second.cc), 0


def _channel(reader: Reader, words: tuple[str, ...]) -> Json | None:
    """The one declared channel that is called so."""
    found = [
        ["channel", name.key]
        for name in reader.vocabulary.names
        if name.kind == "channel"
        and any(
            word in label.lower()
            for some in name.labels.values()
            for label in some
            for word in words
        )
    ]
    return found[0] if found else None


@RULES.one("value")
def _person(reader: Reader, item: Item) -> Iterator[Made]:
    value: Value = item.value
    if value.scope == reader.subject and value.type.kind in ("person", "department", "link"):
        yield "who", (value.node,), 2 if value.type.kind == "link" else 0


@RULES.two("who", "and or pause")
def _listed(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.kind != "pause" or right.value in ",、":
        yield "wholist", left.value, 0


@RULES.two("pause", "and")
def _and_then(_reader: Reader, _left: Item, _right: Item) -> Iterator[Made]:
    yield "and", None, 0


@RULES.two("wholist", "who")
def _more(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if not set(map(str, left.value)) & set(map(str, right.value)):
        yield "who", (*left.value, *right.value), 0


@RULES.two("deed", "who")
def _to(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = left.value
    if deed.verb in (_TAKERS | {"task"}) and not deed.who:
        yield "deed", replace(deed, who=right.value), _FAR if deed.verb == "give" else 0


@RULES.two("who", "deed")
def _told(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = right.value
    if deed.verb in _TOLD and not deed.who:
        yield "deed", replace(deed, who=left.value), 1 if deed.what is None else 0


@RULES.two("assign escalate", "cond")
def _object(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value.scope == reader.subject:
        yield "handing", (left.kind, right.value), 0


@RULES.two("handing", "who")
def _handed(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    verb, condition = left.value
    yield "ruled", (condition, [verb, *right.value]), 0


@RULES.two("who", "deed")
def _given(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """给班长派单: whom it goes to stands behind 给."""
    before = reader.letters.folded[left.start - 1 : left.start]
    if (
        right.value.verb in ("assign", "escalate")
        and not right.value.who
        and before in tuple("给向由")
    ):
        yield "deed", replace(right.value, who=left.value), 1


@RULES.one("flow")
def _needed(_reader: Reader, item: Item) -> Iterator[Made]:
    """得多级审批: a flow that is needed is started."""
    yield "do", ["start", item.value], _FAR


@RULES.two("cc", "who")
def _copied(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "copies", right.value, 0


@RULES.two("and pause", "copies")
def _and_copied(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "copies", right.value, 0


@RULES.two("deed", "copies")
def _with_copies(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = left.value
    if deed.verb == "notify" and not deed.cc:
        yield "deed", replace(deed, cc=right.value), 0


@RULES.two("msg", "who")
def _message_to(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """Bill to the guest: a message and whom it goes to need no verb."""
    yield "deed", Deed("notify", right.value, left.value), 3


@RULES.two("msg doc", "pause")
def _colon(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value in ":-":
        yield "deed", Deed("notify", (), left.value), 3


@RULES.two("who", "msg")
def _gets(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "deed", Deed("notify", left.value, right.value), 3


@RULES.two("deed", "msg doc flow conn queue")
def _takes(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = left.value
    if right.kind in _PART.get(deed.verb, ()) and deed.what is None:
        yield "deed", replace(deed, what=right.value), 0


@RULES.two("msg doc flow conn queue", "deed")
def _taken(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = right.value
    if left.kind in _PART.get(deed.verb, ()) and deed.what is None:
        yield "deed", replace(deed, what=left.value), 1


@RULES.two("deed", "text title")
def _says(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = left.value
    if deed.what is None and (deed.verb in _TEXTED or deed.verb == "task"):
        is_task = right.kind == "title" or deed.verb == "task"
        if not is_task or deed.verb in ("make", "task"):
            yield (
                "deed",
                replace(deed, what=right.value, verb="task" if is_task else deed.verb),
                0,
            )


@RULES.two("text", "deed")
def _said(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = right.value
    if deed.what is None and deed.verb in ("notify", "tag", "task"):
        yield "deed", replace(deed, what=left.value), 1


@RULES.two("op:>", "channel")
def _over(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "channel", right.value, 0


@RULES.two("deed", "channel")
def _via(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if left.value.verb == "notify" and left.value.via is None:
        yield "deed", replace(left.value, via=right.value), 0


@RULES.two("channel", "deed")
def _via_before(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value.verb == "notify" and right.value.via is None:
        yield "deed", replace(right.value, via=left.value), 0


@RULES.two("deed", "form")
def _creates(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if left.value.verb == "make" and left.value.what is None and right.value != reader.subject:
        yield "deed", replace(left.value, what=["form", right.value]), 0


@RULES.two("top", "num")
def _first(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "topn", right.value, 0


@RULES.two("topn", "form list")
def _first_of(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    source = ["form", right.value] if right.kind == "form" else right.value
    yield "ranking", (left.value, source, None), 0


@RULES.two("by", "value")
def _ranked_by(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "byv", right.value, 0


@RULES.two("ranking", "byv")
def _ranked(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield "ranking", (*left.value[:2], right.value.node), 0


@RULES.two("value", "ranking")
def _ranked_before(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value[2] is None and left.value.type.is_numeric:
        yield "ranking", (*right.value[:2], left.value.node), 0


@RULES.two("form", "ranking")
def _ranked_form(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.value[1] == ["form", left.value]:
        yield "ranking", right.value, 0


@RULES.two("deed", "ranking")
def _pushes(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if left.value.verb == "notify" and left.value.what is None and right.value[2] is not None:
        yield "deed", replace(left.value, verb="top", what=right.value), 0


@RULES.two("ranking", "deed")
def _pushed(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _pushes(reader, right, left)


@RULES.two("value values", "and or pause")
def _listed_fields(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if right.kind != "pause" or right.value in ",、":
        yield "valuelist", (left.value,) if left.kind == "value" else left.value, 0


@RULES.two("valuelist", "value")
def _more_fields(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if all(each.node != right.value.node for each in left.value):
        yield "values", (*left.value, right.value), 0


@RULES.two("deed", "value values")
def _fields(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = left.value
    found = (right.value,) if right.kind == "value" else right.value
    own = [each.node for each in found if each.scope == reader.subject]
    if len(own) < len(found) or deed.more:
        return
    if deed.verb in _FIELDS:
        yield "deed", replace(deed, more=tuple(own)), 0
    elif deed.verb == "set" and right.kind == "value" and deed.what is None:
        yield "deed", replace(deed, what=right.value), 0


@RULES.two("value values", "deed")
def _fields_before(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    yield from _fields(reader, right, left)


@RULES.two("deed", "choice num pct text yes no dur")
def _new(_reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    deed: Deed = left.value
    if deed.verb == "set" and isinstance(deed.what, Value) and not deed.more:
        made = compare(deed.what, Bound("=", (right,)))
        if made is not None:
            yield "deed", replace(deed, more=(made[2],)), 0


@RULES.two("value", "yes no")
def _ticked(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    if left.value.type.kind == "bool" and left.value.scope == reader.subject:
        yield "set to", (left.value, right.kind == "yes"), 0


@RULES.two("deed", "cond")
def _made_so(reader: Reader, left: Item, right: Item) -> Iterator[Made]:
    """Mark as high risk, set the order type to rush."""
    condition, deed = right.value, left.value
    if deed.verb != "set" or deed.what is not None or condition.scope != reader.subject:
        return
    if condition.node[0] == "=" and isinstance(condition.node[1], str):
        yield "deed", Deed("set", what=condition.about, more=(condition.node[2],)), 1


@RULES.two("deed", "setto")
def _become(_reader: Reader, left: Item, _right: Item) -> Iterator[Made]:
    if left.value.verb == "set":
        yield "deed", left.value, 0


@RULES.one("deed")
def _done(reader: Reader, item: Item) -> Iterator[Made]:
    for node, cost in nodes(reader, item):
        yield "do", node, cost


@RULES.two("assign give", "flow queue")
def _goes(_reader: Reader, _left: Item, right: Item) -> Iterator[Made]:
    yield "do", ["start" if right.kind == "flow" else "add_to", right.value], 1
