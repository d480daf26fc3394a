"""When the passing of time alone turns a condition: its parts that read the clock, each turning once.

A part that compares one reading of the clock with what a record holds is true before a moment and
false after it, or the other way round: the moment can be found without knowing how it is computed.
Conditions with any other reading of the clock have no such parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from rule_dsl.rule import OTHER_RECORDS, TIME_HEADS, walk
from rule_dsl.tree import Node
from rule_dsl.types import BOOL

CLOCKS = frozenset({"today", "now", "until"})
LINEAR = CLOCKS | frozenset("field + - number dur param date moment".split())
"""What a comparison may be made of, so that it turns once in the course of time."""
ORDERS = frozenset({"<", "<=", ">", ">="})
ELSEWHERE = frozenset(OTHER_RECORDS) | {"path", "alias", "trend", "roll"}
FURTHEST = timedelta(days=100 * 366)
"""How far ahead a moment is looked for."""
FINEST = timedelta(microseconds=1)


def clock_parts(condition: Node) -> tuple[Node, ...] | None:
    """The parts of a condition that turn with time, each once; None where that cannot be said."""
    found: list[Node] = []
    if any(each.head in ELSEWHERE for each in walk(condition)):
        return None
    for part in _parts(condition):
        turning = _turning(part)
        if turning is None:
            return None
        found += turning
    return tuple(found)


def next_turn(holds: Callable[[datetime], bool | None], after: datetime) -> datetime | None:
    """The first moment after ``after`` at which a part of :func:`clock_parts` has another value.

    None where it has none within a hundred years.
    """
    early, late = after, after + FURTHEST
    was = holds(early)
    if holds(late) == was:
        return None
    while late - early > FINEST:
        middle = early + (late - early) / 2
        if holds(middle) == was:
            early = middle
        else:
            late = middle
    return late


def _parts(node: Node) -> Iterator[Node]:
    """The conditions that a condition joins."""
    if node.head in ("and", "or", "not"):
        for each in node.children():
            yield from _parts(each)
    else:
        yield node


def _turning(part: Node) -> list[Node] | None:
    """A part as parts that turn once: none where it does not read the clock."""
    if not any(each.head in TIME_HEADS for each in walk(part)):
        return []
    if part.head == "held":
        return [part] if not _reads_clock(part.child(0)) else None
    if part.head == "not_within":
        return [part] if part.child(1).head in ("act", "field") else None
    if part.head in ORDERS:
        return [part] if _is_linear(part) else None
    if part.head in ("=", "between") and _is_linear(part):
        value, *bounds = part.children()
        low, high = bounds[0], bounds[-1]
        return [Node(">=", (value, low), BOOL), Node("<=", (value, high), BOOL)]
    return None


def _reads_clock(node: Node) -> bool:
    return any(each.head in TIME_HEADS for each in walk(node))


def _is_linear(part: Node) -> bool:
    """Whether a comparison reads the clock once and does nothing with it but add and subtract."""
    inside = [each for child in part.children() for each in walk(child)]
    clocks = sum(each.head in CLOCKS for each in inside)
    return clocks == 1 and all(each.head in LINEAR for each in inside)
