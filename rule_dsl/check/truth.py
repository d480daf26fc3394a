"""What is true or false: predicates, bare declared events, and/or."""

from __future__ import annotations

from lark import Tree

from rule_dsl.check.context import (
    Context,
    is_unknown,
    value,
)
from rule_dsl.check.names import (
    thing,
)
from rule_dsl.check.syntax import Part, span_of, word_of
from rule_dsl.check.typing import type_fact
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, EVENT


def predicate(c: Context, part: Part) -> Node:
    """A condition that must be true or false (or an event)."""
    if isinstance(part, Tree) and part.data == "bracket":
        return predicate(c, part.children[0])
    act = _bare_act(c, part)
    found = act if act is not None else value(c, part)
    if is_unknown(found) or found.type.kind == "event":
        return found
    if found.type != BOOL:
        return c.refuse("not_a_condition", span_of(part), found=type_fact(found.type))
    return truth(found)


def _bare_act(c: Context, part: Part) -> Node | None:
    """A declared event that stands alone (当签收后): only where no field has that name."""
    if not (isinstance(part, Tree) and part.data == "reference"):
        return None
    step = word_of(part).value[0]
    if len(word_of(part).value) > 1:
        return None
    kinds = {e.kind for e in step.entities if e.kind != "field" or e.owner == c.form.key}
    if "act" not in kinds or "field" in kinds or "param" in kinds:
        return None
    act = thing(c, part, ("act",))
    return Node("event", ("act", act), EVENT, span_of(part))


def truth(node: Node) -> Node:
    """A yes/no as a condition: the field itself becomes ``= true``."""
    if node.type == BOOL and node.head in ("field", "path", "alias", "param"):
        return Node("=", (node, Node("bool", ("true",), BOOL, node.span)), BOOL, node.span)
    return node


def flatten(node: Node, head: str) -> list[Node]:
    """The parts of a node of that head, or the node itself."""
    if node.head == head:
        return [arg for arg in node.args if isinstance(arg, Node)]
    return [node]


def join(head: str, parts: list[Node], span: Span) -> Node:
    """``and``/``or``, nested ones flattened."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(flatten(part, head))
    kind = EVENT if any(p.type.kind == "event" for p in flat) else BOOL
    if len(flat) == 1:
        return flat[0]
    return Node(head, tuple(flat), kind, span)
