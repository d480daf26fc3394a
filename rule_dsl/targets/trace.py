"""Why an expression has its value: every node's value, and the first part that was false."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from rule_dsl.rule import walk
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from rule_dsl.types import BOOL
from rule_dsl.vocabulary import Vocabulary

Warning_ = Literal["division_by_zero", "overflow"]
LEAVES = frozenset({"number", "bool", "null", "text", "dur", "opt", "state"})
CONDITIONED = frozenset(
    "exists all any at_least last_all last_any last_some roll trend held".split()
)
EVERYWHERE = frozenset({"exists"})
"""Heads that look through all records of a form, not only those linked to this one."""
ARITHMETIC = frozenset({"+", "-", "*", "/"})


@dataclass(frozen=True, slots=True)
class Step:
    """A node and the value it had, with a warning where the value is empty for a reason."""

    node: Node
    value: Any
    warning: Warning_ | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """All steps, the tree's own first, and the first false leaf of a false condition."""

    steps: tuple[Step, ...]
    first_false: Step | None

    @property
    def value(self) -> Any:
        """The expression's value."""
        return self.steps[0].value


Ask = Callable[[Node], bool]
"""Answers a condition on all records of a form otherwise than by reading them all."""


class Tracer:
    """Traces one expression again and again: the program of each part is made when first needed.

    ``tree`` gives the expression, its parts with their places where they have some.
    """

    def __init__(self, tree: Callable[[], Node], vocabulary: Vocabulary, subject: str) -> None:
        self._tree = tree
        self._vocabulary = vocabulary
        self._subject = subject

    @cached_property
    def tree(self) -> Node:
        """The expression."""
        return self._tree()

    @cached_property
    def _programs(self) -> tuple[tuple[Node, Program], ...]:
        made = ((node, self._program(node)) for node in _nodes(self.tree))
        return tuple((node, program) for node, program in made if program is not None)

    def _program(self, node: Node) -> Program | None:
        """The node's program; None for a node that has no value of its own."""
        try:
            return compile_python(node, self._vocabulary, self._subject)
        except Refused:
            return None

    def trace(self, scope: Scope, ask: Ask | None = None) -> Trace:
        """The value of every part for one record; conditions on rows are one step each.

        Where ``ask`` is given it answers conditions that look through a whole form, and other
        values made of them are left out.
        """
        steps: dict[int, Step] = {}
        for node, program in self._programs:
            if ask is None or not _looks_everywhere(node):
                steps[id(node)] = Step(node, program(scope))
            elif node.type == BOOL:
                steps[id(node)] = Step(node, ask(node))
        warned = tuple(_warned(step, steps) for step in steps.values())
        return Trace(warned, _first_false(self.tree, steps))


def trace(tree: Node, vocabulary: Vocabulary, subject: str, scope: Scope) -> Trace:
    """Evaluates every node by itself, once."""
    return Tracer(lambda: tree, vocabulary, subject).trace(scope)


def _looks_everywhere(node: Node) -> bool:
    return any(part.head in EVERYWHERE for part in walk(node))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if node.head in CONDITIONED:
        return
    for arg in node.args:
        if isinstance(arg, Node) and arg.head not in LEAVES:
            yield from _nodes(arg)


def _warned(step: Step, steps: dict[int, Step]) -> Step:
    if step.value is not None or step.node.head not in ARITHMETIC:
        return step
    operands = [steps[id(arg)].value for arg in step.node.args if id(arg) in steps]
    if any(operand is None for operand in operands):
        return step
    last = step.node.args[-1]
    divisor = steps[id(last)].value if id(last) in steps else None
    by_zero = step.node.head == "/" and (divisor == 0 or _is_zero(last))
    return Step(step.node, None, "division_by_zero" if by_zero else "overflow")


def _is_zero(arg: Node | str | None) -> bool:
    is_number = isinstance(arg, Node) and arg.head == "number"
    return is_number and not str(arg.args[0]).strip("0.") if isinstance(arg, Node) else False


def _first_false(node: Node, steps: dict[int, Step]) -> Step | None:
    step = steps.get(id(node))
    if step is None or step.value is not False:
        return None
    if node.head in ("and", "or"):
        for arg in node.args:
            found = _first_false(arg, steps) if isinstance(arg, Node) else None
            if found is not None:
                return found
    return step
