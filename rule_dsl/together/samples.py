"""Values a field may have where the atoms of a condition leave room, and how they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar, zone_of
from rule_dsl.sense.cuts import EVERYTHING, Cuts
from rule_dsl.sense.formula import Atom, Subject, may_be_empty, room
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, TEXT, Type
from rule_dsl.values import number_text
from rule_dsl.vocabulary import Field, Vocabulary

SOMEBODY = "somebody"
"""The key of whoever or whatever a field names where it does not matter whom."""
_USUAL = {
    "number": "number",
    "money": "number",
    "percent": "number",
    "bool": "truth",
    "text": "text",
    "choice": "option",
    "state": "option",
    "choices": "set",
    "date": "from_today",
    "moment": "from_now",
    "duration": "length",
}
"""The axis a field is given values on where nothing asks for another."""
_EPOCH = datetime(1, 1, 1)  # noqa: DTZ001 - what literals are counted from is a local time
_HOUR = 3_600_000_000
_STEPS = {"length": _HOUR, "from_now": _HOUR, "instant": _HOUR}


@dataclass(frozen=True, slots=True)
class World:
    """An app as far as conditions see it. Parameters without a known value are left out."""

    vocabulary: Vocabulary
    params: Mapping[str, Any] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    calendar: Calendar = field(default_factory=Calendar)
    now: datetime = datetime(2026, 1, 15, 4, 0, tzinfo=UTC)

    @property
    def today(self) -> date:
        """The day of ``now`` in the app's zone."""
        return zone_of(self.zone).day(self.now) or self.now.date()

    def choice(self, type_: Type) -> Field | None:
        """The field whose options a choice takes."""
        form, _, key = (type_.of or "").rpartition(".")
        found = self.vocabulary.forms.get(form)
        return found.fields.get(key) if found is not None else None


Edges = Mapping[str, list[Any]]
"""Constants by axis, that a field may be near because it is compared with another value."""


def edges_of(world: World, atoms: Iterable[Atom], nodes: Iterable[Node]) -> Edges:
    """The constants of conditions, those of their parameters, and what lies just beyond."""
    found: dict[str, list[Any]] = {"number": [Decimal(1_000_000)]}
    for atom in atoms:
        found.setdefault(atom.axis, []).extend(value for value, _ in atom.values.places)
    for node in nodes:
        value = world.params.get(str(node.args[0])) if node.head == "param" else None
        if isinstance(value, Decimal):
            found["number"].append(value)
    numbers = found["number"][:6]
    sums = {a + b for a in numbers for b in (Decimal(0), *numbers)}
    found["number"] = [total + away for total in sorted(sums) for away in (0, 1, -1)]
    return found


def values(world: World, subject: Subject, atoms: list[Atom], edges: Edges) -> list[Any]:
    """What a field may be, the likeliest first; ``edges`` are constants of other fields' atoms."""
    kind = subject.node.type.kind
    if subject.optional and not atoms and not edges:
        return [None]
    left = room(subject, atoms)
    parts = [json.loads(axis[6:]) for axis, cuts in left.items() if _is_held(axis, cuts)]
    found: list[Any] = []
    if parts:
        found.append(frozenset(parts) if kind == "choices" else "".join(parts))
    asked = [axis for axis in left if axis != "filled" and not axis.startswith("holds ")]
    for axis in asked or [_USUAL.get(kind, "key")]:
        cuts = left.get(axis) or subject.universe.get(axis, EVERYTHING)
        points = [*_points(cuts, axis), *(v for v in edges.get(axis, ()) if _holds(cuts, v))]
        found += [_value(world, subject.node.type, axis, point) for point in points]
    if may_be_empty(subject, atoms):
        found.append(None)
    return list(dict.fromkeys(found)) if atoms or edges else found[:1]


def _is_held(axis: str, cuts: Cuts) -> bool:
    return axis.startswith("holds ") and _holds(cuts, 1)


def _holds(cuts: Cuts, value: Any) -> bool:
    return not (cuts & Cuts(False, ((value, False), (value, True)))).is_empty


