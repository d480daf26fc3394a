"""What an action type is: it reads its part of a rule and says what should happen.

An action decides, it does not do: it gives :data:`Effect` values, of which there are few. Effects
*inside* (block, set, create, start …) share the transaction of what caused them; a notice goes to
the outbox and is done after the commit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from rule_dsl.tree import Node
from runtime.spec.app import Labels, NameSpec

Recipient = tuple[str, str]
"""A kind (person, role, dept) and a key."""


@dataclass(frozen=True, slots=True)
class Block:
    """Nothing is saved; the reader sees this reason."""

    reason: Labels


@dataclass(frozen=True, slots=True)
class Require:
    """These fields must be filled."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetValues:
    """The record's fields get these values. ``state`` is a state to move to, if any."""

    values: Mapping[str, Any] = field(default_factory=dict)
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Create:
    """A new record of a form, its links to the subject filled in."""

    form: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StartCase:
    """The record goes to an approval chain."""

    chain: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Somebody gets a to-do about the record."""

    title: Labels
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Something of the record in a text, for those who may read it: these fields of the record
    (``reads``), the linked record it names (``thing``), and all of these forms (``elsewhere``).

    ``lead`` are words that only stand before it: who may not read the one does not see the other.
    """

    text: str
    lead: str = ""
    reads: tuple[str, ...] = ()
    thing: tuple[str, str] | None = None
    elsewhere: tuple[str, ...] = ()


Text = Mapping[str, tuple[str | Shown, ...]]
"""Language code to the parts of a text: said to everybody, or shown to who may read it."""


@dataclass(frozen=True, slots=True)
class Notify:
    """People are told. ``channel`` is a channel's key; None is the inbox."""

    to: tuple[Recipient, ...]
    title: Text
    body: Text
    channel: str | None = None
    cc: tuple[Recipient, ...] = ()


Effect = Block | Require | SetValues | Create | StartCase | Todo | Notify


class RuleView(Protocol):
    """What an action may ask: the record's values, names and texts."""

    @property
    def record(self) -> Mapping[str, Any]:
        """The subject's values by field key."""

    @property
    def rule(self) -> Labels:
        """What the rule is called."""

    @property
    def about(self) -> Text:
        """What the subject is called, and the values for which the rule fires."""

    def value(self, node: Node) -> Any:
        """The value of an expression."""

    def named(self, kind: str, key: str) -> NameSpec | None:
        """What is declared under a name (``msg``, ``doc``, ``role`` …)."""

    def shown(self, node: Node) -> Shown:
        """The value of an expression as a part of a text."""

    def fill(self, labels: Labels) -> Text:
        """A text with its ``${expression}`` parts replaced by what they show."""

    def recipients(self, nodes: tuple[Node | str | None, ...]) -> tuple[Recipient, ...]:
        """Whom these parts of a sentence name."""

    def field_with(self, role: str) -> str | None:
        """The field of the subject that plays a part: ``tags``, ``state``."""


class ActionType(ABC):
    """A kind of action. Subclasses end their module with ``BLOCK = Notify()``.

    ``heads`` are the heads of the tree it reads; ``samples`` are trees as JSON with the effects
    they give.
    """

    key: ClassVar[str]
    heads: ClassVar[tuple[str, ...]]
    labels: ClassVar[Labels]

    @abstractmethod
    def decide(self, node: Node, view: RuleView) -> tuple[Effect, ...]:
        """What should happen."""

    def asks(self, node: Node) -> tuple[str, ...]:
        """The fields it will want filled, so that a form can mark them beforehand."""
        return ()


def text_of(part: Node | str | None, view: RuleView) -> Labels:
    """What a part of a sentence reads as: free text, a declared name, or a value."""
    if not isinstance(part, Node):
        return {"zh": part or "", "en": part or ""}
    if part.head == "text":
        return {"zh": str(part.args[0]), "en": str(part.args[0])}
    declared = view.named(part.head, str(part.args[0])) if part.args else None
    if declared is not None:
        return declared.labels
    shown = str(view.value(part))
    return {"zh": shown, "en": shown}


def said(labels: Labels) -> Text:
    """A text that says the same to everybody."""
    return {lang: (text,) for lang, text in labels.items()}


def told(part: Node, view: RuleView) -> Text:
    """A part of a sentence as a text: words, a declared name, or what a value shows."""
    if part.head == "text" or (part.args and view.named(part.head, str(part.args[0]))):
        return said(text_of(part, view))
    return dict.fromkeys(("zh", "en"), (view.shown(part),))


def message_of(part: Node | str | None, view: RuleView) -> tuple[Text, Text]:
    """The title and the body of a message: what it is called, and its text about the subject."""
    if part is None:
        return {}, view.about
    title = told(part, view) if isinstance(part, Node) else said(text_of(part, view))
    declared = (
        view.named(part.head, str(part.args[0])) if isinstance(part, Node) and part.args else None
    )
    body = declared.facts.get("body") if declared is not None else None
    return title, view.fill(body) if body else view.about
