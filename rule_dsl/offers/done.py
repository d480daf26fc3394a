"""Actions as trees, with a hole where something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rule_dsl.offers.chart import Reader
from rule_dsl.offers.item import Deed, Item, Json, Value, hole

_NOBODY = 6
"""What it costs an action that nobody is named."""

Nodes = Iterator[tuple[Json, int]]


def nodes(reader: Reader, item: Item) -> Nodes:
    """An action's tree, with holes where something is missing."""
    deed: Deed = item.value
    make = _MADE.get(deed.verb)
    if make is not None:
        yield from make(reader, item, deed)


def _people(item: Item, deed: Deed) -> tuple[tuple[Json, ...], int]:
    """Whom it goes to, or a question, and what that costs."""
    if deed.who:
        return deed.who, 0
    return (hole("who", item.start, item.end),), _NOBODY


def _notify(_reader: Reader, item: Item, deed: Deed) -> Nodes:
    who, cost = _people(item, deed)
    if deed.who or deed.what or deed.via or item.end - item.start > 1:
        yield ["notify", ["to", *who], deed.what, deed.via, ["with"], ["cc", *deed.cc]], cost


def _hand(_reader: Reader, item: Item, deed: Deed) -> Nodes:
    who, cost = _people(item, deed)
    if deed.who or deed.verb != "give":
        yield ["escalate" if deed.verb == "escalate" else "assign", *who], cost


def _make(_reader: Reader, _item: Item, deed: Deed) -> Nodes:
    if deed.verb == "task":
        yield ["task", ["to", *deed.who], deed.what, None, ["cc"]], 0 if deed.who else 3
    elif isinstance(deed.what, list) and deed.what[0] == "form":
        yield ["create", deed.what, ["for", *deed.who] if deed.who else None, None], 0


def _use(_reader: Reader, _item: Item, deed: Deed) -> Nodes:
    if deed.what is not None:
        head = "add_to" if deed.verb == "addto" else deed.verb
        yield [head, deed.what, *([None] if head in ("call", "tag") else [])], 0


def _touch(_reader: Reader, _item: Item, deed: Deed) -> Nodes:
    if deed.verb == "clear":
        yield from ((["set", field, None], 0) for field in deed.more[:1])
    elif deed.more:
        yield ["require" if deed.verb == "require" else "recalculate", *deed.more], 0


def _set(reader: Reader, item: Item, deed: Deed) -> Nodes:
    if isinstance(deed.what, Value) and deed.what.scope == reader.subject:
        node = deed.what.node
        new = deed.more[0] if deed.more else hole("what_value", item.start, item.end, node)
        yield ["set", node, new], 0 if deed.more else _NOBODY + 1


def _push(_reader: Reader, item: Item, deed: Deed) -> Nodes:
    if isinstance(deed.what, tuple):
        who, cost = _people(item, deed)
        count, source, by = deed.what
        yield ["push_top", count, source, by, ["to", *who], ["with"]], cost


_MADE: Mapping[str, Callable[[Reader, Item, Deed], Nodes]] = {
    "notify": _notify,
    **dict.fromkeys(("assign", "give", "escalate"), _hand),
    **dict.fromkeys(("make", "task"), _make),
    **dict.fromkeys(("start", "call", "generate", "addto", "tag"), _use),
    **dict.fromkeys(("require", "recalc", "clear"), _touch),
    "set": _set,
    "top": _push,
}
