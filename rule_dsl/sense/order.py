"""Values in a row: a<b, b<c and c<a exclude each other, and so do a<b, a>5 and b<3."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from rule_dsl.sense.cuts import Cuts
from rule_dsl.sense.formula import Atom, Conjunction, Subject, by_subject, room

LESS, EQUAL, GREATER, ONE_EMPTY, BOTH_EMPTY = range(5)
"""How the two values of a pair can stand to each other: the points of the axis ``relation``."""
_NUMERIC = frozenset({"number", "money", "percent"})
Point = object
Edge = tuple[Point, Point, bool]
"""The first is at most the second, or less than it."""


def is_out_of_order(way: Conjunction) -> bool:
    """Whether the values would have to stand before themselves."""
    edges: dict[tuple[Point, Point], bool] = {}
    for low, high, strict in _edges(way):
        edges[low, high] = edges.get((low, high), False) or strict
    points = list(dict.fromkeys(point for edge in edges for point in edge))
    for middle, low, high in product(points, repeat=3):
        first, second = edges.get((low, middle)), edges.get((middle, high))
        if first is not None and second is not None:
            edges[low, high] = edges.get((low, high), False) or first or second
    return any(edges.get((point, point), False) for point in points)


def fewest(way: Conjunction) -> Conjunction:
    """The atoms without which nothing would be out of order."""
    left = list(way)
    for atom in way:
        rest = tuple(each for each in left if each is not atom)
        if is_out_of_order(rest):
            left = list(rest)
    return tuple(left)


def _edges(way: Conjunction) -> Iterator[Edge]:
    atoms = by_subject(way)
    pairs = {s: found for s, found in atoms.items() if s.node.head == "pair" and _is_alike(s)}
    values: set[str] = set()
    for subject, found in pairs.items():
        left, right = (str(side.dump()) for side in subject.node.children())
        values |= {left, right}
        yield from _related(left, right, room(subject, found)["relation"])
    constants: dict[str, set[object]] = {}
    for subject, found in atoms.items():
        name = str(subject.node.dump())
        if subject not in pairs and name in values:
            yield from _bounds(name, subject, found, constants)
    for axis, known in constants.items():
        for low, high in pairwise(sorted(known)):  # type: ignore[type-var]
            yield (axis, low), (axis, high), True


def _is_alike(subject: Subject) -> bool:
    first, second = (side.type.kind for side in subject.node.children())
    return first == second or {first, second} <= _NUMERIC


def _related(left: str, right: str, cuts: Cuts) -> Iterator[Edge]:
    """What is left of a relation, where it is left only between values that are not empty."""
    may = {code for code in range(5) if not (cuts & _point(code)).is_empty}
    if may <= {LESS, EQUAL}:
        yield left, right, EQUAL not in may
    if may <= {GREATER, EQUAL}:
        yield right, left, EQUAL not in may


def _point(code: int) -> Cuts:
    return Cuts(False, ((code, False), (code + 1, False)))


def _bounds(
    name: str, subject: Subject, atoms: list[Atom], constants: dict[str, set[object]]
) -> Iterator[Edge]:
    """The ends of what a value can be."""
    for axis, cuts in room(subject, atoms).items():
        ends = list(cuts.stretches())
        if axis == "filled" or axis.startswith("holds ") or not ends:
            continue
        (lowest, _), (_, highest) = ends[0], ends[-1]
        if lowest is not None:
            constants.setdefault(axis, set()).add(lowest[0])
            yield (axis, lowest[0]), name, lowest[1]
        if highest is not None:
            constants.setdefault(axis, set()).add(highest[0])
            yield name, (axis, highest[0]), not highest[1]
