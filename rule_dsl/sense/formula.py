"""Conditions as and/or of atoms: what one value must be. Negation is moved into the atoms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rule_dsl.sense.cuts import EVERYTHING, NOTHING, Cuts
from rule_dsl.tree import Node

MOST = 128
"""Alternatives beyond which nothing is said of a condition."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What an atom is about: a field, or any value of its own. Compared by identity.

    ``node`` is the value, ``universe`` what it can be on each axis, ``optional`` whether it can
    be empty as well.
    """

    node: Node
    optional: bool = True
    universe: Mapping[str, Cuts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Atom:
    """``subject`` lies in ``values`` of an axis, or is empty where ``empty`` says so.

    ``node`` is the condition as its author wrote it.
    """

    subject: Subject
    axis: str
    values: Cuts
    empty: bool
    node: Node

    def __invert__(self) -> Atom:
        return Atom(self.subject, self.axis, ~self.values, not self.empty, self.node)


@dataclass(frozen=True, slots=True)
class Join:
    """All of the parts, or one of them; of no parts all hold, and none."""

    head: Literal["and", "or"]
    parts: tuple[Formula, ...]

    def __invert__(self) -> Join:
        other: Literal["and", "or"] = "or" if self.head == "and" else "and"
        return Join(other, tuple(~part for part in self.parts))


Formula = Atom | Join
TRUE, FALSE = Join("and", ()), Join("or", ())
Conjunction = tuple[Atom, ...]


class TooMany(Exception):
    """The condition has more alternatives than anybody looks through."""


def alternatives(formula: Formula) -> list[Conjunction]:
    """The ways a formula can be true, each a list of atoms that must all hold.

    Raises:
        TooMany: there are more than :data:`MOST`.
    """
    if isinstance(formula, Atom):
        return [(formula,)]
    if formula.head == "or":
        found = [way for part in formula.parts for way in alternatives(part)]
    else:
        found = [()]
        for part in formula.parts:
            ways = alternatives(part)
            if len(ways) * len(found) > MOST:
                raise TooMany
            found = [(*before, *way) for before in found for way in ways]
    if len(found) > MOST:
        raise TooMany
    return found


def by_subject(way: Conjunction) -> dict[Subject, list[Atom]]:
    """The atoms of each subject."""
    found: dict[Subject, list[Atom]] = {}
    for atom in way:
        found.setdefault(atom.subject, []).append(atom)
    return found


def room(subject: Subject, atoms: list[Atom]) -> dict[str, Cuts]:
    """What is left on each axis for a subject that is not empty."""
    left: dict[str, Cuts] = {}
    for atom in atoms:
        start = left.get(atom.axis) or subject.universe.get(atom.axis, EVERYTHING)
        left[atom.axis] = start & atom.values
    return left


def may_be_empty(subject: Subject, atoms: list[Atom]) -> bool:
    """Whether an empty value meets all atoms."""
    return subject.optional and all(atom.empty for atom in atoms)


def is_possible(subject: Subject, atoms: list[Atom]) -> bool:
    """Whether some value meets all atoms of one subject."""
    if may_be_empty(subject, atoms):
        return True
    return not any(cuts.is_empty for cuts in room(subject, atoms).values())


def filled(subject: Subject, node: Node) -> Atom:
    """The subject is not empty."""
    return Atom(subject, "filled", EVERYTHING, False, node)


def blank(subject: Subject, node: Node) -> Atom:
    """The subject is empty."""
    return Atom(subject, "filled", NOTHING, True, node)
