"""The typed tree: what a sentence means, with ids and source spans.

JSON form (``dump``/``load``) is the nested list of the public contract: fields are bare
keys, numbers decimal strings, everything else a list whose first element is the head.
Keys are ids: they never change, so a stored tree survives every rename.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rule_dsl.types import EMPTY, Type

Json = Any


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` (inclusive) to ``end`` (exclusive) of the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a head and its arguments.

    Leaves: ``field`` (key), ``number`` (decimal string), ``bool`` ("true"/"false"), ``null``,
    ``text`` (string), ``date``/``time``/``moment`` (ISO string), ``dur`` (amount, unit) and the
    named things ``role dept person form opt state msg doc param conn queue flow list channel act``.
    An argument is a Node, a string (keys, operators, units), or None for an empty optional part.
    Equality ignores type and span: two sentences that mean the same are equal.
    """

    head: str
    args: tuple[Node | str | None, ...] = ()
    type: Type = field(default=EMPTY, compare=False)
    span: Span | None = field(default=None, compare=False)

    def child(self, index: int) -> Node:
        """An argument that is a node."""
        found = self.args[index]
        if not isinstance(found, Node):
            raise TypeError(f"argument {index} of {self.head} is no node")
        return found

    def children(self) -> tuple[Node, ...]:
        """The arguments that are nodes."""
        return tuple(arg for arg in self.args if isinstance(arg, Node))

    def dump(self) -> Json:
        """The JSON form (nested lists)."""
        match self.head:
            case "field" | "number":
                return self.args[0]
            case "bool":
                return self.args[0] == "true"
            case "null":
                return None
            case "always":
                return "always"
        return [self.head, *(_dump(arg) for arg in self.args)]


def _dump(arg: Node | str | None) -> Json:
    return arg.dump() if isinstance(arg, Node) else arg
