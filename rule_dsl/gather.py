"""Values of several rows inside one expression: SUM(lines.price * lines.quantity).

A function that takes many values gathers what stands in its argument, row by row. The argument's
paths through rows say which rows; they belong to the innermost function around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rule_dsl.functions import FUNCTIONS
from rule_dsl.tree import Node

OTHER_ROWS = frozenset(
    "exists any all at_least last_all last_any last_some roll trend held not_within".split()
)
"""Heads whose parts are about other records or the past, not about the rows around them."""
IsRows = Callable[[Node], bool]


def gathers(head: str, index: int) -> bool:
    """Whether the argument at that place takes many values."""
    function = FUNCTIONS.get(head.upper())
    param = function.parameter(index) if function is not None else None
    return param is not None and param.many


def row_paths(node: Node, is_rows: IsRows) -> Iterator[Node]:
    """The paths through rows that the function around an expression gathers."""
    if is_rows(node):
        yield node
    elif node.head not in OTHER_ROWS:
        for index, arg in enumerate(node.args):
            if isinstance(arg, Node) and not gathers(node.head, index):
                yield from row_paths(arg, is_rows)


def gathered_inside(node: Node, is_rows: IsRows) -> bool:
    """Whether a part of an expression gathers rows itself."""
    if is_rows(node):
        return False
    if node.head in OTHER_ROWS:
        return True
    for index, arg in enumerate(node.args):
        if not isinstance(arg, Node):
            continue
        if gathers(node.head, index) and (is_rows(arg) or any(row_paths(arg, is_rows))):
            return True
        if gathered_inside(arg, is_rows):
            return True
    return False
