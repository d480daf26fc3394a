"""``rule_of``: a rule's tree taken apart for those who run it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL

TIME_HEADS = frozenset({"today", "now", "until", "near", "held", "not_within", "roll", "trend"})
OTHER_RECORDS = {
    "exists": 1,
    "roll": 3,
    "any": 1,
    "all": 1,
    "at_least": 2,
    "coll": 1,
    "last_all": 3,
    "last_any": 3,
    "last_some": 3,
}
"""Where a head has the condition on another form's records; whose they are stands before it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in its parts.

    ``trigger`` is the event (or several, joined with ``or``/``and``), None for a state rule and a
    standing sentence; ``condition`` guards it, or is the state itself; ``schedule`` is set for a
    rule that runs by the clock. ``reads`` are the keys of the subject's fields that decide whether
    it fires; ``reads_time`` says that the passing of time alone can make it true.
    """

    trigger: Node | None
    condition: Node | None
    actions: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    schedule: Node | None
    is_standing: bool
    reads: frozenset[str]
    reads_time: bool

    @property
    def is_state_rule(self) -> bool:
        """Whether it fires when a record's condition turns true."""
        return self.trigger is None and self.schedule is None and not self.is_standing


def rule_of(tree: Node) -> Rule:
    """The parts of a ``rule`` tree."""
    if tree.head != "rule":
        raise ValueError(f"not a rule: {tree.head}")
    head, done, otherwise = tree.children()
    parts = list(_nodes(head)) if head.head == "and" else [head]
    schedule = next((part for part in parts if part.head == "schedule"), None)
    standing = head.head == "always"
    events = [part for part in parts if part.type.kind == "event" and part.head != "schedule"]
    states = [part for part in parts if part.type.kind != "event" and part.head != "always"]
    condition = _joined("and", states)
    return Rule(
        trigger=_joined("and", events),
        condition=condition,
        actions=tuple(_nodes(done)),
        otherwise=tuple(_nodes(otherwise)),
        schedule=schedule,
        is_standing=standing,
        reads=frozenset(fields_read(condition)) if condition else frozenset(),
        reads_time=any(node.head in TIME_HEADS for node in walk(condition)),
    )


def walk(node: Node | None) -> Iterator[Node]:
    """A node and all below it."""
    pending = [node] if node is not None else []
    while pending:
        found = pending.pop()
        yield found
        pending.extend(_nodes(found))


def later_actions(action: Node) -> tuple[Node, ...]:
    """The actions that an action puts off: those of a timer."""
    return action.children()[2:] if action.head == "timer" else ()


def rows_form(node: Node) -> str:
    """The form of the records that a head of :data:`OTHER_RECORDS` looks at."""
    rows = node.child(OTHER_RECORDS[node.head] - 1)
    return str(rows.args[0]) if rows.head == "form" else rows.type.of or ""


def fields_read(node: Node) -> Iterator[str]:
    """Fields of the subject: bare keys outside other records' conditions, and aliases inside."""
    pending = [(node, True)]
    while pending:
        found, own = pending.pop()
        if (found.head == "field" and own) or found.head == "alias":
            yield str(found.args[0])
        inner = OTHER_RECORDS.get(found.head)
        for index, arg in enumerate(found.args):
            if isinstance(arg, Node):
                pending.append((arg, own and index != inner))


def _nodes(node: Node) -> Iterator[Node]:
    return (arg for arg in node.args if isinstance(arg, Node))


def _joined(head: str, parts: list[Node]) -> Node | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    kind = parts[0].type if parts[0].type.kind == "event" else BOOL
    spans = [part.span for part in parts if part.span is not None]
    around = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
    return Node(head, tuple(parts), kind, around)