def _points(cuts: Cuts, axis: str) -> Iterator[Any]:
    """Some points of a set: at its edges, and between them."""
    if axis in ("text", "key", "set"):
        tried = [value for value, _ in cuts.places]
        tried += ["甲", "乙"] if axis == "text" else [SOMEBODY]
        yield from (value for value in tried if _holds(cuts, value))
        return
    step = _STEPS.get(axis, 1)
    for low, high in cuts.stretches():
        ends = [end[0] for end in (low, high) if end is not None] or [1]
        round_ = [end // step * step + away for end in ends for away in (step, 0, -step, 2 * step)]
        tried = round_ if axis in _STEPS else []
        tried += [end + away for end in ends for away in _away(axis, step)]
        if low is not None and high is not None and axis == "number":
            tried.append((Decimal(low[0]) + Decimal(high[0])) / 2)
        yield from (value for value in tried if _holds(cuts, value))


def _away(axis: str, step: int) -> Iterable[Any]:
    if axis == "number":
        return (Decimal(0), Decimal(1), Decimal(-1), Decimal("0.01"), Decimal("-0.01"))
    return (0, step, -step, 2 * step, -2 * step, 1, -1)


def _value(world: World, type_: Type, axis: str, point: Any) -> Any:
    """A point on an axis as a value of the language."""
    made = _VALUES.get(axis)
    return made(world, point) if made is not None else _option(world, type_, axis, point)


def _option(world: World, type_: Type, axis: str, point: Any) -> Any:
    if axis != "option":
        return point
    item = world.choice(type_)
    options = item.options if item is not None else ()
    return options[point].key if point in range(len(options)) else None


def _utc(world: World, local: datetime) -> datetime | None:
    return zone_of(world.zone).moment(local)


def _noon(world: World, day: date) -> datetime | None:
    return _utc(world, datetime.combine(day, time(12)))


_VALUES: Mapping[str, Callable[[World, Any], Any]] = {
    "number": lambda _, point: Decimal(point),
    "truth": lambda _, point: bool(point),
    "set": lambda _, point: frozenset({point}),
    "length": lambda _, point: timedelta(microseconds=point),
    "day": lambda _, point: date.fromordinal(point),
    "from_today": lambda world, point: world.today + timedelta(days=point),
    "instant": lambda world, point: _utc(world, _EPOCH + timedelta(microseconds=point)),
    "from_now": lambda world, point: world.now + timedelta(microseconds=point),
    "its_day": lambda world, point: _noon(world, date.fromordinal(point)),
    "its_day_from_today": lambda world, point: _noon(world, world.today + timedelta(days=point)),
}


def said(world: World, node: Node, value: Any) -> Iterator[Node]:
    """What a field is, as conditions its reader can read (and this language as well)."""
    if value is None:
        yield Node("empty", (node,), BOOL)
    elif isinstance(value, frozenset):
        for key in sorted(value):
            option = Node("opt", (key,), Type("choice", node.type.of))
            yield Node("contains", (node, option), BOOL)
    elif value == SOMEBODY or node.type.kind in ("link", "file"):
        yield Node("not", (Node("empty", (node,), BOOL),), BOOL)
    else:
        yield Node("=", (node, literal(world, node.type, value)), BOOL)


def literal(world: World, type_: Type, value: Any) -> Node:
    """A value as it is written."""
    match value:
        case bool():
            return Node("bool", ("true" if value else "false",), BOOL)
        case Decimal():
            return Node("number", (number_text(value),), type_)
        case timedelta():
            return _length(value)
        case datetime():
            local = zone_of(world.zone).local(value)
            is_round = local is not None and not (local.second or local.microsecond)
            shown = local.isoformat(" ", "minutes" if is_round else "auto") if local else ""
            return Node("moment", (shown,), MOMENT)
        case date():
            return Node("date", (value.isoformat(),), DATE)
    heads = {"choice": "opt", "choices": "opt", "state": "state", "person": "person"}
    heads["department"] = "dept"
    head = heads.get(type_.kind, "text")
    return Node(head, (str(value),), TEXT if head == "text" else type_)


def _length(value: timedelta) -> Node:
    seconds = Decimal(value // timedelta(microseconds=1)) / 1_000_000
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    unit, size = next((u, s) for u, s in sizes if seconds % s == 0 or s == 1)
    return Node("dur", (number_text(seconds / size), unit), DURATION)
