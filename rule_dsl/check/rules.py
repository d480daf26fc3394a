"""A whole text: rule, formula, condition or group, as one typed tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lark import Tree

from rule_dsl.check.actions import make
from rule_dsl.check.conditions import CONDITIONS
from rule_dsl.check.context import (
    Context,
    ValueRule,
    is_unknown,
    value,
)
from rule_dsl.check.denied import DENIED
from rule_dsl.check.events import EVENTS
from rule_dsl.check.messaging import actions
from rule_dsl.check.names import thing
from rule_dsl.check.related import RELATED, group
from rule_dsl.check.schedules import schedule
from rule_dsl.check.syntax import Part, find_word, kind_of, span_of, trees
from rule_dsl.check.times import TIMES
from rule_dsl.check.truth import join, predicate
from rule_dsl.check.values import VALUES, duration
from rule_dsl.lexer.words import Word
from rule_dsl.search import Syntax
from rule_dsl.tree import Node, Span
from rule_dsl.types import ACTION, BOOL


def _whatever_expected(rule: Callable[[Context, Tree[Word]], Node]) -> ValueRule:
    return lambda c, part, _expect: rule(c, part)


RULES: Mapping[str, ValueRule] = {
    **VALUES,
    **DENIED,
    **{
        name: _whatever_expected(rule)
        for rules in (CONDITIONS, TIMES, EVENTS, RELATED)
        for name, rule in rules.items()
    },
}
"""How every kind of value and condition is checked."""


def check(c: Context, syntax: Syntax) -> Node:
    """The typed tree of a whole text; what is wrong is noted in the context."""
    name = str(syntax.data)
    if name == "start":
        return check(c, _only(syntax))
    if name == "listed":
        return group(c, _only(_only(syntax)) if _only(syntax).data == "group" else _only(syntax))
    if name in ("formula", "bare"):
        return _formula(c, syntax)
    return _rule(c, syntax)


def _only(part: Tree[Word]) -> Tree[Word]:
    return next(child for child in part.children if isinstance(child, Tree))


def _formula(c: Context, syntax: Syntax) -> Node:
    found = value(c, _only(syntax))
    span = span_of(syntax)
    if found.type.kind == "event":
        return c.refuse("event_is_no_value", span)
    return Node("formula", (found,), found.type, span)


def _rule(c: Context, syntax: Syntax) -> Node:
    span = span_of(syntax)
    parts = [child for child in syntax.children if isinstance(child, Tree)]
    if syntax.data == "standing":
        done = actions(c, parts[0])
        return _assemble(Node("always", (), BOOL), done, [], span)
    if str(syntax.data).startswith("trailing"):
        trigger = _guard(c, syntax, parts[1])
        _check_events(c, trigger, span_of(parts[1]))
        return _assemble(trigger, actions(c, parts[0]), [], span)
    trigger, timed = _head(c, parts[0], _trailing(c, syntax, parts))
    done = actions(c, parts[1])
    otherwise = actions(c, parts[2]) if syntax.data == "ruled_else" else []
    if timed is not None:
        bound, act = timed.args
        done = [make("timer", (bound, act, *done), span)]
    return _assemble(trigger, done, otherwise, span)


def _guard(c: Context, syntax: Part, clause: Tree[Word]) -> Node:
    """The condition behind the actions: 通知班长，如果…, notify crew leader unless …."""
    found = predicate(c, clause)
    if not kind_of(syntax).endswith("unless") or is_unknown(found):
        return found
    if found.type.kind == "event":
        return c.refuse("not_event", span_of(clause))
    return Node("not", (found,), BOOL, span_of(clause))


def _trailing(c: Context, syntax: Part, parts: list[Tree[Word]]) -> Node | None:
    """The condition behind the only action of a rule that begins with one."""
    if kind_of(syntax) not in ("ruled_trailing", "ruled_unless"):
        return None
    if len(trees(parts[1])) > 1:
        return c.refuse("trailing_after_several", span_of(parts[2]))
    return _guard(c, syntax, parts[2])


def _assemble(trigger: Node, done: list[Node], otherwise: list[Node], span: Span) -> Node:
    parts = (trigger, Node("do", tuple(done), ACTION), Node("else", tuple(otherwise), ACTION))
    return Node("rule", parts, ACTION, span)


def _head(c: Context, part: Part, more: Node | None = None) -> tuple[Node, Node | None]:
    """The trigger with its condition, and one said behind the actions; an absence straight after
    an event is a timer.
    """
    clauses = trees(part)
    behind = [more] if more is not None else []
    if kind_of(part).startswith("scheduled"):
        word = find_word(part, "SCHEDULE")
        found = [schedule(c, word), *(predicate(c, clause) for clause in clauses), *behind]
        return (join("and", found, span_of(part)) if len(found) > 1 else found[0]), None
    if kind_of(part) == "when_late":
        trigger, timed = _late(c, part, clauses)
        return join("and", [trigger, *behind], span_of(part)), timed
    if kind_of(part) == "unless":
        return join("and", [_guard(c, part, clauses[0]), *behind], span_of(part)), None
    found = [predicate(c, clause) for clause in clauses]
    for clause, node in zip(clauses, found, strict=True):
        _check_events(c, node, span_of(clause))
    found += behind
    if not any(node.type.kind == "event" for node in found):
        _say_start(c, found)
    whole = join("and", found, span_of(part))
    first, last = found[0], found[-1]
    if last.head == "and" and last.type.kind == "event":
        first, last = last.child(0), last.child(-1)
    if first.type.kind == "event" and last.head == "not_within":
        rest = [part for part in whole.children() if part is not last]
        return join("and", rest, span_of(part)), last
    return whole, None


def _late(c: Context, part: Part, clauses: list[Tree[Word]]) -> tuple[Node, Node | None]:
    """当进场24小时后仍未查验: a timer counted from what happened."""
    trigger, act = predicate(c, clauses[0]), thing(c, clauses[1], ("act", "field", "form"))
    if not is_unknown(trigger) and trigger.type.kind != "event":
        return c.refuse("late_after_what", span_of(clauses[0])), None
    bound = duration(c, find_word(part, "LATE"))
    return trigger, Node("not_within", (bound, act), BOOL, span_of(part))


def _say_start(c: Context, found: list[Node]) -> None:
    """未…内 at the head of a rule without an event: from when the time is counted."""
    for node in found:
        act = node.args[1] if node.head == "not_within" else None
        if not isinstance(act, Node) or is_unknown(act) or node.span is None:
            continue
        is_move = any(move.key == act.args[0] for move in c.form.moves)
        start = (
            {"zh": "它最后一次更改时", "en": "its last change"}
            if act.head != "act"
            else (
                {"zh": "进入可以做这一步的状态时", "en": "the moment its state offers that move"}
                if is_move
                else {"zh": "记录创建时", "en": "the record's creation"}
            )
        )
        c.suggest("counted_from", node.span, start=start)


def _check_events(c: Context, node: Node, span: Span) -> None:
    """Events may be joined with and/or; an event or a plain condition is neither of them."""
    if is_unknown(node) or node.head != "or":
        return
    kinds = {arg.type.kind == "event" for arg in node.args if isinstance(arg, Node)}
    if kinds == {True, False}:
        c.refuse("event_or_condition", span)
