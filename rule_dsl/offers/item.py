"""What the loose reader finds in a text and puts together: items that cover a stretch of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rule_dsl.types import Type
from rule_dsl.vocabulary import Field

Json = Any
"""A tree, or a part of one, in its dumped form; a hole is ``["?", slot, …]``."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the text that was understood as one thing.

    ``kind`` is a terminal of the word tables, a kind of name, or a phrase (``cond``, ``do`` …);
    ``cost`` says how far the reading went from the letters.
    """

    kind: str
    start: int
    end: int
    value: Any = None
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A field, path or parameter: its tree, type, declaration, and the form whose record it is read from."""

    node: Json
    type: Type
    scope: str
    field: Field | None = None
    unit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option or state: its tree, and the field of whose options it is (``form.field``)."""

    node: Json
    form: str
    field: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one record of ``scope``; ``about`` is what it compares, for a second bound of the same."""

    node: Json
    scope: str
    about: Value | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison that still wants its left side: over 5, between 2 and 8, at most half."""

    operator: str
    values: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action under construction: its verb and the parts it has so far."""

    verb: str
    who: tuple[Json, ...] = ()
    what: Json = None
    via: Json = None
    cc: tuple[Json, ...] = ()
    more: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Something did not happen for a time (``within`` may be a hole)."""

    within: Json
    act: Json


def hole(slot: str, *facts: Json) -> Json:
    """What the text leaves open."""
    return ["?", slot, *facts]


def holes(node: Json) -> list[Json]:
    """Every hole of a tree, from left to right."""
    if not isinstance(node, list):
        return []
    if node[:1] == ["?"]:
        return [node]
    return [found for part in node for found in holes(part)]
