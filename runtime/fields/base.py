"""What a field type is: five facts and five methods, one module each.

A field type turns what people write into a value and back; it never touches the database, the
web or another field type. How a value is stored it says as data (:class:`Storage`); the store
has one column type per kind of storage.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from rule_dsl.types import Type
from runtime.spec.app import FieldSpec, Labels

Value = Any
Json = Any

StorageKind = Literal[
    "text", "number", "flag", "day", "moment", "span", "keys", "id", "json", "rows", "none"
]


@dataclass(frozen=True, slots=True)
class Storage:
    """How a value is stored.

    ``scale`` are the decimal places of a ``number``; ``rows`` is a child table, ``none`` is no
    column at all (layout). ``points`` is the form whose records an ``id`` points at. ``generated``
    says that the store gives the value itself (a counter); nobody may write it.
    """

    kind: StorageKind
    scale: int = 0
    points: str | None = None
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """How the type looks in the palette and on a form.

    ``control`` names the template macro that draws its input; ``align`` is how a column of it
    stands. ``group`` is one of basic, choice, people, relation, file, layout.
    """

    labels: Labels
    icon: str
    group: str
    control: str
    align: Literal["start", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked sample: what is written, the value it means, its JSON and how it is shown.

    ``options`` are the field's options; ``wrong`` is the code of the problem where ``text`` is
    refused (then the rest is empty).
    """

    text: str | list[str]
    value: Value = None
    json: Json = None
    shown: str = ""
    options: Mapping[str, Json] = field(default_factory=dict)
    wrong: str | None = None


class Lookup(Protocol):
    """What a field type may ask about other things: names to ids, and back.

    ``kind`` is ``person``, ``department``, ``file`` or a form's key.
    """

    def find(self, kind: str, text: str) -> str | None:
        """The id of what is called that (or has that id), or None."""

    def name(self, kind: str, key: str) -> str:
        """What the thing with that id is called; the id itself where it is unknown."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads or writes: language, time zone, and how to look things up."""

    lang: str
    timezone: str
    lookup: Lookup


class Unreadable(ValueError):  # noqa: N818 - it is what a person wrote, not an error of ours
    """What was written is no value of this type: a sentence's code and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class FieldType(ABC):
    """A kind of field. Subclasses end their module with ``BLOCK = Money()``.

    ``options`` are JSON Schema properties of the type's own keys in a form file; the builder's
    panel, the loader and the docs all read it.
    """

    key: ClassVar[str]
    face: ClassVar[Face]
    options: ClassVar[Mapping[str, Json]] = {}
    samples: ClassVar[tuple[Sample, ...]] = ()
    holds_state: ClassVar[bool] = False

    @abstractmethod
    def storage(self, spec: FieldSpec) -> Storage:
        """How values of this field are stored."""

    @abstractmethod
    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        """The value of what was written: text from a form or a file, or JSON from the API.

        Empty text, an empty list and null are None. Raises Unreadable with a sentence's code.
        """

    def dump(self, value: Value, spec: FieldSpec) -> Json:
        """The value as the API gives it; ``parse(dump(v)) == v``."""
        return value

    @abstractmethod
    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        """The value as a reader sees it and as it is exported; ``parse(show(v)) == v``."""

    @abstractmethod
    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        """What the rule language knows it as."""
