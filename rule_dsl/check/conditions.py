"""Conditions: everything that is true or false, or happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lark import Tree

from rule_dsl.check import compare as comparing
from rule_dsl.check.compare import comparison, left_value, state_field
from rule_dsl.check.context import (
    Context,
    is_unknown,
    localized,
    source_of,
    value,
)
from rule_dsl.check.joined import AGAIN, gathered, goes_on, is_again
from rule_dsl.check.names import (
    CHOICES,
    option_of,
    thing,
)
from rule_dsl.check.syntax import Part, find_word, kind_of, span_of, trees, word_of, words
from rule_dsl.check.truth import join, predicate
from rule_dsl.check.typing import type_fact
from rule_dsl.lexer.words import Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, PERCENT, Type


def _logic(c: Context, part: Tree[Word]) -> Node:
    head = "and" if part.data == "and_" else "or"
    parts: list[Node] = []
    for child in gathered(part.children, str(part.data), partial(goes_on, c.lexicon, c.form.key)):
        made = _again(c, child, parts) or _same_left(c, child, parts)
        parts.append(made or predicate(c, child))
    if head == "or" and any(tree.data == "and_" for tree in trees(part)):
        _say_mixed(c, part)
    return join(head, parts, span_of(part))


def _again(c: Context, part: Part, before: list[Node]) -> Node | None:
    """数量大于10且小于20: the left side is the one before it."""
    if not (is_again(part) and before):
        return None
    last = before[-1].child(0) if before[-1].head == "not" else before[-1]
    if last.head not in (*comparing.FLIPPED, "contains", "empty", "in", "between"):
        return None
    return judged(c, last.child(0), part)


def judged(c: Context, left: Node, part: Part) -> Node:
    """A condition on a left side that was named before it: …均>1, …都不为空, …且小于20."""
    span, kind = span_of(part), kind_of(part)
    if kind == "not_":
        return Node("not", (judged(c, left, trees(part)[0]),), BOOL, span)
    if kind == "bracket":
        return judged(c, left, trees(part)[0])
    if kind in ("and_", "or_"):
        rest = (judged(c, left, p) if is_again(p) else predicate(c, p) for p in trees(part))
        return join(kind.rstrip("_"), list(rest), span)
    if kind == "again":
        right = value(c, trees(part)[0], left.type)
        return comparison(c, str(find_word(part, "OP").value), left, right, span)
    if kind == "again_bound":
        return bounded(c, left, part)
    if kind in ("again_empty", "again_filled"):
        return comparing.emptiness(c, left, span, negated=kind == "again_filled")
    if kind == "again_between":
        return ranged(c, left, trees(part), span)
    if kind in ("again_in", "again_not_in"):
        return among(c, left, part)
    found = _containing(c, left, value(c, trees(part)[0], _member(left)), span)
    return found if kind == "again_contains" else Node("not", (found,), BOOL, span)


def _lone_again(c: Context, part: Tree[Word]) -> Node:
    after = word_of(part).text
    return c.refuse("missing_left", span_of(part), after=after)


MEMBERS = {"person": ("person", "role"), "department": ("dept",)}
"""What a value that stands alone may be, where a person or a department was compared before it."""


def _same_left(c: Context, part: Part, before: list[Node]) -> Node | None:
    """等级为严重或停机, 备注包含“甲”或“乙”: a value alone is compared as the one before it was."""
    if not (before and isinstance(part, Tree) and part.data in ("reference", "text")):
        return None
    last = before[-1]
    if last.head not in ("=", "contains") or not isinstance(last.args[0], Node):
        return None
    left = last.args[0]
    if part.data == "text":
        fits = left.type.kind in ("text", *CHOICES)
    else:
        owners = [e for step in word_of(part).value for e in step.entities]
        kinds = MEMBERS.get(left.type.kind, ())
        fits = any(e.kind in kinds or (e.owner == left.type.of and e.owner) for e in owners)
    if not fits:
        return None
    return Node(last.head, (left, value(c, part, left.type)), BOOL, span_of(part))


def _say_mixed(c: Context, part: Tree[Word]) -> None:
    """且 and 或 without brackets: show how it is read."""
    pieces = [
        f"({source_of(c, tree)})" if tree.data == "and_" else source_of(c, tree)
        for tree in _alternatives(part)
    ]
    reading = {"zh": " 或 ".join(pieces), "en": " or ".join(pieces)}
    c.suggest("mixed_and_or", span_of(part), reading=reading)


def _alternatives(part: Tree[Word]) -> list[Tree[Word]]:
    """The sides of a chain of 或."""
    found: list[Tree[Word]] = []
    for tree in trees(part):
        found.extend(_alternatives(tree) if tree.data == "or_" else [tree])
    return found


def _not(c: Context, part: Tree[Word]) -> Node:
    inner = predicate(c, part.children[0])
    span = span_of(part)
    if inner.type.kind == "event":
        return c.refuse("not_event", span)
    if kind_of(part.children[0]) == "compare" and inner.head == "and":
        # "not paid within 2 hours" asks whether it was done, not for how long it was not.
        return c.refuse("absent_direction", span)
    return Node("not", (inner,), BOOL, span)


def _bound(c: Context, part: Tree[Word]) -> Node:
    left_part, literal = trees(part)
    post = find_word(part, "POST")
    left = left_value(c, left_part, literal)
    right = value(c, literal, left.type)
    return comparison(c, str(post.value), left, right, span_of(part))


def _both_bounds(c: Context, part: Tree[Word]) -> Node:
    """5000元以上10000元以下: two limits of one value."""
    left_part, *literals = trees(part)
    left = left_value(c, left_part)
    posts = [str(word.value) for word in words(part) if word.kind == "POST"]
    both = [
        comparison(c, post, left, value(c, literal, left.type), span_of(part))
        for post, literal in zip(posts, literals, strict=True)
    ]
    return join("and", both, span_of(part))


def _bare_bound(c: Context, part: Tree[Word]) -> Node:
    """距截止日还有3天: only where days are left; elsewhere a comparison is missing."""
    left_part, literal = part.children
    left = left_value(c, left_part)
    if left.head != "until" and not is_unknown(left):
        before, after = source_of(c, left_part), source_of(c, literal)
        return c.refuse("missing_comparison", span_of(part), before=before, after=after)
    return comparison(c, "=", left, value(c, literal, left.type), span_of(part))


def _loose_bound(c: Context, part: Tree[Word]) -> Node:
    return bounded(c, left_value(c, trees(part)[0]), part)


def bounded(c: Context, left: Node, part: Part) -> Node:
    """延迟在2天以内, 超过3天以上: the words before and after must say the same direction."""
    literal = trees(part)[-1]
    word = next((found for found in words(part) if found.kind == "OP"), None)
    post = find_word(part, "POST")
    right = value(c, literal, left.type)
    before, after = str(word.value) if word else "=", str(post.value)
    operator = after if before == "=" else before
    if word is not None and before != "=" and before[0] != after[0]:
        return c.refuse("bounds_disagree", span_of(part), first=word.text, second=post.text)
    return comparison(c, operator, left, right, span_of(part))


def _halfway(c: Context, part: Tree[Word]) -> Node:
    """完成率过半: more than half."""
    left = left_value(c, trees(part)[0])
    span = span_of(part)
    if not is_unknown(left) and left.type != PERCENT:
        return c.refuse("half_of_what", span, found=type_fact(left.type))
    return Node(">", (left, Node("number", ("0.5",), PERCENT, span)), BOOL, span)


def _empty(c: Context, part: Tree[Word]) -> Node:
    found = value(c, part.children[0])
    return comparing.emptiness(c, found, span_of(part), negated=part.data == "is_filled")


def _contains(c: Context, part: Tree[Word]) -> Node:
    left_part, right_part = trees(part)
    left = value(c, left_part)
    node = _containing(c, left, value(c, right_part, _member(left)), span_of(part))
    if is_unknown(node) or part.data == "contains":
        return node
    return Node("not", (node,), BOOL, span_of(part))


def _member(left: Node) -> Type | None:
    """What may be a part of a value: one of several choices, a text."""
    if left.type.kind == "choices":
        return Type("choice", left.type.of)
    return left.type if left.type.kind == "text" else None


def _containing(c: Context, left: Node, right: Node, span: Span) -> Node:
    if not is_unknown(left) and left.type.kind not in ("text", "choices"):
        return c.refuse("contains_needs_text", span, found=type_fact(left.type))
    if left.type.kind == "text" and right.type.kind not in ("text", "empty"):
        return c.refuse(
            "cannot_compare",
            span,
            left=comparing.named(c, left),
            left_type=type_fact(left.type),
            right=comparing.named(c, right),
            right_type=type_fact(right.type),
        )
    return Node("contains", (left, right), BOOL, span)


def _in(c: Context, part: Tree[Word]) -> Node:
    return among(c, value(c, trees(part)[0]), part)


def among(c: Context, left: Node, part: Part) -> Node:
    """属于…, 不属于…: one of several values, or of a list."""
    items = trees(trees(part)[-1])
    found: list[Node] = []
    listed = _listed(c, items[0]) if len(items) == 1 else None
    if listed is not None:
        found.append(_of_kind(c, left, listed, span_of(part)))
    else:
        expect = Type("choice", left.type.of) if left.type.kind == "choices" else left.type
        for item in items:
            member = comparing.settle(c, value(c, item, expect), left, span_of(item))
            found.append(member)
            _same(c, left, member, span_of(part))
    node = Node("in", (left, *found), BOOL, span_of(part))
    is_in = kind_of(part) in ("is_in", "again_in")
    return node if is_in else Node("not", (node,), BOOL, span_of(part))


def _same(c: Context, left: Node, member: Node, span: Span) -> None:
    if is_unknown(left) or is_unknown(member):
        return
    kind = Type("choice", left.type.of) if left.type.kind == "choices" else left.type
    if not comparing.comparable(kind, member.type):
        comparing.refuse_pair(c, left, member, span)


_TITLED = frozenset({"text", "choice", "choices", "state", "link"})


def _of_kind(c: Context, left: Node, listed: Node, span: Span) -> Node:
    """A list whose records the value may be among: of a link's own form, or by their titles."""
    if is_unknown(left) or is_unknown(listed):
        return listed
    kind = left.type.kind
    if listed.head != "list":
        fits = kind in ("person", "department", "text")
    else:
        own = next(
            n.form for n in c.vocabulary.names if (n.kind, n.key) == ("list", listed.args[0])
        )
        fits = kind in _TITLED and (kind != "link" or own in (None, left.type.of))
    if fits:
        return listed
    name = comparing.describe(c, left)
    return c.refuse("list_of_other_kind", span, name=name, found=type_fact(left.type))


