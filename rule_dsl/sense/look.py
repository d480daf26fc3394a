"""What a condition can never be and what it always is: warnings after checking; hints beside them."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.check.compare import describe, named, percent_text
from rule_dsl.check.context import Context, localized, source_at
from rule_dsl.check.units import field_at
from rule_dsl.errors import Fact
from rule_dsl.rule import OTHER_RECORDS, rows_form
from rule_dsl.sense.clash import clash
from rule_dsl.sense.constants import constant
from rule_dsl.sense.cuts import compared
from rule_dsl.sense.formula import Conjunction
from rule_dsl.sense.hints import hints
from rule_dsl.sense.reading import COMPARISONS, Reader
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, PERCENT

_JOINED = frozenset({"and", "or", "not"})
_NO_CONDITION = frozenset({"bool", "field", "path", "alias", "param", "always", "null"})
_LITERALS = frozenset({"number", "dur", "date", "moment", "opt", "state", "bool"})
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_OUTCOMES = {
    True: {"zh": "成立", "en": "always true"},
    False: {"zh": "不成立", "en": "never true"},
}


def look(c: Context, tree: Node) -> None:
    """Say what is odd about the conditions of a tree."""
    for node, form in list(_conditions(tree, c.form.key)):
        with c.inside(form):
            reader = Reader(c.vocabulary, c.subject, form)
            _judge(c, reader, node)
            hints(c, reader, node)


def _conditions(node: Node, form: str) -> Iterator[tuple[Node, str]]:
    """Every condition as a whole, with the form whose fields are bare keys in it."""
    if node.head == "and" and node.type.kind == "event":
        states = tuple(part for part in node.children() if part.type.kind != "event")
        node = Node("and", states, BOOL, node.span)
    if node.type == BOOL and node.head not in _NO_CONDITION:
        yield node, form
    for part in _atoms(node):
        inner = OTHER_RECORDS.get(part.head)
        for index, arg in enumerate(part.args):
            if isinstance(arg, Node):
                yield from _conditions(arg, rows_form(part) if index == inner else form)


def _atoms(node: Node) -> Iterator[Node]:
    if node.head not in _JOINED:
        yield node
        return
    for part in node.children():
        yield from _atoms(part)


def _judge(c: Context, r: Reader, node: Node) -> bool | None:
    """Whether a condition is always or never true; said at its smallest part that is."""
    if node.head == "not":
        inner = _judge(c, r, node.child(0))
        return None if inner is None else not inner
    if node.head not in _JOINED:
        return _judge_one(c, r, node)
    outcome = node.head == "or"
    found = [_judge(c, r, part) for part in node.children()]
    if outcome in found:
        return outcome
    if found and None not in found:
        return not outcome
    formula = r.read(node)
    culprits = clash(~formula if outcome else formula)
    if not culprits:
        return None
    _say_together(c, culprits, outcome=outcome)
    return outcome


def _judge_one(c: Context, r: Reader, node: Node) -> bool | None:
    if node.head in COMPARISONS and node.args[0] == node.args[1] and not constant(node.child(0)):
        c.say("warning", "compared_with_itself", _span(node))
        return None
    if node.head in _NO_CONDITION:
        return None
    formula = r.read(node)
    for outcome, wanted in ((False, formula), (True, ~formula)):
        if clash(wanted) is not None:
            _say_alone(c, node, outcome=outcome)
            return outcome
    return None


def _say_alone(c: Context, node: Node, *, outcome: bool) -> None:
    """One condition that is foregone by itself."""
    value = node.child(0)
    item = field_at(c, value)
    words = _OUTCOMES[outcome]
    if node.head == "between" and _is_reversed(node):
        ends = {"low": named(c, node.child(1)), "high": named(c, node.child(2))}
        c.say("warning", "reversed_range", _span(node), (), **ends)
    elif node.head == "empty":
        c.say("warning", "never_empty", _span(node), name=describe(c, value), outcome=words)
    elif item is not None and (item.low is not None or item.high is not None):
        low, high = _edge(item.low, value), _edge(item.high, value)
        name = localized(item.labels)
        c.say("warning", "out_of_range", _span(node), name=name, low=low, high=high, outcome=words)
    else:
        c.say("warning", "foregone", _span(node), condition=_said(c, node), outcome=words)


def _is_reversed(node: Node) -> bool:
    low, high = constant(node.child(1)), constant(node.child(2))
    if low is None or high is None or low.axis != high.axis:
        return False
    return (compared(">=", low.value) & compared("<=", high.value)).is_empty


def _edge(edge: str | None, node: Node) -> str:
    if edge is None:
        return "…"
    return percent_text(edge) if node.type == PERCENT else edge


def _say_together(c: Context, culprits: Conjunction, *, outcome: bool) -> None:
    """Conditions that exclude each other, or leave nothing out between them."""
    nodes = sorted({atom.node: None for atom in culprits}, key=lambda node: _span(node).start)
    values = {str(node.child(0).dump()) for node in nodes if node.head in COMPARISONS}
    is_plain = len(values) == 1 and all(_is_plain(node) for node in nodes)
    where = _span(nodes[-1])
    if is_plain:
        sides = [_side(c, node) for node in nodes]
        joint = {"zh": "或" if outcome else "和", "en": " or " if outcome else " and "}
        conditions: Fact = {lang: joint[lang].join(s[lang] for s in sides) for lang in joint}
        name = describe(c, nodes[0].child(0))
        code = "always_true" if outcome else "never_true"
        c.say("warning", code, where, name=name, conditions=conditions)
        return
    said = [_said(c, node) for node in nodes]
    conditions = {
        "zh": "、".join(f"「{s}」" for s in said),
        "en": ", ".join(f"“{s}”" for s in said),
    }
    code = "always_one" if outcome else "never_together"
    c.say("warning", code, where, conditions=conditions)


def _is_plain(node: Node) -> bool:
    return (
        node.head in COMPARISONS and node.child(1).head in _LITERALS and node.child(0).head != "-"
    )


def _side(c: Context, node: Node) -> dict[str, str]:
    shown = named(c, node.child(1))
    words = {"zh": shown, "en": shown} if isinstance(shown, str) else shown
    return {"zh": _SIGNS.get(node.head, node.head) + words["zh"], "en": node.head + words["en"]}


def _said(c: Context, node: Node) -> str:
    """The author's own words for a condition."""
    return source_at(c, _span(node)).strip() or str(node.dump())


def _span(node: Node) -> Span:
    return node.span or Span(0, 0)
