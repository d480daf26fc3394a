"""Rules as those who change fields: when each of their branches runs, and what it then writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rule_dsl.rule import OTHER_RECORDS, fields_read, rule_of
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, NUMBER
from rule_dsl.vocabulary import Vocabulary

_HISTORY = frozenset({"held", "not_within", "trend", "roll"})
_CREATED = frozenset({"created", "submitted"})


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule of an app: its key, what it is called in each language, its form, its tree."""

    key: str
    labels: Mapping[str, str]
    form: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Event:
    """A happening a rule waits for.

    ``kind`` is ``created``, ``changed`` or another; ``field`` the one that changes (None: any),
    ``act`` the move; ``was`` is then true of the record before, ``implies`` of the record after.
    """

    kind: str
    field: str | None = None
    act: str | None = None
    by: Node | None = None
    was: tuple[Node, ...] = ()
    implies: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Write:
    """A field, the value it gets, and where the rule says so."""

    target: Node
    value: Node
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """What a rule does when its condition holds, or (``otherwise``) when it does not.

    ``guard`` must be true for it to run, None is always; ``events`` is empty for a state rule.
    """

    rule: RuleText
    otherwise: bool
    condition: Node | None
    events: tuple[Event, ...]
    schedule: Node | None
    is_state_rule: bool
    writes: Mapping[str, Write] = field(default_factory=dict)
    creates: tuple[str, ...] = ()

    @property
    def guard(self) -> tuple[Node, ...]:
        """The condition under which the branch runs, as conditions that must all hold."""
        if self.condition is None:
            return ()
        return (negated(self.condition) if self.otherwise else self.condition,)

    @property
    def values(self) -> Mapping[str, Node]:
        """The fields it writes with their new values."""
        return {key: write.value for key, write in self.writes.items()}

    @property
    def reads(self) -> frozenset[str]:
        """The fields its condition reads."""
        return frozenset(fields_read(self.condition)) if self.condition is not None else frozenset()


def negated(node: Node) -> Node:
    """The exact complement."""
    return Node("not", (node,), BOOL)


def differs(left: Node, right: Node) -> Node:
    """The two values are not the same."""
    return Node("!=", (left, right), BOOL)


def branches(vocabulary: Vocabulary, rule: RuleText) -> Iterator[Branch]:
    """The branches of a rule that write fields or create records."""
    parts = rule_of(rule.tree)
    trigger = parts.trigger
    found = trigger.children() if trigger is not None and trigger.head == "or" else (trigger,)
    if trigger is not None and trigger.head == "and":
        return
    events = tuple(_event(vocabulary, rule.form, each) for each in found if each is not None)
    if parts.is_standing:
        events = (Event("created"), Event("changed"))
    for otherwise, actions in ((False, parts.actions), (True, parts.otherwise)):
        found_writes = (_write(action) for action in actions)
        writes = {str(each.target.args[0]): each for each in found_writes if each is not None}
        creates = tuple(str(a.child(0).args[0]) for a in actions if a.head == "create")
        if writes or creates:
            yield Branch(
                rule=rule,
                otherwise=otherwise,
                condition=parts.condition,
                events=events,
                schedule=parts.schedule,
                is_state_rule=parts.is_state_rule,
                writes=writes,
                creates=creates,
            )


def _write(action: Node) -> Write | None:
    """What an action sets; a number that is raised or lowered by its old value."""
    if action.head not in ("set", "raise", "lower") or action.child(0).head != "field":
        return None
    target, span = action.child(0), action.span or Span(0, 0)
    if action.head == "set":
        return Write(target, action.child(1), span)
    if not target.type.is_numeric:
        return None
    by = action.args[1] if isinstance(action.args[1], Node) else Node("number", ("1",), NUMBER)
    sign = "+" if action.head == "raise" else "-"
    return Write(target, Node(sign, (target, by), target.type), span)


def _event(vocabulary: Vocabulary, form: str, node: Node) -> Event:
    kind = str(node.args[0])
    by = next((part for part in node.children() if part.head == "by"), None)
    parts = [part for part in node.children() if part.head != "by"]
    declared = vocabulary.forms[form]
    state = next((f for f in declared.fields.values() if f.is_state), None)
    if kind in _CREATED:
        return Event("created", by=by)
    if kind in ("changed", "changed_to"):
        return _change(parts, by)
    if state is None or not parts:
        return Event(str(node.dump()), by=by)
    own = Node("field", (state.key,), state.type)
    if kind in ("entered", "left"):
        there = _equal(own, parts[0])
        is_end = kind == "entered"
        return Event(
            "changed",
            state.key,
            by=by,
            was=() if is_end else (there,),
            implies=(there,) if is_end else (),
        )
    key = str(parts[0].args[-1])
    led = [m.target for m in declared.moves if kind == "act" and m.key == key]
    if not led:
        return Event(str(node.dump()), by=by)
    ends = tuple(_equal(own, Node("state", (to,), state.type)) for to in led)
    implied = ends[0] if len(ends) == 1 else Node("or", ends, BOOL)
    return Event("changed", state.key, key, by, implies=(implied,))


def _change(parts: list[Node], by: Node | None) -> Event:
    """A change of a field (or of anything), perhaps from a value and to a value."""
    name = str(parts[0].args[0]) if parts and parts[0].head == "field" else None
    old = tuple(_equal(parts[0], part.child(0)) for part in parts if part.head == "from")
    new = tuple(_equal(parts[0], part) for part in parts[1:] if part.head != "from")
    return Event("changed", name, None, by, old, new)


def _equal(left: Node, right: Node) -> Node:
    return Node("=", (left, right), BOOL)


class Unclear(Exception):
    """What a condition becomes after a write cannot be told from the record alone."""


def after(node: Node, writes: Mapping[str, Node]) -> Node:
    """A condition or value as it is once fields have new values, said of the record before.

    Raises:
        Unclear: it looks through a written link, or into the past.
    """
    return _after(node, writes, own=True)


def _after(node: Node, writes: Mapping[str, Node], *, own: bool) -> Node:
    if (node.head == "field" and own) or node.head == "alias":
        return writes.get(str(node.args[0]), node)
    touched = not writes.keys().isdisjoint(fields_read(node)) if own else False
    if touched and node.head in ("path", *_HISTORY):
        raise Unclear
    inner = OTHER_RECORDS.get(node.head)
    args = tuple(
        _after(arg, writes, own=own and index != inner) if isinstance(arg, Node) else arg
        for index, arg in enumerate(node.args)
    )
    return replace(node, args=args)