def _listed(c: Context, part: Tree[Word]) -> Node | None:
    if part.data != "reference":
        return None
    step = word_of(part).value[0]
    kinds = ("list", "role", "dept")
    if any(e.kind in kinds for e in step.entities) and not any(
        e.kind in ("opt", "state") or (e.kind == "field" and e.owner == c.form.key)
        for e in step.entities
    ):
        return thing(c, part.children[0], kinds)
    return None


def _between(c: Context, part: Tree[Word]) -> Node:
    value_part, *ends = trees(part)
    return ranged(c, left_value(c, value_part), ends, span_of(part))


def ranged(c: Context, middle: Node, ends: list[Tree[Word]], span: Span) -> Node:
    """介于…至…: both edges belong."""
    low, high = (comparing.settle(c, value(c, e, middle.type), middle, span) for e in ends)
    for side in (low, high):
        if not (is_unknown(middle) or is_unknown(side)):
            comparing.check_pair(c, "<=", middle, side, span)
    return Node("between", (middle, low, high), BOOL, span)


def _state(c: Context, part: Tree[Word]) -> Node:
    """‘运输中’状态: the record is in that state."""
    named = [child for child in part.children if kind_of(child) not in ("STATEWORD", "AT")]
    word = word_of(named[-1])
    span = span_of(part)
    text = word.value[0].text if word.kind in ("NAME", "SOFT") else str(word.value)
    item = state_field(c)
    if item is None:
        return c.refuse("no_state_field", span, form=localized(c.form.labels), name=text)
    right = option_of(c, text, item.type, span_of(named[-1]))
    return Node("=", (Node("field", (item.key,), item.type, span), right), BOOL, span)


Rule = Callable[[Context, "Tree[Word]"], Node]

CONDITIONS: dict[str, Rule] = {
    "and_": _logic,
    "or_": _logic,
    "not_": _not,
    "compare": comparing.compare,
    "bound": _bound,
    "bare_bound": _bare_bound,
    "both_bounds": _both_bounds,
    "loose_bound": _loose_bound,
    "halfway": _halfway,
    "is_empty": _empty,
    "is_filled": _empty,
    "contains": _contains,
    "lacks": _contains,
    "is_in": _in,
    "not_in": _in,
    "between": _between,
    "state_pred": _state,
    "at_state": _state,
    "at_state_of": _state,
    **dict.fromkeys(AGAIN, _lone_again),
}
