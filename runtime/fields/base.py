"""What a field type is: its facts and a handful of methods, one module each.

A field type turns what people write into a value and back; it never touches the database, the
web or another field type. How a value is stored it says as data (:class:`Storage`); the store
has one column type per kind of storage.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Literal, Protocol

from rule_dsl.types import Type
from rule_dsl.values import number_text
from runtime.discovery import discover
from runtime.spec.app import FieldSpec, Labels
from runtime.spec.blocks import unit_labels

Value = Any
Json = Any

StorageKind = Literal[
    "text", "number", "flag", "day", "moment", "span", "keys", "id", "json", "rows", "none"
]


Reset = Literal["never", "year", "month", "day"]
_COUNTER_PART = re.compile(r"\{(yyyy|yy|mm|dd|seq)(?::([1-9]))?\}")
_PERIODS: tuple[tuple[Reset, str], ...] = (("day", "dd"), ("month", "mm"), ("year", "yy"))


@dataclass(frozen=True, slots=True)
class Counter:
    """How the store numbers records: ``{yyyy} {yy} {mm} {dd} {seq:4}`` and literal text.

    It counts from 1 in each ``period``; ``is_gapless`` means that a rolled back record gives its
    number back. ``reset`` is never finer than the dates in the pattern, so no number comes twice.
    """

    pattern: str
    reset: Reset = "never"
    is_gapless: bool = False

    def period(self, day: date) -> str:
        """The key of the period a day lies in: the counter starts again in each."""
        lengths = {"never": 0, "year": 4, "month": 7, "day": 10}
        return day.isoformat()[: lengths[self.reset]]

    def write(self, day: date, number: int) -> str:
        """The text of a number; it grows where its width is too small."""

        def part(found: re.Match[str]) -> str:
            name, width = found.groups()
            if name == "seq":
                return f"{number:0{width or 1}}"
            year = f"{day.year:04}"
            return {"yyyy": year, "yy": year[2:], "mm": f"{day:%m}", "dd": f"{day:%d}"}[name]

        return _COUNTER_PART.sub(part, self.pattern)


def counter(pattern: str, reset: Reset | None = None, *, is_gapless: bool = False) -> Counter:
    """The counter of a pattern; without ``reset`` it starts again with the finest date it shows.

    Raises:
        ValueError: the pattern has not exactly one ``{seq}``, or a brace of another kind.
    """
    names = [found[1] for found in _COUNTER_PART.finditer(pattern)]
    rest = _COUNTER_PART.sub("", pattern)
    if names.count("seq") != 1 or "{" in rest or "}" in rest:
        raise ValueError("pattern must hold {seq} once, and {yyyy} {yy} {mm} {dd}")
    shown = {name[:2] for name in names}
    finest = _finest(shown)
    order: tuple[Reset, ...] = ("never", "year", "month", "day")
    chosen = finest if reset is None else order[min(order.index(reset), order.index(finest))]
    return Counter(pattern, chosen, is_gapless)


def _finest(shown: set[str]) -> Reset:
    """The finest period whose dates, and those of all longer ones, are shown."""
    finest: Reset = "never"
    for name, part in reversed(_PERIODS):
        if part not in shown:
            break
        finest = name
    return finest


@dataclass(frozen=True, slots=True)
class Storage:
    """How a value is stored.

    ``scale`` are the decimal places of a ``number``; ``rows`` is a child table, ``none`` is no
    column at all (layout). ``points`` is the form whose records an ``id`` points at. ``generated``
    says that the store gives the value itself, with ``counter``; nobody may write it.

    The Python value of each kind: text and id ``str``, number ``Decimal``, flag ``bool``, day
    ``date``, moment ``datetime`` in UTC, span ``timedelta``, keys ``frozenset[str]``, json what
    JSON holds, rows a tuple of mappings with the line's ``id`` (None for a new line).
    """

    kind: StorageKind
    scale: int = 0
    points: str | None = None
    generated: bool = False
    counter: Counter | None = None


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

    ``raw`` is typed text, or JSON where a form or the API sends it so; it is read in Chinese, in
    the zone Asia/Shanghai. ``options`` and ``fields`` are the field's; ``names`` is what a lookup
    knows, by kind and id. ``wrong`` is the sentence's code where ``raw`` is refused (then there
    is no value).
    """

    raw: Json
    value: Value = None
    json: Json = None
    shown: str = ""
    options: Mapping[str, Json] = field(default_factory=dict)
    fields: tuple[FieldSpec, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wrong: str | None = None


class Lookup(Protocol):
    """What a field type may ask about other things: names to ids, and back.

    ``kind`` is ``person``, ``department``, ``file`` or a form's key.
    """

    def find(self, kind: str, text: str) -> str | None:
        """The id of what is called that (or has that id), or None.

        Raises Unreadable("several_called") where several are called that.
        """

    def name(self, kind: str, key: str) -> str:
        """What the thing with that id is called; the id itself where it is unknown."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads or writes: language, time zone, and how to look things up.

    ``wire`` says that what is read is JSON of the API or a file of the app (a percent is then its
    fraction), not what a person typed.
    """

    lang: str
    timezone: str
    lookup: Lookup
    wire: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """What is wrong in one cell of a child table; rows count from 0."""

    row: int
    key: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Unreadable(ValueError):
    """What was written is no value of this type: a sentence's code and its facts.

    A fact may be labels by language. ``inside`` lists every bad cell of a child table.
    """

    def __init__(self, code: str, inside: tuple[Inside, ...] = (), **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.inside = inside
        self.facts = facts


class FieldType(ABC):
    """A kind of field. Subclasses end their module with ``BLOCK = Money()``.

    ``options`` are JSON Schema properties of the type's own keys in a form file; the builder's
    panel, the loader and the docs all read it. A column of a sheet becomes a field of the type with
    the highest ``sheet_rank`` that reads all of it; 0 is for types that only a person chooses.
    """

    key: ClassVar[str]
    face: ClassVar[Face]
    options: ClassVar[Mapping[str, Json]] = {}
    samples: ClassVar[tuple[Sample, ...]] = ()
    holds_state: ClassVar[bool] = False
    holds_marks: ClassVar[bool] = False
    is_scanned: ClassVar[bool] = False
    sheet_rank: ClassVar[int] = 0

    @abstractmethod
    def storage(self, spec: FieldSpec) -> Storage:
        """How values of this field are stored."""

    @abstractmethod
    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        """The value of what was written: text from a form or a file, or JSON from the API.

        Empty text, an empty list and null are None (a tick's are False). Raises Unreadable with
        a sentence's code.
        """

    def dump(self, value: Value, spec: FieldSpec) -> Json:
        """The value as the API gives it; ``parse(dump(v)) == v``."""
        return wire(value)

    @abstractmethod
    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        """The value as a reader sees it and as it is exported; ``parse(show(v)) == v``."""

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        """The value as a workbook's cell holds it: a Figure, a day, a moment, or how it is shown."""
        return self.show(value, spec, reader)

    def units(self, spec: FieldSpec) -> tuple[str, ...]:
        """Words that may follow a number of it in a rule, and change nothing: the declared unit."""
        return unit_labels(spec.options.get("unit"))

    @abstractmethod
    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        """What the rule language knows it as."""


@cache
def field_types() -> Mapping[str, FieldType]:
    """Every field type of this installation, by key."""
    return discover(__package__, FieldType)


def wire(value: Value) -> Json:
    """A value as JSON: numbers as exact text, days and moments ISO, durations in seconds."""
    plain = _WIRED.get(type(value))
    if plain is not None:
        return plain(value)
    match value:
        case None | bool() | str() | int():
            return value
        case Decimal():
            return number_text(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case timedelta():
            return _seconds(value)
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [wire(each) for each in value]
        case Mapping():
            return {key: wire(each) for key, each in value.items()}
    raise TypeError(f"no JSON for {value!r}")


def _as_it_is(value: Value) -> Json:
    return value


def _moment(value: datetime) -> str:
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return f"{at.isoformat()[:-6]}Z"


_WIRED: dict[type, Callable[[Any], Json]] = {
    type(None): _as_it_is,
    bool: _as_it_is,
    str: _as_it_is,
    int: _as_it_is,
    Decimal: number_text,
    datetime: _moment,
    date: date.isoformat,
}
"""How nearly every value is written, by its very type."""


def _seconds(span: timedelta) -> str:
    micro = span // timedelta(microseconds=1)
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    whole, part = divmod(micro, 1_000_000)
    return f"{sign}PT{whole}{f'.{part:06}'.rstrip('0') if part else ''}S"
