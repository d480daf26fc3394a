"""What the lexer hands to the parser: a word, and the things a name can stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing a label can stand for.

    ``kind`` is ``field``, ``form``, ``opt``, ``state`` or the kind of a declared
    :class:`~rule_dsl.vocabulary.Name`; ``owner`` is the form of a field, ``form.field`` of an
    option, the form a name is narrowed to.
    """

    kind: str
    key: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a name or path: what stands there and what it can mean."""

    text: str
    entities: tuple[Entity, ...]
    start: int
    end: int
    outer: bool = False
    key: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One token: its terminal, its place, its text and what the lexer knows about it.

    ``value`` is the terminal's own: the operator, the number, the steps of a name. ``rank`` tells
    how it was found: ``name``, ``key``, ``path``, ``word``, ``literal``, ``free``, ``unknown`` or ``skip``.
    """

    kind: str
    start: int
    end: int
    text: str
    value: Any = None
    rank: str = "word"
