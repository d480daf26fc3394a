"""The names an app declares, as the language sees them.

The caller builds a :class:`Vocabulary` from its app; the language reads nothing else of the app.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rule_dsl.tree import Node
from rule_dsl.types import Type

Labels = Mapping[str, tuple[str, ...]]
"""Language code ("zh", "en") to labels; the first one is printed, the others are also read."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice or one state of a lifecycle."""

    key: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    ``options`` are in declared order; ``ordered`` allows < and >. ``unit`` are labels that may
    follow a number ("元", "kg"). ``optional`` is False for fields that are never empty.
    ``low``/``high`` are decimal strings. Tags are ``choices`` without options. ``is_state`` marks the lifecycle's state field.
    ``formula`` is what a field that is kept nowhere comes to, wherever it is read.
    """

    key: str
    type: Type
    labels: Labels
    options: tuple[Option, ...] = ()
    ordered: bool = False
    optional: bool = True
    unit: tuple[str, ...] = ()
    scale: int | None = None
    low: str | None = None
    high: str | None = None
    is_state: bool = False
    writable: bool = True
    formula: Node | None = None

    @property
    def takes_any_text(self) -> bool:
        """Whether it holds tags: several choices with no list to choose from."""
        return self.type.kind == "choices" and not self.options


@dataclass(frozen=True, slots=True)
class Move:
    """A lifecycle move: ``source`` state keys (empty: any) to ``target``."""

    key: str
    labels: Labels
    source: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its fields by key, its moves, and the business time its records are ordered by.

    ``initial`` are the states in which records begin; none given: the first that is declared.
    ``title`` is the field that a record is called by.
    """

    key: str
    labels: Labels
    fields: Mapping[str, Field]
    moves: tuple[Move, ...] = ()
    time_field: str | None = None
    initial: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """Something named that is no form and no field.

    ``kind`` is the head it takes in the tree: ``role dept person msg doc param conn queue flow
    list channel act``. ``type`` is a parameter's type; ``form`` narrows an event, message, list
    or document to one form (None: any).
    """

    kind: str
    key: str
    labels: Labels
    type: Type | None = None
    form: str | None = None
    unit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a saved list holds: the records of a form that a condition holds for (None: all)."""

    form: str
    condition: Node | None = None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Vocabulary:
    """Every name of one app, compared by identity. ``pinyin`` gives a label's pinyin for suggestions, where known.

    ``lists`` say what is in the lists, by key; they are known once an app has been read whole.
    """

    forms: Mapping[str, Form]
    names: tuple[Name, ...] = ()
    pinyin: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Listed] = field(default_factory=dict)
