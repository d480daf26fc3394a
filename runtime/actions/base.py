"""What an action type is: it reads its part of a rule, decides what is to be done, and does it.

What happens *inside* (block, set, create, start …) shares the transaction of what caused it; a
message is only written to the outbox there, and leaves after the commit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from rule_dsl.tree import Node
from runtime.errors import Wrong
from runtime.spec.app import FieldSpec, Labels, NameSpec

Recipient = tuple[str, str]
"""A kind (person, role, dept) and a key."""


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
class Message:
    """What people are told. ``channel`` is a channel's key; None is the inbox."""

    to: tuple[Recipient, ...]
    title: Text
    body: Text
    channel: str | None = None
    cc: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody is to do about the record."""

    title: Labels
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """A part of a rule (``timer``) whose actions are done at a moment, unless what it waits for
    happens before.
    """

    node: Node
    at: datetime

    @property
    def awaited(self) -> Node:
        """What it waits for: an act, a field, the lines or the records of a form."""
        return self.node.child(1)


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be made of a form, and whom it is for."""

    form: str
    to: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in a list that is sent: what it is called, and values of it as parts of a text."""

    name: Shown
    values: Mapping[str, Text]


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

    def after(self, length: Node) -> datetime | None:
        """The moment so long after now, in working time by the app's calendar where it says so."""

    @property
    def known(self) -> Mapping[str, FieldSpec]:
        """The subject's fields by key."""

    def words(self, node: Node) -> Labels:
        """An expression in canonical words, in each language."""

    def first(self, source: Node, by: Node, count: int) -> tuple[Listed, ...]:
        """The first records of a form or a list view, the greatest ``by`` first."""

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


class Deeds(Protocol):
    """What an action may do, in the transaction of what caused it; each deed may fire other rules."""

    def change(self, values: Mapping[str, Any]) -> None:
        """Give fields of the record these values.

        Raises:
            Refusal: rule_cannot_write (422).
        """

    def move(self, state: str) -> None:
        """Make the move that leads to a state.

        Raises:
            Refusal: no_such_move (409).
        """

    def create(self, new: NewRecord) -> None:
        """Make a record of another form, linked to this one; who it is for gets a to-do about it.

        Raises:
            Refusal: rule_cannot_write (422).
        """

    def start_approval(self, chain: str) -> None:
        """Hand the record to an approval chain.

        Raises:
            Refusal: record_in_trash (409).
        """

    def give(self, task: ToDo) -> None:
        """Give people a to-do about the record."""

    def arm(self, timer: Timer) -> None:
        """Have a timer run from now; one of the same sentence that runs already begins anew."""

    def recompute(self) -> None:
        """Work out the formulas of the record anew."""

    def queue(self, key: str) -> None:
        """Put the record into a queue; one that stands there already stays where it is."""

    def tell(self, message: Message) -> None:
        """Write a message down; it leaves after the commit."""

    def empty(self, fields: Iterable[str]) -> tuple[Wrong, ...]:
        """Which of these fields of the record are empty, as what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked sample: an action in Chinese, the record it meets, and what is then done.

    It is read over the form of ``tests/actions/workshop.py``. ``does`` are the calls of `Deeds`, by
    name, with their first argument; ``refused`` is the code of the refusal it ends in.
    """

    text: str
    record: Mapping[str, Any] = field(default_factory=dict)
    does: tuple[tuple[str, Any], ...] = ()
    refused: str | None = None


Payload = TypeVar("Payload")


class ActionType(ABC, Generic[Payload]):
    """A kind of action. Subclasses end their module with ``BLOCK = Notify()``.

    ``heads`` are the heads of the tree it reads. What is to be done is decided first, for all
    actions of a rule, as a payload of the action's own; then each is performed in order.
    """

    key: ClassVar[str]
    heads: ClassVar[tuple[str, ...]]
    labels: ClassVar[Labels]
    samples: ClassVar[tuple[Sample, ...]] = ()

    @abstractmethod
    def decide(self, node: Node, view: RuleView) -> Payload | None:
        """What should be done, as data; None for nothing. Nothing is changed here."""

    @abstractmethod
    def perform(self, payload: Payload, deeds: Deeds) -> None:
        """Do what was decided.

        Raises:
            Refusal: the write is refused; all that it caused is taken back.
        """

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
