"""The leaves of random trees: fields, paths, parameters and literals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from decimal import Decimal

from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, NUMBER, TEXT, Type
from rule_dsl.values import number_text
from tests.rule_dsl.targets.world import OPTIONS, STATES, VOCABULARY, Dice

ROOTS = ("bool", "number", "text", "date", "moment", "duration", "choice", "choices")
UNITS = ("s", "min", "h", "d", "w")


def number(value: Decimal | int | str) -> Node:
    return Node("number", (number_text(Decimal(value)),), NUMBER)


def text(value: str) -> Node:
    return Node("text", (value,), TEXT)


class Leaves(ABC):
    """What a tree ends in; ``frame`` is the form whose fields bare keys name."""

    def __init__(self, dice: Dice, *, related: bool = True) -> None:
        self.dice = dice
        self.related = related
        self.used: Counter[str] = Counter()
        self.frame = "order"

    @abstractmethod
    def grow(self, kind: str, depth: int) -> Node:
        """A node of a kind."""

    # leaves ------------------------------------------------------------------------------

    def leaf(self, kind: str) -> Node:
        roll = self.dice.random.random()
        if roll < 0.72:
            return self.named(kind)
        literal = self.literal(kind)
        self.used[literal.head] += 1
        return literal

    def named(self, kind: str) -> Node:
        """A field of the frame, the outer record, a linked record, or a parameter."""
        roll = self.dice.random.random()
        if kind == "number" and roll < 0.05:
            self.used["param"] += 1
            return Node("param", (self.dice.pick(("limit", "limit", "none")),), NUMBER)
        if kind == "text" and roll < 0.05:
            self.used["param"] += 1
            return Node("param", ("word",), TEXT)
        if self.related and roll < 0.2:
            node = self._path(kind)
            if node is not None:
                self.used["path"] += 1
                return node
        if self.frame != "order" and roll < 0.5:
            key, type_ = self._field("order", kind)
            self.used["alias"] += 1
            return Node("alias", (key,), type_)
        found = self._fields(self.frame, kind)
        if not found:
            return self.literal(kind)
        key, type_ = self.dice.pick(found)
        self.used["field"] += 1
        return Node("field", (key,), type_)

    def _fields(self, form: str, kind: str) -> list[tuple[str, Type]]:
        kinds = {"number": ("number", "money", "percent")}.get(kind, (kind,))
        fields = VOCABULARY.forms[form].fields.values()
        return [(f.key, f.type) for f in fields if f.type.kind in kinds]

    def _field(self, form: str, kind: str) -> tuple[str, Type]:
        key, type_ = self.dice.pick(self._fields(form, kind) or [("count", NUMBER)])
        return key, type_

    def _path(self, kind: str) -> Node | None:
        links = {"order": "customer", "order.lines": "product", "delivery": "customer"}
        link = links.get(self.frame)
        found = self._fields("customer", kind)
        if link is None or not found:
            return None
        key, type_ = self.dice.pick(found)
        steps = (link, "parent", key) if self.dice.random.random() < 0.3 else (link, key)
        return Node("path", steps, type_)

    def literal(self, kind: str) -> Node:
        dice = self.dice
        match kind:
            case "number":
                return number(dice.literal_number())
            case "text":
                return text(dice.text())
            case "bool":
                return Node("bool", (dice.pick(("true", "false")),), BOOL)
            case "date":
                return Node("date", (dice.day().isoformat(),), DATE)
            case "moment":
                moment = dice.moment()
                iso = (
                    moment.isoformat()
                    if dice.random.random() < 0.5
                    else moment.strftime("%Y-%m-%dT%H:%M")
                )
                return Node("moment", (iso,), MOMENT)
            case "duration":
                return Node(
                    "dur", (dice.pick(("1", "3", "0.5", "36", "-2")), dice.pick(UNITS)), DURATION
                )
            case "choices":
                key, type_ = self._field("order", "choices")
                return Node("field" if self.frame == "order" else "alias", (key,), type_)
        return self._option(kind)

    def _option(self, kind: str, type_: Type | None = None) -> Node:
        if kind == "state":
            return Node("state", (self.dice.pick(STATES),), type_ or Type("state", "order.status"))
        if kind == "person":
            return Node("person", (self.dice.pick(("ann", "bob")),), Type("person"))
        if kind == "department":
            return Node("dept", (self.dice.pick(("sales", "shop")),), Type("department"))
        return Node("opt", (self.dice.pick(OPTIONS),), type_ or Type("choice", "order.kind"))

    def days(self) -> Node:
        return Node("dur", (self.dice.pick(("1", "3", "7", "30")), "d"), DURATION)

    def _calendar_length(self, kind: str) -> Node:
        units = (
            ("d", "d", "mo", "wd", "w", "q")
            if kind == "date"
            else ("d", "h", "mo", "wd", "wh", "q", "q")
        )
        unit = self.dice.pick(units)
        self.used["dur"] += 1
        if unit in ("mo", "q", "wd", "wh"):
            self.used[f"dur {unit}"] += 1
        if self.dice.random.random() < 0.12:
            self.used["param"] += 1
            return Node("param", (self.dice.pick(("grace", "notice", "lead")),), DURATION)
        return Node("dur", (self.dice.pick(("0", "1", "2", "5", "-1")), unit), DURATION)
