"""From a condition's tree to its formula. What is not understood is a subject of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rule_dsl.sense.constants import DAY, Axis, Constant, constant, days, microseconds
from rule_dsl.sense.cuts import EVERYTHING, Cuts, compared, whole
from rule_dsl.sense.formula import FALSE, TRUE, Atom, Formula, Join, Subject, blank
from rule_dsl.sense.order import BOTH_EMPTY, EQUAL, GREATER, LESS, ONE_EMPTY
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Field, Vocabulary

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
COMPARISONS = frozenset(FLIPPED)
EQUALITIES = frozenset({"=", "!="})
_FLAG = whole(">=", 0) & whole("<", 2)
_DENSE = frozenset({"number", "text", "key", "set"})
_TEXTUAL = frozenset({"bool", "field", "path", "alias", "held"})
"""Heads with arguments that are no nodes."""
_RELATIONS = {"<": (LESS,), "=": (EQUAL, BOTH_EMPTY), ">": (GREATER,)}
_KINDS: dict[str, dict[str, str]] = {
    "number": {"number": "number"},
    "money": {"number": "number"},
    "percent": {"number": "number"},
    "bool": {"truth": "truth"},
    "text": {"text": "text"},
    "choice": {"option": "option"},
    "state": {"option": "option"},
    "choices": {"option": "set"},
    "person": {"key": "key"},
    "department": {"key": "key"},
    "date": {"day": "day", "from_today": "from_today"},
    "moment": {
        "instant": "instant",
        "from_now": "from_now",
        "day": "its_day",
        "from_today": "its_day_from_today",
    },
    "duration": {"length": "length"},
}
"""Kind of value → axis of a constant it is compared with → axis of its own it then lies on."""


@dataclass(slots=True)
class Reader:
    """Reads conditions over records of ``form`` inside a rule of ``subject``'s.

    One reader knows each value once, so that the atoms of two conditions speak of the same.
    """

    vocabulary: Vocabulary
    subject: str
    form: str
    subjects: dict[str, Subject] = field(default_factory=dict)

    def read(self, node: Node) -> Formula:
        """The formula of a condition."""
        rule = _RULES.get(node.head)
        is_whole = node.head in _TEXTUAL or all(isinstance(arg, Node) for arg in node.args)
        found = rule(self, node) if rule is not None and is_whole else None
        return found if found is not None else self._opaque(node)

    def _opaque(self, node: Node) -> Formula:
        """A condition that is true or false, and no more is known of it."""
        subject = self._known(node, Subject(node, False, {"truth": _FLAG}), "is ")
        return Atom(subject, "truth", whole("=", 1), False, node)

    def _known(self, node: Node, subject: Subject, prefix: str = "") -> Subject:
        return self.subjects.setdefault(prefix + json.dumps(node.dump()), subject)

    def value(self, node: Node) -> Subject:
        """A value as a subject: what it can be, and whether it can be empty."""
        item = self.field_of(node)
        universe = {"truth": _FLAG}
        optional = node.type.kind != "bool"
        if item is not None:
            optional &= item.optional or item.is_state or node.head == "path"
            universe["option"] = whole(">=", 0) & whole("<", len(item.options))
            if item.type.is_numeric:
                universe["number"] = _range(item)
        if node.head in ("today", "now"):
            optional = False
        return self._known(node, Subject(node, optional, universe))

    def field_of(self, node: Node) -> Field | None:
        """The declared field a value is read from."""
        form: str | None = {"field": self.form, "alias": self.subject}.get(node.head)
        if node.head == "path" and isinstance(node.args[0], Node):
            form = node.args[0].type.of
        found = self.vocabulary.forms.get(form or "")
        return found.fields.get(str(node.args[-1])) if found is not None else None

    def against(self, operator: str, left: Node, right: Constant, node: Node) -> Formula | None:
        """A value compared with a constant."""
        timed = _from_clock(operator, left, right)
        if timed is not None:
            return self.against(timed[0], timed[1], timed[2], node)
        if left.head == "until" or _reads_clock(left):
            return None
        kind = left.type.kind
        if kind == "date" and right == Constant("from_now", 0):
            right = Constant("from_today", 0)
        if kind == "date" and right.axis == "instant":
            right = Constant("day", right.value // DAY + 1)
        if kind == "duration" and right.axis == "number":
            count = days(Node("number", (str(right.value),)))
            right = right if count is None else Constant("length", count * DAY)
        axis = _KINDS.get(kind, {}).get(right.axis)
        if axis is None or (axis in ("key", "set", "truth") and operator not in EQUALITIES):
            return None
        subject, value = self.value(left), right.value
        if axis == "option":
            item = self._choice(left)
            keys = [option.key for option in item.options] if item is not None else []
            if value not in keys:
                return None
            value = keys.index(value)
        values = (compared if axis in _DENSE else whole)(operator, value)
        return Atom(subject, axis, values, operator == "!=", node)

    def _choice(self, node: Node) -> Field | None:
        form, _, key = (node.type.of or "").rpartition(".")
        found = self.vocabulary.forms.get(form)
        return found.fields.get(key) if found is not None else None

    def related(self, operator: str, left: Node, right: Node, node: Node) -> Formula | None:
        """Two values that both depend on the record."""
        if any(_is_time_difference(side) for side in (left, right)):
            return None
        first, second = json.dumps(left.dump()), json.dumps(right.dump())
        if first > second:
            return self.related(FLIPPED[operator], right, left, node)
        sides = [self.value(side).optional for side in (left, right)]
        most = BOTH_EMPTY if all(sides) else ONE_EMPTY if any(sides) else GREATER
        pair = Node("pair", (left, right))
        universe = {"relation": whole(">=", LESS) & whole("<=", most)}
        subject = self._known(pair, Subject(pair, False, universe))
        return Atom(subject, "relation", _relation(operator), False, node)


def _relation(operator: str) -> Cuts:
    if operator == "!=":
        return ~_relation("=")
    found = Cuts(False)
    for sign, codes in _RELATIONS.items():
        if sign in operator:
            filled = codes if operator == "=" else codes[:1]
            for code in filled:
                found |= whole("=", code)
    return found


def _range(item: Field) -> Cuts:
    low = EVERYTHING if item.low is None else compared(">=", Decimal(item.low))
    high = EVERYTHING if item.high is None else compared("<=", Decimal(item.high))
    return low & high


def _is_time_difference(node: Node) -> bool:
    return node.head == "until" or (
        node.head == "-" and any(arg.type.kind in ("date", "moment") for arg in node.children())
    )


def _reads_clock(node: Node) -> bool:
    return _is_time_difference(node) and any(
        arg.head in ("today", "now") for arg in node.children()
    )


def _from_clock(operator: str, left: Node, right: Constant) -> tuple[str, Node, Constant] | None:
    """``x - clock <= length`` as ``x <= clock + length``."""
    if not _is_time_difference(left) or right.axis not in ("length", "number"):
        return None
    later, earlier = left.args[0], left.args[1] if left.head == "-" else None
    if not isinstance(later, Node) or (earlier is not None and not isinstance(earlier, Node)):
        return None
    is_since = later.head in ("today", "now")
    time = earlier if is_since else later
    clock = later if is_since else earlier
    if time is None or (clock is not None and clock.head not in ("today", "now")):
        return None
    if time.type.kind not in ("date", "moment") or constant(time) is not None:
        return None
    by_days = time.type.kind == "date" or (clock is not None and clock.head == "today")
    length = _length(right, by_days=by_days)
    if length is None:
        return None
    axis: Axis = "from_today" if by_days else "from_now"
    if is_since:
        return FLIPPED[operator], time, Constant(axis, -length)
    return operator, time, Constant(axis, length)


def _length(right: Constant, *, by_days: bool) -> int | None:
    """A length in whole days, or in microseconds."""
    if right.axis == "number":
        count = days(Node("number", (str(right.value),)))
        return count if count is None or by_days else count * DAY
    if not by_days:
        return int(right.value)
    return None if right.value % DAY else int(right.value) // DAY


def _comparison(r: Reader, node: Node) -> Formula | None:
    left, right = node.child(0), node.child(1)
    if "null" in (left.head, right.head):
        return _to_nothing(r, node, left if right.head == "null" else right)
    first, second = constant(left), constant(right)
    if first is not None and second is not None:
        return _both_constant(node.head, first, second)
    if second is not None:
        return r.against(node.head, left, second, node)
    if first is not None:
        return r.against(FLIPPED[node.head], right, first, node)
    return r.related(node.head, left, right, node)


def _to_nothing(r: Reader, node: Node, value: Node) -> Formula | None:
    if node.head not in EQUALITIES or value.head == "null" or value.type.kind == "bool":
        return None
    found = blank(r.value(value), node)
    return found if node.head == "=" else ~found


def _both_constant(operator: str, first: Constant, second: Constant) -> Formula | None:
    if first.axis != second.axis or (
        first.axis in ("option", "key") and operator not in EQUALITIES
    ):
        return None
    here = compared("=", first.value) & compared(operator, second.value)
    return FALSE if here.is_empty else TRUE


def _join(r: Reader, node: Node) -> Formula | None:
    parts = tuple(r.read(part) for part in node.children())
    return Join("and" if node.head == "and" else "or", parts)


def _not(r: Reader, node: Node) -> Formula | None:
    found = ~r.read(node.child(0))
    return replace(found, node=node) if isinstance(found, Atom) else found


def _bool(_r: Reader, node: Node) -> Formula | None:
    return TRUE if node.args[0] == "true" else FALSE


def _tick(r: Reader, node: Node) -> Formula | None:
    if node.type.kind != "bool":
        return None
    return Atom(r.value(node), "truth", whole("=", 1), False, node)


def _empty(r: Reader, node: Node) -> Formula | None:
    inner = node.child(0)
    if inner.type.kind in ("bool", "rows") or constant(inner) is not None:
        return None
    return blank(r.value(inner), node)


def _between(r: Reader, node: Node) -> Formula | None:
    middle, low, high = node.children()
    sides = [
        _comparison(r, Node(operator, (middle, side), node.type))
        for operator, side in ((">=", low), ("<=", high))
    ]
    found = [replace(side, node=node) for side in sides if isinstance(side, Atom)]
    return Join("and", tuple(found)) if len(found) == 2 else None


def _in(r: Reader, node: Node) -> Formula | None:
    left, *members = node.children()
    if left.type.kind == "choices":
        return Join(
            "or", tuple(_contains(r, Node("contains", (left, m))) or FALSE for m in members)
        )
    union: Atom | None = None
    for member in members:
        if constant(member) is None:
            return None
        one = _comparison(r, Node("=", (left, member), node.type))
        if not isinstance(one, Atom) or (union is not None and one.axis != union.axis):
            return None
        union = replace(one, values=one.values | union.values) if union is not None else one
    return None if union is None else replace(union, node=node)


def _contains(r: Reader, node: Node) -> Formula | None:
    left, right = node.child(0), node.child(1)
    part = constant(right)
    if part is None or left.type.kind not in ("text", "choices"):
        return None
    subject, axis = r.value(left), f"holds {json.dumps(part.value)}"
    return Atom(subject, axis, whole("=", 1), False, node)


def _near(r: Reader, node: Node) -> Formula | None:
    value, bound = node.child(0), node.child(1)
    is_day = value.type.kind == "date"
    length = days(bound) if is_day else microseconds(bound) if bound.head == "dur" else None
    if length is None or value.type.kind not in ("date", "moment"):
        return None
    values = whole(">=", 0) & whole("<=", length)
    return Atom(r.value(value), "from_today" if is_day else "from_now", values, False, node)


def _held(r: Reader, node: Node) -> Formula | None:
    inner, bound = node.child(0), node.child(2)
    length = microseconds(bound) if bound.head == "dur" else None
    if length is None:
        return None
    since = r.value(Node("held_since", (inner,)))
    held = Atom(since, "length", whole(str(node.args[1]), length), False, node)
    return Join("and", (r.read(inner), held))


_RULES: dict[str, Callable[[Reader, Node], Formula | None]] = {
    **dict.fromkeys(COMPARISONS, _comparison),
    **dict.fromkeys(("and", "or"), _join),
    **dict.fromkeys(("field", "path", "alias"), _tick),
    "not": _not,
    "bool": _bool,
    "empty": _empty,
    "between": _between,
    "in": _in,
    "contains": _contains,
    "near": _near,
    "held": _held,
}
