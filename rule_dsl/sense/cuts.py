"""Sets of ordered values, as the places on a line where one goes in or out of them.

Exact under complement and intersection. Whole numbers (days, options, microseconds) are kept by
:func:`whole`, so that nothing is thought to lie between 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Place = tuple[Any, bool]
"""A value, and whether the place is just after it instead of just before."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """A set: whether it holds the very smallest values, and the places where that turns."""

    inside: bool
    places: tuple[Place, ...] = ()

    def __invert__(self) -> Cuts:
        return Cuts(not self.inside, self.places)

    def __and__(self, other: Cuts) -> Cuts:
        first, second = self.inside, other.inside
        found: list[Place] = []
        for place in sorted({*self.places, *other.places}):
            before = first and second
            first ^= place in self.places
            second ^= place in other.places
            if before != (first and second):
                found.append(place)
        return Cuts(self.inside and other.inside, tuple(found))

    def __or__(self, other: Cuts) -> Cuts:
        return ~(~self & ~other)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.inside and not self.places

    def stretches(self) -> Iterator[tuple[Place | None, Place | None]]:
        """Where one goes in and out again; None for no end."""
        ends: list[Place | None] = [None] if self.inside else []
        ends += self.places
        ends += [None] if len(ends) % 2 else []
        yield from zip(ends[::2], ends[1::2], strict=True)


EVERYTHING = Cuts(True)
NOTHING = Cuts(False)


def compared(operator: str, value: Any) -> Cuts:
    """The values ``x`` with ``x operator value``."""
    match operator:
        case "<":
            return Cuts(True, ((value, False),))
        case "<=":
            return Cuts(True, ((value, True),))
        case ">" | ">=":
            return ~compared("<=" if operator == ">" else "<", value)
        case "=":
            return Cuts(False, ((value, False), (value, True)))
    return ~compared("=", value)


def whole(operator: str, value: int) -> Cuts:
    """The same among whole numbers."""
    match operator:
        case "<":
            return Cuts(True, ((value, False),))
        case "<=":
            return whole("<", value + 1)
        case ">" | ">=":
            return ~whole("<", value + (operator == ">"))
        case "=":
            return Cuts(False, ((value, False), (value + 1, False)))
    return ~whole("=", value)
